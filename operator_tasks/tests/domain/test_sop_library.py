"""The library as people read it: shelves with their gaps, and one procedure with its versions and reports."""

import pytest

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from conftest import CADENCE, NOW, brief
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.sop_library import Gap, library, sop_page
from operator_tasks.domain.sop_reports import answer_report, report_step
from operator_tasks.domain.sops import create_sop, publish_version
from operator_tasks.models import Sop
from operator_tasks.sops.library import SECTIONS


def body(step: str = "Do it.") -> str:
    texts = dict.fromkeys(SECTIONS, "Text.") | {"HOW": f"1. {step}"}
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in texts.items())


def publish(sop: Sop, by, **changes):
    given = {"body": body(), "minutes": 5, "proof_types": ["URL"], "by": by, "now": NOW}
    return publish_version(sop, **{**given, **changes})


@pytest.fixture
def linkedin_post(db) -> Sop:
    return Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")


def shelf_of(user, platform: str):
    return next(shelf for shelf in library(user) if shelf.platform == platform)


def test_every_platform_has_its_shelf_and_the_general_ones_come_last(manager_user):
    shelves = library(manager_user)

    assert [shelf.platform for shelf in shelves] == [
        "linkedin",
        "instagram",
        "x",
        "facebook",
        "threads",
        "bluesky",
        "tiktok",
        "youtube",
        "pinterest",
        "reddit",
        "email",
        "",
    ]
    assert [(row.sop.task_type, row.latest.number) for row in shelves[-1].rows] == [
        ("ENGAGE", 1),
        ("FOLLOW_UP", 1),
        ("MANUAL", 1),
        ("ANALYZE", 1),
        ("REVIEW", 1),
    ]
    assert shelves[-1].gap is None


def test_a_row_tells_kind_version_and_proof(manager_user, manager, linkedin_post):
    publish(linkedin_post, manager, proof_types=["UPLOAD", "TEXT"])

    row = next(row for row in shelf_of(manager_user, "linkedin").rows if row.sop == linkedin_post)

    assert (row.kind, row.latest.number, row.proofs, row.open_reports) == (
        "Post",
        2,
        ("Screenshot or file", "Text"),
        0,
    )


def test_a_gap_names_what_is_missing_and_what_campaigns_want_of_it(manager_user, client_acme, manager):
    cadence = (CadenceLine("email", "newsletter", 1), CadenceLine("email", "post", 1))
    create_campaign(client=client_acme, cadence=cadence, values=brief(), by=manager, now=NOW)

    assert shelf_of(manager_user, "email").gap == Gap(
        ("Post", "Carousel", "Reel", "Thread", "Story", "Quote", "Direct message", "Other"), ("Post",), None
    )


def test_a_procedure_for_any_content_type_stands_in_once_it_is_published(manager_user, manager):
    any_post = create_sop(
        task_type="POST", platform="reddit", content_type="", title="Anything on Reddit", by=manager, now=NOW
    )
    before = shelf_of(manager_user, "reddit").gap.fallback
    publish(any_post, manager)

    assert (before, shelf_of(manager_user, "reddit").gap.fallback) == (None, any_post)


def test_a_page_counts_who_follows_an_older_version(tasks, manager, manager_user, linkedin_task):
    sop = linkedin_task.sop_version.sop
    publish(sop, manager, note="New button")

    page = sop_page(sop, manager_user)

    assert [(row.version.number, row.open_tasks) for row in page.versions] == [(2, 0), (1, 6)]
    assert (page.latest.number, page.on_older, page.steps) == (2, 6, ("Do it.",))
    assert [name for name, _text in (*page.before_steps, *page.after_steps)] == [
        "WHERE",
        "TIPS",
        "COMMON MISTAKES",
        "COMPLETION",
    ]


def test_a_page_counts_only_tasks_that_the_reader_may_see(
    tasks, manager, manager_user, operator_user, linkedin_task
):
    rival = create_client(name="Rival", time_zone="Europe/Berlin", by=manager, now=NOW)
    campaign = create_campaign(client=rival, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    campaign = activate_campaign(campaign, by=manager, now=NOW)
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    plan_tasks(campaign, by=manager, now=NOW)
    sop = linkedin_task.sop_version.sop

    counted = [sop_page(sop, user).versions[0].open_tasks for user in (operator_user, manager_user)]

    assert counted == [6, 12]


def test_a_procedure_without_a_version_is_an_empty_page(manager_user, manager):
    sop = create_sop(
        task_type="POST", platform="reddit", content_type="reel", title="Reel", by=manager, now=NOW
    )

    page = sop_page(sop, manager_user)

    assert (page.latest, page.steps, page.on_older) == (None, (), 0)
    row = next(row for row in shelf_of(manager_user, "reddit").rows if row.sop == sop)
    assert (row.latest, row.proofs) == (None, ())


def test_open_reports_come_first_and_are_counted(linkedin_task, operator, manager, manager_user):
    first = report_step(linkedin_task, step=0, note="Old name", by=operator, now=NOW)
    second = report_step(linkedin_task, step=1, note="Old place", by=operator, now=NOW)
    answer_report(second, answer="Mended.", by=manager, now=NOW)
    sop = linkedin_task.sop_version.sop

    page = sop_page(sop, manager_user)

    assert list(page.reports) == [first, second]
    row = next(row for row in shelf_of(manager_user, "linkedin").rows if row.sop == sop)
    assert row.open_reports == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_is_read_in_four_queries(manager_user, manager, count, django_assert_num_queries):
    for kind in ("reel", "story", "quote")[:count]:
        sop = create_sop(
            task_type="POST", platform="reddit", content_type=kind, title=kind, by=manager, now=NOW
        )
        publish(sop, manager)
    manager_user.has_perm("x")

    with django_assert_num_queries(4):
        library(manager_user)

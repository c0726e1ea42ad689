"""Keeping the library in order: what retires, what must not, and tasks that move to the latest version."""

import pytest

from campaigns.domain.audit_verify import verify
from campaigns.domain.calendar import add_item
from campaigns.errors import NotAllowed, NotNow, StaleVersion
from campaigns.models import AuditItem
from campaigns.tests.witness import how_often, refused, told
from conftest import NOW, hours, linkedin_proof
from operator_tasks.domain.checklists import tick_step, ticked_steps
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.sop_keeping import move_tasks, restore_sop, retire_sop, tasks_on_older
from operator_tasks.domain.sop_library import library
from operator_tasks.domain.sops import SopShelf, UnknownSop, create_sop, publish_version
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, Sop
from operator_tasks.tests.rows import row

pytestmark = pytest.mark.django_db


def sop_of(task_type: str, platform: str = "", content_type: str = "") -> Sop:
    return Sop.objects.get(task_type=task_type, platform=platform, content_type=content_type)


@pytest.fixture
def sop() -> Sop:
    return sop_of("POST", "linkedin", "post")


def published(sop, manager, *, changes_steps: bool = True):
    latest = sop.versions.order_by("-number").first()
    body = latest.body.replace("1. ", "1. Breathe. ", 1) if changes_steps else latest.body
    told_of = {"minutes": 9, "proof_types": ["URL"], "note": "Calmer"}
    return publish_version(sop, body=body, **told_of, by=manager, now=NOW)


def test_a_retired_procedure_is_found_by_no_new_task(manager):
    carousel = sop_of("POST", "linkedin", "carousel")

    retired = retire_sop(carousel, by=manager, now=NOW, seen_version=1)

    assert retired.retired_at == NOW
    assert told("sop.retired")[:4] == ("maria", "page", "sop", 2)
    with pytest.raises(UnknownSop):
        SopShelf("POST").find("linkedin", "carousel")
    restore_sop(carousel, by=manager, now=NOW)
    assert SopShelf("POST").find("linkedin", "carousel").sop == carousel


def test_a_retired_procedure_gets_no_new_version(manager):
    carousel = sop_of("POST", "linkedin", "carousel")
    retire_sop(carousel, by=manager, now=NOW)

    with refused(NotNow, "This procedure is retired. Use it again before you publish a version of it."):
        published(carousel, manager)
    assert published(restore_sop(carousel, by=manager, now=NOW), manager).number == 2


def test_what_a_running_campaign_posts_does_not_retire(sop, active_campaign, manager):
    with refused(NotNow, "Tasks for LinkedIn Post still need this procedure"):
        retire_sop(sop, by=manager, now=NOW)


def test_what_is_planned_and_has_no_task_yet_keeps_its_procedure(active_campaign, manager):
    tiktok = sop_of("POST", "tiktok", "post")
    moment = NOW + hours(30)
    add_item(
        active_campaign,
        platform="tiktok",
        content_type="post",
        scheduled_at=moment,
        values={"title": "Clip"},
        by=manager,
        now=NOW,
    )

    with refused(NotNow, "Tasks for TikTok Post still need this procedure"):
        retire_sop(tiktok, by=manager, now=NOW)
    assert retire_sop(tiktok, by=manager, now=moment + hours(1)).retired_at is not None


def test_it_does_once_another_procedure_is_for_it(sop, active_campaign, manager):
    general = create_sop(
        task_type="POST", platform="linkedin", content_type="", title="Any post", by=manager, now=NOW
    )
    told_of = {"minutes": 9, "proof_types": ["URL"]}
    publish_version(general, body=sop.versions.get().body, **told_of, by=manager, now=NOW)

    assert retire_sop(sop, by=manager, now=NOW).retired_at == NOW


@pytest.mark.parametrize(
    "kind", [("ENGAGE",), ("FOLLOW_UP",), ("MANUAL",), ("REVIEW", "internal"), ("ANALYZE", "internal")]
)
def test_what_the_house_needs_does_not_retire(kind, manager):
    with refused(NotNow, "still need this procedure"):
        retire_sop(sop_of(*kind), by=manager, now=NOW)


def test_retiring_and_restoring_happen_once(manager):
    carousel = sop_of("POST", "linkedin", "carousel")
    with refused(NotNow, "is in use"):
        restore_sop(carousel, by=manager, now=NOW)
    retire_sop(carousel, by=manager, now=NOW)
    with refused(NotNow, "is retired already"):
        retire_sop(carousel, by=manager, now=NOW)
    with refused(StaleVersion, "changed"):
        restore_sop(carousel, by=manager, now=NOW, seen_version=1)


def test_open_tasks_move_to_the_latest_version_in_one_entry(sop, tasks, manager):
    mine = [task for task in tasks if task.platform == "linkedin"]
    done = complete_task(mine[0], proof=linkedin_proof(), by=manager, now=NOW + hours(1))
    latest = published(sop, manager)

    moved = move_tasks(sop, by=manager, now=NOW + hours(2))

    assert moved == len(mine) - 1
    assert {row(task, "sop_version", "instructions_text", "version") for task in mine[1:]} == {
        (latest.pk, latest.body, 2)
    }
    assert row(done, "sop_version__number") == (1,)
    assert how_often("task.procedure_moved") == 1
    items = AuditItem.objects.filter(action="task.procedure_moved")
    assert {item.after for item in items} == {f'{{"sop_version_id":"{latest.pk}"}}'}
    assert verify().faults == ()
    assert move_tasks(sop, by=manager, now=NOW + hours(2)) == 0
    assert not tasks_on_older(sop).exists()


@pytest.mark.parametrize(("changes_steps", "kept"), [(True, frozenset()), (False, frozenset({0}))])
def test_ticks_stay_only_where_the_steps_are_the_same(
    sop, linkedin_task, operator, manager, changes_steps, kept
):
    tick_step(linkedin_task, step=0, done=True, by=operator, now=NOW)
    published(sop, manager, changes_steps=changes_steps)

    move_tasks(sop, by=manager, now=NOW)

    assert ticked_steps(linkedin_task) == kept
    assert verify().faults == ()


def test_tasks_made_afterwards_follow_the_latest_at_once(sop, active_campaign, tasks, manager):
    latest = published(sop, manager)
    OperatorTask.objects.open().filter(sop_version=latest)

    assert plan_tasks(active_campaign, by=manager, now=NOW).kept == 10
    assert tasks_on_older(sop).count() == len([task for task in tasks if task.platform == "linkedin"])


def test_operators_keep_nothing_in_order(sop, operator):
    for verb in (retire_sop, restore_sop, move_tasks):
        with refused(NotAllowed, "Only a manager"):
            verb(sop, by=operator, now=NOW)


def test_nothing_moves_to_a_version_that_is_not_there(manager):
    new = create_sop(task_type="MANUAL", platform="x", content_type="", title="Reply", by=manager, now=NOW)

    with refused(NotNow, "published yet"):
        move_tasks(new, by=manager, now=NOW)


def test_the_library_says_what_is_retired_and_what_was_never_used(tasks, manager, manager_user):
    retire_sop(sop_of("POST", "linkedin", "carousel"), by=manager, now=NOW)

    shelf = next(shelf for shelf in library(manager_user) if shelf.platform == "linkedin")

    told_of = {row.sop.content_type: (row.sop.retired_at, row.is_used) for row in shelf.rows}
    assert told_of == {"post": (None, True), "carousel": (NOW, False), "thread": (None, False)}
    assert shelf.gap is not None and "Carousel" in shelf.gap.missing

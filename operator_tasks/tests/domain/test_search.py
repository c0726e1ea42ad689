"""Search: what is found, for whom, in which order, and why it matched."""

import pytest

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import add_account, create_client
from conftest import CADENCE, NOW, brief, hours, linkedin_proof
from operator_tasks.domain.search import Group, search
from operator_tasks.domain.snippets import Part, snippet
from operator_tasks.domain.tasks import create_manual_task, edit_task
from operator_tasks.domain.transitions import cancel_task, complete_task


@pytest.fixture
def make(active_campaign, manager):
    def made(title, copy_text="", due=5, campaign=active_campaign):
        return create_manual_task(
            campaign, title=title, copy_text=copy_text, due_at=NOW + hours(due), by=manager, now=NOW
        )

    return made


def names(group: Group) -> list[str]:
    return ["".join(part.text for part in hit.name) for hit in group.hits]


def marked(parts) -> str:
    return "".join(f"[{part.text}]" if part.is_match else part.text for part in parts)


def test_every_word_must_stand_somewhere_and_open_work_comes_first(make, operator_user, manager):
    cancel_task(make("Audit of March", due=2), reason="Not needed", by=manager, now=NOW)
    make("Call about the audit", "March figures", due=9)
    make("Audit", due=3)

    found = search(operator_user, "march audit", NOW)

    assert names(found.tasks) == ["Call about the audit", "Audit of March"]
    assert [marked(hit.name) for hit in found.tasks.hits] == ["Call about the [audit]", "[Audit] of [March]"]
    assert [marked(hit.why) for hit in found.tasks.hits] == ["[March] figures", ""]


def test_a_handle_is_found_with_or_without_its_sign(tasks, client_acme, manager, manager_user):
    account = add_account(
        client_acme, platform="linkedin", handle="acme-corp", profile_url="", by=manager, now=NOW
    )
    task = next(task for task in tasks if task.platform == "linkedin")
    edit_task(task, values={"account_id": account.pk}, by=manager, now=NOW)

    assert [hit.row.task.pk for hit in search(manager_user, "@acme-corp", NOW).tasks.hits] == [task.pk]
    assert [hit.row.task.pk for hit in search(manager_user, "ACME-corp", NOW).tasks.hits] == [task.pk]


def test_campaigns_clients_and_planned_posts_are_found(active_campaign, manager, operator_user):
    generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)

    found = search(operator_user, "linkedin", NOW)
    spring = search(operator_user, "spring", NOW)
    acme = search(operator_user, "acm", NOW)

    assert (found.tasks, names(spring.campaigns), names(acme.clients)) == (
        Group(),
        ["Spring launch"],
        ["Acme"],
    )
    assert found.is_empty == (not found.items.hits)


def test_nothing_of_another_client_is_found(make, manager, operator_user, manager_user):
    other = create_client(name="Secret client", time_zone="Asia/Tokyo", by=manager, now=NOW)
    values = brief(name="Secret campaign")
    campaign = create_campaign(client=other, cadence=CADENCE, values=values, by=manager, now=NOW)
    make("Secret task", campaign=activate_campaign(campaign, by=manager, now=NOW))

    assert search(operator_user, "secret", NOW).is_empty
    seen = search(manager_user, "secret", NOW)
    assert [names(group) for group in (seen.tasks, seen.campaigns, seen.clients)] == [
        ["Secret task"],
        ["Secret campaign"],
        ["Secret client"],
    ]


def test_the_address_of_a_post_finds_the_task_it_proves(linkedin_task, operator, operator_user, manager):
    complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=NOW)
    other_spelling = linkedin_proof().value.removesuffix("/") + "?utm_source=share&rcm=abc"

    assert search(operator_user, linkedin_proof().value, NOW).proved.task.pk == linkedin_task.pk
    assert search(operator_user, other_spelling, NOW).proved.task.pk == linkedin_task.pk
    assert search(operator_user, linkedin_proof(1).value, NOW).proved is None
    assert search(operator_user, "https://example.com/page", NOW).is_empty


def test_twenty_of_a_kind_and_word_that_there_are_more(make, operator_user):
    for number in range(21):
        make(f"Audit {number}", due=2 + number)

    found = search(operator_user, "audit", NOW).tasks

    assert (len(found.hits), found.has_more) == (20, True)


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.parametrize(("q", "queries"), [("audit", 4), ("https://x.com/a/status/1", 5)])
def test_search_costs_the_same_whatever_it_finds(
    make, operator_user, count, q, queries, django_assert_num_queries
):
    for number in range(count):
        make(f"Audit {number} https://x.com/a/status/1")
    operator_user.has_perm("operator_tasks.work_tasks")

    with django_assert_num_queries(queries):
        search(operator_user, q, NOW)


def test_percent_signs_and_underscores_are_letters_here(make, operator_user):
    make("100% ready")
    make("100 ready")

    assert names(search(operator_user, "100%", NOW).tasks) == ["100% ready"]
    assert search(operator_user, "__", NOW).tasks == Group()


def test_a_snippet_shows_the_words_around_the_first_match():
    text = "a" * 60 + " The Launch\nof <b> is near " + "z" * 200

    parts = snippet(text, ["launch"])

    assert marked(parts) == f"…{'a' * 35} The [Launch] of <b> is near {'z' * 84}…"
    assert snippet("nothing here", ["launch"]) == ()
    assert snippet("nothing here", ["launch"], whole=True) == (Part("nothing here"),)
    assert marked(snippet("a.b aXb", ["a.b"])) == "[a.b] aXb"

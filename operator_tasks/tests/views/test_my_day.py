"""My day: what is in it, for whom, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.domain.campaigns import complete_campaign, pause_campaign
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import block_task

MY_DAY = "/"
QUERIES = 14


def titles(response) -> dict[str, list[str]]:
    return {
        section.bucket.value: [row.task.title for row in section.page.rows]
        for section in response.context["board"].shown
    }


def test_my_day_needs_a_login(client, db):
    response = client.get(MY_DAY)

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/")


def test_my_day_sorts_tasks_by_their_time(as_operator, make_task, operator, now):
    make_task(now - timedelta(hours=5), "late")
    make_task(now + timedelta(minutes=30), "soon")
    make_task(now + timedelta(days=2), "later")
    make_task(now + timedelta(days=12), "far")
    block_task(make_task(now + timedelta(days=3), "stuck"), reason="No photo", by=operator, now=now)

    response = as_operator.get(MY_DAY)

    assert titles(response) == {
        "overdue": ["late"],
        "due": ["soon"],
        "upcoming": ["later"],
        "blocked": ["stuck"],
    }


def test_my_day_shows_only_running_campaigns_of_own_clients(
    as_operator, make_task, foreign, running, manager, now
):
    make_task(now + timedelta(days=2), "foreign", campaign=foreign)
    make_task(now + timedelta(days=2), "own")
    complete_campaign(running, by=manager, now=now)

    assert titles(as_operator.get(MY_DAY)) == {}


def test_my_day_without_tasks_says_what_to_do_next(as_operator, running):
    text = as_operator.get(MY_DAY).content.decode()

    assert "Nothing is waiting for you" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"whose": "mine"}, ["mine"]),
        ({"whose": "unassigned"}, ["nobody's"]),
        ({"whose": "me"}, ["mine", "nobody's"]),
        ({"platform": "internal"}, ["mine", "nobody's"]),
        ({"platform": "x"}, []),
        ({"type": "MANUAL"}, ["mine", "nobody's"]),
        ({"type": "POST"}, []),
        ({"client": "999999"}, []),
        ({"client": "not a number", "platform": "?", "page": "x", "section": "?"}, ["mine", "nobody's"]),
    ],
)
def test_my_day_filters(as_operator, make_task, operator_user, manager, now, query, found):
    assign_task(make_task(now + timedelta(days=2), "mine"), to=operator_user, by=manager, now=now)
    make_task(now + timedelta(days=2), "nobody's")

    assert titles(as_operator.get(MY_DAY, query)).get("upcoming", []) == found


def test_my_day_shows_one_section_page_by_page(as_operator, make_task, now):
    for number in range(52):
        make_task(now + timedelta(days=2, minutes=number), f"task {number}")

    first = as_operator.get(MY_DAY)
    second = as_operator.get(MY_DAY, {"section": "upcoming", "page": 2})

    assert [(section.count, section.page.has_next) for section in first.context["board"].shown] == [
        (52, True)
    ]
    assert titles(second) == {"upcoming": ["task 50", "task 51"]}


def test_my_day_hides_reasons_people_and_verbs_from_viewers(
    as_viewer, make_task, operator, operator_user, now
):
    task = assign_task(make_task(now + timedelta(days=2)), to=operator_user, by=operator, now=now)
    block_task(task, reason="The client was rude", by=operator, now=now)

    text = as_viewer.get(MY_DAY).content.decode()

    assert "Call the client" in text
    assert [word for word in ("rude", "omar", "Unblock", "Whose") if word in text] == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_my_day_costs_the_same_whatever_it_holds(
    as_operator, make_task, now, count, django_assert_num_queries
):
    for number in range(count):
        make_task(now + timedelta(hours=number - 5, minutes=1))

    with django_assert_num_queries(QUERIES):
        as_operator.get(MY_DAY)


def test_my_day_begins_with_the_next_task(as_operator, make_task, now):
    make_task(now + timedelta(days=2), "later")
    late = make_task(now - timedelta(hours=5), "late")

    response = as_operator.get(MY_DAY)

    assert response.context["next"].now.task.pk == late.pk
    assert f'href="{reverse("operator_tasks:task_detail", args=[late.pk])}">\n        Start' in (
        response.content.decode()
    )


def test_a_day_that_is_done_says_what_comes_next(as_operator, make_task, now):
    make_task(now + timedelta(days=12), "far")

    text = as_operator.get(MY_DAY).content.decode()

    assert "All done for today" in text and ">far</a>" in text
    assert "Nothing is waiting for you" not in text


def test_my_day_marks_the_rows_of_a_paused_campaign(as_operator, make_task, running, manager, now):
    make_task(now + timedelta(days=2))
    pause_campaign(running, reason="Budget", by=manager, now=now)

    response = as_operator.get(MY_DAY)

    assert (response.context["next"].now, response.context["next"].later) == (None, None)
    assert "campaign on hold" in response.content.decode()


def test_my_day_offers_acts_on_many_by_role(client, as_operator, make_task, manager_user, now):
    make_task(now + timedelta(days=2))

    operators = as_operator.get(MY_DAY).content.decode()
    client.force_login(manager_user)
    managers = client.get(MY_DAY).content.decode()

    verbs = ("claim", "release", "reschedule", "block", "assign", "cancel")
    assert [verb for verb in verbs if f'value="{verb}"' in operators] == list(verbs[:4])
    assert [verb for verb in verbs if f'value="{verb}"' in managers] == list(verbs)


def test_the_day_is_done_only_when_nothing_is_left_of_it_for_anybody(
    as_operator, make_task, manager_user, manager, now
):
    make_task(now + timedelta(days=2), "later")
    assert "All done for today" in as_operator.get(MY_DAY).content.decode()

    assign_task(make_task(now - timedelta(hours=5), "maria's"), to=manager_user, by=manager, now=now)

    text = as_operator.get(MY_DAY).content.decode()
    assert "All done for today" not in text
    assert "Nothing of yours is waiting" in text and "1 task of the team is overdue" in text
    mine = as_operator.get(MY_DAY, {"whose": "mine"}).content.decode()
    assert "All done for today" in mine


def test_a_task_of_somebody_else_says_so_to_the_keys(as_operator, make_task, manager_user, manager, now):
    assign_task(make_task(now + timedelta(days=2), "maria's"), to=manager_user, by=manager, now=now)

    assert 'data-not-yours="This task is assigned to maria.' in as_operator.get(MY_DAY).content.decode()

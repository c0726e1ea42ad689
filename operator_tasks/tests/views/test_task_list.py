"""The list of all tasks: filters from the address, kept in its links, for whom, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.domain.preferences import change_preferences
from operator_tasks.domain.tasks import assign_task

TASKS = "/tasks/"
QUERIES = 10


def titles(response) -> list[str]:
    return [row.task.title for row in response.context["page"].rows]


def test_the_list_needs_a_login(client, db):
    assert client.get(TASKS)["Location"] == f"{reverse('account_login')}?next=/tasks/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["nobody's", "mine"]),
        ({"whose": "mine"}, ["mine"]),
        ({"status": "pending", "whose": "me"}, ["mine", "nobody's"]),
        ({"status": "done"}, []),
        ({"q": "BODY"}, ["nobody's"]),
        ({"doubtful": "on"}, []),
        ({"due_from": "2299-12-31"}, []),
        ({"due_to": "2000-01-01"}, []),
        ({"due_from": "0001-01-01", "due_to": "9999-12-31"}, ["nobody's", "mine"]),
        ({"due_from": "1999-12-31", "due_to": "2300-01-01"}, ["nobody's", "mine"]),
        (
            {"status": "?", "client": "x", "campaign": "999999", "due_from": "soon", "page": "x"},
            ["nobody's", "mine"],
        ),
    ],
)
def test_filters(as_operator, make_task, operator_user, manager, now, query, found):
    assign_task(make_task(now + timedelta(days=2), "mine"), to=operator_user, by=manager, now=now)
    make_task(now + timedelta(days=3), "nobody's")

    assert titles(as_operator.get(TASKS, query)) == found


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_days_at_the_ends_of_the_calendar_narrow_nothing_in_any_zone(
    as_operator, make_task, operator_user, operator, now, zone
):
    make_task(now + timedelta(days=2), "here")
    change_preferences(operator_user, values={"time_zone": zone}, by=operator, now=now)

    for query in ({"due_from": "0001-01-01"}, {"due_to": "9999-12-31"}, {"due_to": "2299-12-31"}):
        assert titles(as_operator.get(TASKS, query)) == ["here"]


def test_each_filter_that_is_on_can_be_taken_away_by_itself(as_operator, make_task, now, client_acme):
    make_task(now + timedelta(days=2))

    response = as_operator.get(TASKS, {"client": client_acme.pk, "status": "open", "q": "call", "page": 1})

    assert [(chosen.label, chosen.value, chosen.without) for chosen in response.context["chosen"]] == [
        ("Words", "call", f"?client={client_acme.pk}&status=open"),
        ("Status", "Open", f"?client={client_acme.pk}&q=call"),
        ("Client", "Acme", "?status=open&q=call"),
    ]


def test_readers_see_no_people_and_tick_nothing(as_viewer, make_task, operator, operator_user, now):
    assign_task(make_task(now + timedelta(days=2)), to=operator_user, by=operator, now=now)

    text = as_viewer.get(TASKS, {"assignee": operator_user.pk, "doubtful": "on"}).content.decode()

    assert "Call the client" in text
    assert [word for word in ("omar", 'name="task"', "Doubtful") if word in text] == []


def test_all_of_a_page_can_be_ticked_without_a_script(as_operator, make_task, now):
    make_task(now + timedelta(days=2))

    text = as_operator.get(TASKS, {"picked": "page"}).content.decode()

    assert "checked>" in " ".join(text.split())
    assert 'form="bulk"' in text


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_the_same_whatever_it_holds(
    as_operator, make_task, now, count, django_assert_num_queries
):
    for number in range(count):
        make_task(now + timedelta(hours=number + 1))

    with django_assert_num_queries(QUERIES):
        as_operator.get(TASKS)

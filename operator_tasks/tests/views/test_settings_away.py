"""My away days in the settings: entered, listed, taken back, each person their own."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.tests.witness import nothing_changes, told
from operator_tasks.domain.away import add_away
from operator_tasks.models import AwayPeriod

PAGE = "/settings/away/"


@pytest.fixture
def today() -> date:
    return timezone.now().date()


def entered(today: date, **changes) -> dict[str, str]:
    return {"starts_on": f"{today:%Y-%m-%d}", "ends_on": f"{today + timedelta(days=4):%Y-%m-%d}", **changes}


def removing(period) -> str:
    return f"{PAGE}{period.pk}/remove/"


def test_days_are_entered_listed_and_taken_back(as_operator, operator_user, today):
    empty = as_operator.get(PAGE)
    answer = as_operator.post(PAGE, entered(today, note="Skiing"), follow=True)

    period = AwayPeriod.objects.get()
    assert "You are there every day" in empty.content.decode()
    assert answer.redirect_chain == [(PAGE, 302)]
    assert list(answer.context["periods"]) == [period]
    assert (period.user, period.note, period.starts_on) == (operator_user, "Skiing", today)
    assert told("away_period.entered")[:2] == ("omar", "page")
    answer = as_operator.post(removing(period), follow=True)
    assert [str(said) for said in answer.context["messages"]] == ["Those days are taken back; you are there."]
    assert list(answer.context["periods"]) == []


def test_what_makes_no_sense_is_said_beside_its_field(as_operator, today):
    with nothing_changes():
        wrong = as_operator.post(PAGE, entered(today, ends_on="2020-01-01"))
        unread = as_operator.post(PAGE, entered(today, starts_on="soon"))

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["ends_on"])
    assert (unread.status_code, list(unread.context["form"].errors)) == (400, ["starts_on"])


def test_days_of_others_are_not_there_even_for_managers(as_manager, operator_user, operator, today, now):
    period = add_away(operator_user, starts_on=today, ends_on=today, by=operator, now=now)

    with nothing_changes():
        answer = as_manager.post(removing(period))

    assert answer.status_code == 404
    assert list(as_manager.get(PAGE).context["periods"]) == []


def test_viewers_do_not_work_here(as_viewer):
    assert as_viewer.get(PAGE).status_code == 403


def test_a_campaign_is_shared_out_from_its_page(as_manager, running, post, operator_user):
    page = as_manager.get(f"/campaigns/{running.pk}/tasks/").content.decode()
    address = f"/campaigns/{running.pk}/tasks/share-out/"

    answer = as_manager.post(address, follow=True)

    assert f'action="{address}"' in page
    planned = running.tasks.filter(assignee=operator_user).count()
    assert [str(said) for said in answer.context["messages"]] == [
        f"{planned} tasks were shared out: omar {planned}."
    ]
    again = as_manager.post(address, follow=True)
    assert [str(said) for said in again.context["messages"]] == ["0 tasks were shared out."]


def test_operators_do_not_share_out(as_operator, running, post):
    page = as_operator.get(f"/campaigns/{running.pk}/tasks/").content.decode()

    with nothing_changes():
        answer = as_operator.post(f"/campaigns/{running.pk}/tasks/share-out/")

    assert answer.status_code == 403
    assert "share-out" not in page


def test_ticked_tasks_are_shared_out(as_manager, post, operator_user):
    answer = as_manager.post("/tasks/bulk/", {"verb": "assign_evenly", "task": [f"{post.pk}:{post.version}"]})

    post.refresh_from_db()
    assert (answer.status_code, post.assignee) == (302, operator_user)

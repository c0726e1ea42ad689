"""Away days for programs, and sharing out the tasks of a campaign by rule."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.tests.witness import told
from operator_tasks.domain.away import add_away
from operator_tasks.models import AwayPeriod, OperatorTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return timezone.now().date()


@pytest.fixture
def period(operator_user, operator, today) -> AwayPeriod:
    return add_away(operator_user, starts_on=today, ends_on=today, by=operator, now=timezone.now())


def test_one_enters_ones_own_days_and_takes_them_back(operating, operator_user, today):
    last = today + timedelta(days=6)
    sent = {"starts_on": str(today), "ends_on": str(last), "note": "Summer"}

    made = operating.post("/away-periods/", sent)

    period = AwayPeriod.objects.get()
    assert (made.status_code, made["ETag"], made.json()) == (
        201,
        '"v1"',
        {
            "id": period.pk,
            "username": "omar",
            **sent,
            "version": 1,
            "created_at": period.created_at.isoformat().replace("+00:00", "Z"),
        },
    )
    assert told("away_period.entered")[:2] == ("omar", "api")
    assert operating.get(f"/away-periods/{period.pk}/").json() == made.json()
    assert operating.delete(f"/away-periods/{period.pk}/").status_code == 428
    assert operating.delete(f"/away-periods/{period.pk}/", {"If-Match": '"v2"'}).status_code == 412
    assert operating.delete(f"/away-periods/{period.pk}/", {"If-Match": '"v1"'}).status_code == 204
    assert not AwayPeriod.objects.exists()


def test_managers_enter_them_for_others(managing, operating, operator_user, today):
    days = {"starts_on": str(today), "ends_on": str(today)}

    assert managing.post("/away-periods/", {**days, "username": "omar"}).status_code == 201
    nobody = managing.post("/away-periods/", {**days, "username": "nobody"})
    another = operating.post("/away-periods/", {**days, "username": "maria"})
    assert [period.user for period in AwayPeriod.objects.all()] == [operator_user]
    assert (nobody.status_code, list(nobody.json()["errors"])) == (400, ["username"])
    assert another.status_code == 403


def test_the_list_is_narrowed_and_shows_what_the_person_may_see(managing, operating, viewing, period, today):
    def found(program, query="") -> list[int]:
        return [row["id"] for row in program.get(f"/away-periods/?{query}").json()["results"]]

    assert found(managing, "username=omar") == found(operating) == [period.pk]
    assert found(managing, "username=maria") == []
    assert found(operating, f"ends_after={today + timedelta(days=1)}") == []
    assert viewing.get("/away-periods/").status_code == 403


def test_a_campaign_is_shared_out(managing, operating, posts, running, operator_user):
    address = f"/campaigns/{running.pk}/tasks/assign-evenly/"

    shared = managing.post(address)

    count = OperatorTask.objects.filter(assignee=operator_user).count()
    assert (shared.status_code, shared.json()) == (
        200,
        {"assigned": count, "people": {"omar": count}, "left": []},
    )
    assert managing.post(address).json() == {"assigned": 0, "people": {}, "left": []}
    assert operating.post(address).status_code == 403


def test_another_clients_campaign_is_not_there(operator_user, foreign, managing):
    assert managing.post("/campaigns/999999/tasks/assign-evenly/").status_code == 404

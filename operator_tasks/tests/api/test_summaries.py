"""The weeks of a campaign for programs: as they stand now, as they were written, and writing them."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.metrics import log_metric
from campaigns.models import Campaign
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, told
from conftest import CADENCE, brief
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.domain.weeks import Week, week_of
from operator_tasks.models import OperatorTask, WeeklySummary

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def running(client_acme, manager, now) -> Campaign:
    """Begun three weeks ago, so that the week before this one is one of its own; one task is due this week."""
    then = now - timedelta(weeks=3)
    values = brief(start_date=then.date(), end_date=then.date() + timedelta(weeks=8))
    made = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=then)
    campaign = activate_campaign(made, by=manager, now=then)
    noon = week_of(campaign.local_date(now), campaign.zone).starts_at + timedelta(hours=12)
    create_manual_task(campaign, title="Call", due_at=noon, by=manager, now=then)
    return campaign


@pytest.fixture
def week(running, now) -> Week:
    """The week before this one, of which nothing changes any more."""
    return week_of(running.local_date(now), running.zone).before()


@pytest.fixture
def address(running) -> str:
    return f"/campaigns/{running.pk}/summary/"


@pytest.fixture
def worked(running, week, manager, operator) -> OperatorTask:
    """One of two tasks done in that week, numbers of a day, and of the post that the task was about."""
    due, then = week.starts_at + timedelta(days=2), week.starts_at
    task, _other = (
        create_manual_task(running, title=title, due_at=due, by=manager, now=then)
        for title in ("Call", "Write")
    )
    complete_task(task, proof=ProofInput("TEXT", "spoke to them"), by=operator, now=due)
    logged = [("impressions", "1250", None), ("engagements", "84.5", None), ("engagements", "61", task.pk)]
    for name, value, task_id in logged:
        log_metric(
            running,
            platform="linkedin",
            day=week.monday,
            metric_name=name,
            metric_value=value,
            task_id=task_id,
            by=operator,
            now=due,
        )
    return task


@pytest.fixture
def numbers(running, week, worked) -> dict:
    """What programs are told of that week until it is written."""
    return {
        "campaign": running.pk,
        "week": week.name,
        "week_start": week.monday.isoformat(),
        "week_end": week.sunday.isoformat(),
        "tasks_planned": 2,
        "tasks_completed": 1,
        "tasks_completed_late": 0,
        "tasks_overdue": 1,
        "tasks_missed": 0,
        "tasks_blocked": 0,
        "tasks_cancelled": 0,
        "completion_rate": 0.5,
        "top_platform": "linkedin",
        "metrics_summary": {"linkedin": {"engagements": 84.5, "impressions": 1250}},
        "best_posts": [{"platform": "linkedin", "post": f"task-{worked.pk}", "engagements": 61}],
        "next_week_tasks": 1,
        "notes": "1 of 2 tasks were completed (50 %), 0 of them late. 1 are overdue, 0 were missed, "
        "0 are blocked. Most engagement and clicks: LinkedIn.",
        "is_written": False,
        "generated_at": None,
        "analyze_task": None,
    }


def test_a_week_is_told_as_it_stands_until_it_is_written(managing, address, week, numbers):
    live = managing.get(f"{address}?week={week.name}")
    assert (live.status_code, live.json()) == (200, numbers)
    assert not WeeklySummary.objects.exists()

    written = managing.post(address, {"week": week.name})

    summary, analysis = WeeklySummary.objects.get(), OperatorTask.objects.get(task_type="ANALYZE")
    at = summary.generated_at.isoformat().replace("+00:00", "Z")
    assert (written.status_code, written.json()) == (
        200,
        {**numbers, "is_written": True, "generated_at": at, "analyze_task": analysis.pk},
    )
    assert analysis.week == week.name
    assert told("summary.written")[:2] == told("task.created")[:2] == ("maria", "api")


def test_a_written_week_stays_until_it_is_written_again(managing, running, address, week, numbers, manager):
    first = managing.post(f"{address}?week={week.name}").json()
    due = week.starts_at + timedelta(days=3)
    create_manual_task(running, title="Ask", due_at=due, by=manager, now=week.starts_at)

    assert managing.get(f"{address}?week={week.name}").json() == first

    again = managing.post(f"{address}?week={week.name}", {"week": week.name}).json()
    assert (again["tasks_planned"], again["analyze_task"]) == (3, first["analyze_task"])
    assert again["generated_at"] > first["generated_at"]
    assert [how_often(f"summary.{what}") for what in ("written", "rewritten")] == [1, 1]
    assert OperatorTask.objects.filter(task_type="ANALYZE").count() == 1


def test_without_a_week_it_is_the_one_that_runs(managing, running, address, week):
    this_week = week.next()

    assert managing.get(address).json()["week"] == this_week.name
    written = managing.post(address).json()

    assert (written["week"], written["is_written"]) == (this_week.name, True)
    assert list(WeeklySummary.objects.values_list("week", flat=True)) == [this_week.name]


@pytest.mark.parametrize(
    ("named", "text"),
    [
        ("soon", "soon is not a week; write it as 2026-W47."),
        ("2026-W54", "2026-W54 is not a week; write it as 2026-W47."),
        ("2021-W53", "There is no week 2021-W53; correct it."),
        ("1999-W01", "1999-W01 is not a week; write it as 2026-W47."),
        (" 2026-W10", " 2026-W10 is not a week; write it as 2026-W47."),
        ("", "This field may not be blank."),
    ],
)
def test_what_is_no_week_is_refused_everywhere(managing, address, named, text):
    answers = [
        managing.get(f"{address}?week={named}"),
        managing.post(f"{address}?week={named}"),
        managing.post(address, {"week": named}),
    ]

    found = [(answer.status_code, answer.json()["errors"]) for answer in answers]
    assert found == [(400, {"week": [text]})] * 3
    assert not WeeklySummary.objects.exists()


def test_a_week_that_cannot_be_written_is_refused(managing, address, week):
    later = managing.post(address, {"week": week.next().next().name})
    before = managing.post(address, {"week": "2001-W01"})
    two = managing.post(f"{address}?week={week.name}", {"week": week.next().name})

    assert (later.status_code, later.json()["detail"]) == (
        409,
        "This week has not begun; its summary can be written from its Monday on.",
    )
    outside = "This week is not one of the campaign's; choose a week between its first and its last day."
    assert (before.status_code, before.json()["errors"]) == (400, {"week": [outside]})
    differ = "The address and the body name different weeks."
    assert (two.status_code, two.json()["errors"]) == (400, {"week": [differ]})
    assert not WeeklySummary.objects.exists()


def test_others_read_and_managers_write(
    operating, viewing, manager_user, managing, address, week, numbers, foreign
):
    written = managing.post(address, {"week": week.name}).json()
    asked = f"{address}?week={week.name}"

    assert operating.get(asked).json() == written
    assert viewing.get(asked).json() == {**written, "analyze_task": None}
    for program in (operating, viewing, program_of(manager_user, ("read",))):
        assert program.post(address, {"week": week.name}).status_code == 403
    elsewhere = f"/campaigns/{foreign.pk}"
    assert operating.get(f"{elsewhere}/summary/").status_code == 404
    assert operating.get(f"{elsewhere}/summaries/").status_code == 404
    assert how_often("summary.rewritten") == 0


def test_a_writer_of_one_client_does_not_reach_another(operator_user, foreign, address):
    operator_user.user_permissions.add(Permission.objects.get(codename="write_summaries"))
    writing = program_of(operator_user)

    assert writing.post(f"/campaigns/{foreign.pk}/summary/").status_code == 404
    assert writing.post(address).status_code == 200


def test_written_weeks_are_listed_from_the_latest(
    managing, viewing, running, address, week, manager, now, django_assert_num_queries
):
    weeks = [week.before(), week]
    for each in weeks:
        write_summary(running, each, by=manager, now=now)
    listed = f"/campaigns/{running.pk}/summaries/"
    told_alone = [managing.get(f"{address}?week={each.name}").json() for each in weeks]

    assert managing.get(listed).json() == {
        "count": 2,
        "next": None,
        "previous": None,
        "results": told_alone[::-1],
    }
    assert managing.get(f"{listed}?ordering=week_start").json()["results"] == told_alone
    assert [row["analyze_task"] for row in viewing.get(listed).json()["results"]] == [None, None]
    first = managing.get(f"{listed}?page_size=1").json()
    assert managing.get(first["next"].removeprefix("http://testserver")).json()["results"] == told_alone[:1]
    with django_assert_num_queries(6):
        managing.get(listed)

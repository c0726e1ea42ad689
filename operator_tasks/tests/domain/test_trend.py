"""Eight weeks of outcomes, and the posts of a week day by day."""

from datetime import date, timedelta

from conftest import NOW, hours, linkedin_proof
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.domain.trend import DayOfPosts, Outcomes, outcomes_until, posts_by_day
from operator_tasks.domain.weeks import week_of
from operator_tasks.models import OperatorTask

FIRST = date(2026, 3, 2)


def week(campaign, number=0):
    return week_of(FIRST + timedelta(weeks=number), campaign.zone)


def test_each_task_has_one_outcome(active_campaign, tasks, linkedin_task, operator):
    complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)
    others = [task for task in tasks if task.pk != linkedin_task.pk]
    block_task(others[0], reason="No picture", by=operator, now=linkedin_task.due_at)
    now = linkedin_task.due_at + hours(3)
    due = OperatorTask.objects.live().filter(due_at__gte=week(active_campaign).starts_at)
    this_week = due.filter(due_at__lt=week(active_campaign).ends_at)

    (told,) = outcomes_until(active_campaign, week(active_campaign), now)

    assert told == Outcomes(
        week(active_campaign),
        on_time=1,
        blocked=1,
        overdue=this_week.filter(status__in=("PENDING", "DUE", "OVERDUE"), due_at__lt=now).count(),
        ahead=this_week.filter(status="PENDING", due_at__gte=now).count(),
    )
    assert told.planned == this_week.count()


def test_written_weeks_stay_as_they_were_written(active_campaign, tasks, linkedin_task, operator, manager):
    first = week(active_campaign)
    write_summary(active_campaign, first, by=manager, now=NOW)
    complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)

    (told,) = outcomes_until(active_campaign, first, linkedin_task.due_at)

    assert (told.on_time, told.ahead) == (0, 5)


def test_the_weeks_begin_with_the_campaign(active_campaign, django_assert_num_queries):
    with django_assert_num_queries(2):
        told = outcomes_until(active_campaign, week(active_campaign, 20), NOW)

    assert [each.week for each in told] == [week(active_campaign, number) for number in range(13, 21)]
    assert len(outcomes_until(active_campaign, week(active_campaign, 1), NOW)) == 2
    assert outcomes_until(active_campaign, week(active_campaign, -3), NOW) == (
        Outcomes(week(active_campaign, -3)),
    )


def test_posts_are_counted_by_the_day_they_were_due(
    active_campaign, tasks, linkedin_task, operator, django_assert_num_queries
):
    complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)
    done_on = active_campaign.local_date(linkedin_task.due_at)
    planned = [active_campaign.local_date(task.due_at) for task in tasks]

    with django_assert_num_queries(1):
        days = posts_by_day(active_campaign, week(active_campaign))

    assert days == tuple(
        DayOfPosts(day, planned.count(day), int(day == done_on))
        for day in (FIRST + timedelta(days=number) for number in range(7))
    )

"""The acceptance of the product, step by step, through the domain."""

from collections import Counter

import pytest

from campaigns.domain.audit_verify import verify
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.errors import NotNow
from campaigns.models import OperatorAuditLog
from conftest import CADENCE, NOW, brief, hours, linkedin_proof
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import complete_task
from operator_tasks.domain.weeks import parse_week
from operator_tasks.models import OperatorTask


def test_main_job_from_brief_to_weekly_summary(client_acme, manager, operator, clock):
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    assert campaign.status == "PLANNED"

    plan = save_plan(campaign, angles=["Audits pay"], weekly_themes=["Why", "How"], by=manager, now=NOW)
    assert (plan.number, plan.generated_by) == (1, "manual")

    campaign = activate_campaign(campaign, by=manager, now=NOW)
    assert campaign.status == "ACTIVE"

    made = generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    assert Counter(item.platform for item in made.created) == {"linkedin": 6, "x": 4}
    again = generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    assert (len(again.created), again.kept) == (0, 10)

    planned = plan_tasks(campaign, by=manager, now=NOW)
    assert [(task.task_type, task.status, task.due_at) for task in planned.created] == [
        ("POST", "PENDING", item.scheduled_at) for item in made.created
    ]
    assert all("## WHERE" in task.instructions_text for task in planned.created)
    assert (len(plan_tasks(campaign, by=manager, now=NOW).created)) == 0

    task = next(task for task in planned.created if task.platform == "linkedin")
    posted_at = task.due_at
    done = complete_task(task, proof=linkedin_proof(), by=operator, now=posted_at, seen_version=task.version)
    assert (done.status, done.completed_at, done.is_late) == ("DONE", posted_at, False)
    follow_ups = list(done.follow_ups.order_by("due_at").values_list("task_type", "due_at"))
    assert follow_ups == [("ENGAGE", posted_at + hours(2)), ("ENGAGE", posted_at + hours(24))]

    with pytest.raises(NotNow, match="omar completed this task"):
        complete_task(done, proof=linkedin_proof(1), by=operator, now=posted_at)
    assert done.follow_ups.count() == 2

    day = campaign.local_date(posted_at)
    for platform, name, value in (
        ("linkedin", "impressions", 1250),
        ("twitter", "engagement", 45),
        ("linkedin", "clicks", 23),
    ):
        log_metric(
            campaign,
            platform=platform,
            day=day,
            metric_name=name,
            metric_value=value,
            by=operator,
            now=posted_at,
        )

    summary = write_summary(campaign, parse_week("2026-W10", campaign.zone), by=manager, now=posted_at)
    assert (summary.tasks_planned, summary.tasks_completed, str(summary.completion_rate)) == (7, 1, "0.1429")
    assert summary.metrics_summary == {
        "linkedin": {"clicks": "23", "impressions": "1250"},
        "x": {"engagements": "45"},
    }
    assert summary.top_platform == "x"

    late = OperatorTask.objects.open().filter(task_type="POST").latest("due_at").due_at
    for moment in (late - hours(0.5), late + hours(0.1), late + hours(0.2), late + hours(0.2)):
        tick_all(by=clock, now=moment)
    statuses = OperatorTask.objects.filter(due_at=late, task_type="POST").values_list("status", flat=True)
    assert set(statuses) == {TaskStatus.OVERDUE}
    assert OperatorTask.objects.filter(system_kind="escalation").count() == 1

    actors = set(OperatorAuditLog.objects.values_list("action", "actor_label"))
    assert {
        ("campaign.created", "maria"),
        ("plan.created", "maria"),
        ("campaign.activated", "maria"),
        ("calendar_item.created", "maria"),
        ("task.created", "maria"),
        ("task.completed", "omar"),
        ("task.created", "omar"),
        ("metric.logged", "omar"),
        ("summary.written", "maria"),
        ("task.tick_due", "campaign_tick"),
        ("task.tick_overdue", "campaign_tick"),
        ("escalation.opened", "campaign_tick"),
    } <= actors
    assert verify().faults == ()

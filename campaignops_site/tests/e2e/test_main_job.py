"""The acceptance of the product through its pages: from the brief to the weekly summary, on two screens."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.audit_verify import verify
from campaigns.models import Campaign, OperatorAuditLog
from conftest import linkedin_proof
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.ticking import tick_all
from operator_tasks.models import OperatorTask

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def create_campaign(page):
    today = timezone.now().date()
    page.goto("/campaigns/new/")
    page.get_by_label("Name of the new client").fill("Acme")
    page.get_by_label("Time zone of the new client").fill("UTC")
    page.locator("[name=name]").fill("Spring launch")
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=14)).isoformat())
    page.get_by_label("Call to action").fill("Reply with AUDIT")
    for row, (platform, posts) in enumerate((("linkedin", "3"), ("x", "2"))):
        page.locator("select[name$=platform]").nth(row).select_option(platform)
        page.locator("select[name$=content_type]").nth(row).select_option("post")
        page.locator("input[name$=posts_per_week]").nth(row).fill(posts)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.get_by_role("heading", name="Spring launch").wait_for()
    return Campaign.objects.get()


def generate_calendar(page, campaign):
    page.goto(f"/campaigns/{campaign.pk}/calendar/generate/")
    page.get_by_role("button", name="Show what would be made").click()
    page.get_by_role("button", name=re.compile(r"Make \d+ items")).click()
    page.wait_for_url(re.compile(r"/(campaigns|calendar)/?"))


@pytest.mark.parametrize("screen", ["phone-dark", "desk-light", "phone-plain", "desk-plain"], indirect=True)
def test_main_job_through_the_pages(open_as, people, clock):
    manager = open_as("maria")
    campaign = create_campaign(manager)
    assert campaign.status == "PLANNED"

    manager.goto(f"/campaigns/{campaign.pk}/plans/new/")
    manager.get_by_label("Angles").fill("Audits pay\nAudits calm")
    manager.get_by_label("Weekly themes").fill("Why\nHow")
    manager.locator("main form[method=post] button[type=submit]").last.click()
    manager.wait_for_url(re.compile(rf"/campaigns/{campaign.pk}/"))
    assert campaign.plans.get().number == 1

    manager.goto(f"/campaigns/{campaign.pk}/")
    manager.get_by_role("button", name="Activate").click()
    manager.get_by_text("The campaign is active.").wait_for()

    generate_calendar(manager, campaign)
    assert campaign.calendar_items.count() == 10
    manager.goto(f"/campaigns/{campaign.pk}/calendar/generate/")
    manager.get_by_role("button", name="Show what would be made").click()
    assert manager.get_by_role("button", name=re.compile("Make .* items")).count() == 0

    manager.goto(f"/campaigns/{campaign.pk}/tasks/")
    manager.get_by_role("button", name="Make tasks from the calendar").first.click()
    manager.wait_for_load_state()
    tasks = list(OperatorTask.objects.filter(campaign=campaign, task_type="POST").order_by("due_at"))
    assert len(tasks) == 10
    assert [task.due_at for task in tasks] == sorted(
        campaign.calendar_items.values_list("scheduled_at", flat=True)
    )

    manager.goto(f"/clients/{campaign.client_id}/members/")
    manager.get_by_label(re.compile("omar")).check()
    manager.locator("main form[method=post] button[type=submit]").last.click()

    operator, task = open_as("omar"), next(task for task in tasks if task.platform == "linkedin")
    second_tab = operator.context.new_page()
    for tab in (operator, second_tab):
        tab.goto(f"/tasks/{task.pk}/")
    for tab, number in ((operator, 0), (second_tab, 1)):
        tab.locator("form[action$='/complete/'] [name=proof_value]").fill(linkedin_proof(number).value)
        with tab.expect_navigation():
            tab.locator("form[action$='/complete/'] button[type=submit]").click()
    done = OperatorTask.objects.get(pk=task.pk)
    assert (done.status, done.completed_by_label) == (TaskStatus.DONE, "omar")
    hours = done.follow_ups.order_by("due_at").values_list("due_at", flat=True)
    assert [due - done.performed_at for due in hours] == [timedelta(hours=2), timedelta(hours=24)]
    assert "omar" in second_tab.locator("main").inner_text()

    for platform, name, value in (
        ("linkedin", "impressions", "1250"),
        ("x", "engagements", "45"),
        ("linkedin", "clicks", "23"),
    ):
        operator.goto(f"/campaigns/{campaign.pk}/metrics/new/")
        operator.locator("[name=platform]").select_option(platform)
        operator.locator("[name=metric_name]").select_option(name)
        operator.locator("[name=metric_value]").fill(value)
        operator.locator("main form[method=post] button[type=submit]").last.click()
        operator.wait_for_load_state()
    assert campaign.metric_entries.count() == 3

    week = timezone.now().strftime("%G-W%V")
    manager.goto(f"/campaigns/{campaign.pk}/reports/{week}/")
    manager.get_by_role("button", name="Write the summary").click()
    manager.get_by_text("Written", exact=False).first.wait_for()
    assert campaign.weekly_summaries.get().metrics_summary == {
        "linkedin": {"clicks": "23", "impressions": "1250"},
        "x": {"engagements": "45"},
    }

    late = tasks[-1].due_at + timedelta(minutes=1)
    for moment in (late - timedelta(minutes=30), late, late):
        tick_all(by=clock, now=moment)
    assert OperatorTask.objects.get(pk=tasks[-1].pk).status == TaskStatus.OVERDUE
    assert OperatorTask.objects.filter(system_kind="escalation").count() == 1

    manager.goto(f"/campaigns/{campaign.pk}/audit/")
    trail = manager.locator("main").inner_text()
    assert ("maria" in trail, "escalation.opened" in trail) == (True, True)
    actions = set(OperatorAuditLog.objects.filter(via="page").values_list("action", "actor_label"))
    assert {
        ("campaign.created", "maria"),
        ("plan.created", "maria"),
        ("campaign.activated", "maria"),
        ("calendar_item.created", "maria"),
        ("task.created", "maria"),
        ("task.completed", "omar"),
        ("metric.logged", "omar"),
        ("summary.written", "maria"),
    } <= actions
    assert verify().faults == ()

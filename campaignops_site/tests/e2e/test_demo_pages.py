"""Every page of the demo workspace opens, on two screens, without the browser finding anything to complain about."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from campaigns.models import CalendarItem, Campaign
from operator_tasks.domain import ledger
from operator_tasks.management.demo import PASSWORD, build
from operator_tasks.models import OperatorTask

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# `make screenshots` names a folder, and the pictures of the README are kept there.
KEPT = os.environ.get("SCREENSHOTS")


def pages():
    campaign = Campaign.objects.get(name="Winter bread")
    post = OperatorTask.objects.filter(
        campaign=campaign, task_type="POST", platform="linkedin", status="PENDING"
    ).first()
    week = campaign.weekly_summaries.latest("week_start").week
    item = CalendarItem.objects.filter(campaign=campaign).first()
    own = f"/campaigns/{campaign.pk}"
    return {
        "my-day": "/",
        "task": f"/tasks/{post.pk}/",
        "campaigns": "/campaigns/",
        "campaign": f"{own}/",
        "campaign-tasks": f"{own}/tasks/",
        "new-campaign": "/campaigns/new/",
        "plan": f"{own}/plans/1/",
        "calendar": f"/calendar/?campaign={campaign.pk}",
        "calendar-list": f"/calendar/?campaign={campaign.pk}&view=list",
        "calendar-generate": f"{own}/calendar/generate/",
        "calendar-import": f"{own}/calendar/import/",
        "calendar-item": f"/calendar/items/{item.pk}/",
        "metrics": "/metrics/",
        "campaign-metrics": f"{own}/metrics/",
        "reports": "/reports/",
        "report": f"{own}/reports/{week}/",
        "audit": f"{own}/audit/",
        "clients": "/clients/",
        "admin": "/admin/",
        "admin-tasks": "/admin/operator_tasks/operatortask/",
        "admin-audit": "/admin/campaigns/operatorauditlog/",
    }


def test_every_page_opens(open_as, screen, workspace, tmp_path):
    now = timezone.now()
    build(now)
    ledger.beat(now=now)
    manager = open_as("maria", PASSWORD)
    folder = Path(KEPT) if KEPT and screen.width > 1000 else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    for name, address in pages().items():
        answer = manager.goto(address)
        manager.wait_for_load_state("networkidle")
        assert (name, answer.status) == (name, 200)
        assert manager.locator("h1").count() == 1
        width = manager.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert (name, width) == (name, 0)
        if name in {"my-day", "task"} or not KEPT:
            manager.screenshot(path=folder / f"{name}.png")

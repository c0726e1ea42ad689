"""The lists of the working side: what they cost, who sees them, and that no page holds inline code."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.models import Campaign
from campaigns.tests.admin.pages import change_url, list_url
from campaigns.tests.admin.worlds import planned
from conftest import linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.domain.weeks import week_of
from operator_tasks.models import (
    Automation,
    JobRun,
    OperatorTask,
    Sop,
    SopVersion,
    TaskProof,
    WeeklySummary,
)

OWN = [OperatorTask, TaskProof, WeeklySummary, JobRun, Sop, SopVersion]
QUEUE = [Success, Failure, Schedule, OrmQ]


def fill(client, manager, user, number):
    """A campaign with an open, assigned task, a done one, a summary and a run."""
    now = timezone.now()
    campaign = activate_campaign(planned(client, manager, name=f"No {number}"), by=manager, now=now)
    generate_calendar(campaign, days_ahead=14, by=manager, now=now)
    made = plan_tasks(campaign, by=manager, now=now).created
    done = next(task for task in made if task.platform == "linkedin")
    complete_task(done, proof=linkedin_proof(number), by=manager, now=now)
    waiting = next(task for task in made if task.platform == "x")
    assign_task(waiting, to=user, by=manager, now=now)
    write_summary(campaign, week_of(campaign.local_date(now), campaign.zone), by=manager, now=now)
    JobRun.objects.create(name="campaign_tick", key=str(number), created_at=now)


def queries_of(browser, url, django_assert_max_num_queries):
    browser.get(url)
    with django_assert_max_num_queries(60) as seen:
        assert browser.get(url).status_code == 200
    return len(seen.captured_queries)


@pytest.mark.parametrize("model", [*OWN, Campaign])
def test_lists_cost_the_same_for_one_campaign_and_for_three(
    browser, client_acme, manager, manager_user, model, django_assert_max_num_queries
):
    fill(client_acme, manager, manager_user, 0)
    with_one = queries_of(browser, list_url(model), django_assert_max_num_queries)

    fill(client_acme, manager, manager_user, 1)
    fill(client_acme, manager, manager_user, 2)
    with_three = queries_of(browser, list_url(model), django_assert_max_num_queries)

    assert with_one == with_three


def test_staff_without_permissions_see_nothing(outsider):
    answers = [outsider.get(list_url(model)).status_code for model in (*OWN, *QUEUE, Automation)]

    assert answers == [403] * len(answers)


def test_weekly_summary_is_shown_and_never_written(browser, client_acme, manager, manager_user):
    fill(client_acme, manager, manager_user, 0)
    summary = WeeklySummary.objects.get()

    page = browser.get(change_url(summary))
    answer = browser.post(change_url(summary), {"tasks_planned": 99})

    assert (page.status_code, answer.status_code) == (200, 403)


def test_pages_hold_no_inline_code(browser, client_acme, manager, manager_user):
    fill(client_acme, manager, manager_user, 0)
    task = OperatorTask.objects.open().first()
    rows = [task, TaskProof.objects.get(), WeeklySummary.objects.get(), Sop.objects.first()]
    urls = [change_url(row) for row in rows]
    urls += [list_url(OperatorTask), list_url(Automation), list_url(JobRun)]
    urls += [reverse("admin:operator_tasks_sopversion_add"), reverse("admin:operator_tasks_operatortask_add")]
    asked = browser.post(list_url(OperatorTask), {"action": "block", "index": 0, "_selected_action": task.pk})

    for page in [asked, *(browser.get(url) for url in urls)]:
        html = page.content.decode()

        assert page.status_code == 200
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", html) == []

"""The one switch: off, every door but the admin is shut and nothing is lost; on again, work resumes."""

import pytest

from operator_tasks import jobs
from operator_tasks.models import JobRun, OperatorTask


@pytest.fixture
def off(settings):
    settings.CAMPAIGN_OPS_ENABLED = False


def test_pages_answer_404_with_a_plain_page(client, manager_user, off):
    client.force_login(manager_user)

    answer = client.get("/")

    assert answer.status_code == 404
    assert answer.templates[0].name == "feature_off.html"


def test_api_answers_404_as_a_problem(client, off):
    answer = client.get("/api/v1/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_admin_stays_open(client, manager_user, off):
    client.force_login(manager_user)

    assert client.get("/admin/").status_code == 200


def test_health_stays_open(client, off):
    assert client.get("/healthz").status_code == 200


def test_jobs_record_disabled_and_change_nothing(tasks, off):
    before = list(OperatorTask.objects.order_by("pk").values())

    assert [jobs.campaign_tick(), jobs.escalate_overdue_tasks(), jobs.weekly_campaign_summary()] == [
        "disabled"
    ] * 3

    assert list(OperatorTask.objects.order_by("pk").values()) == before
    assert set(JobRun.objects.values_list("state", flat=True)) == {"disabled"}


def test_work_resumes_when_it_is_on_again(tasks, settings):
    settings.CAMPAIGN_OPS_ENABLED = False
    jobs.escalate_overdue_tasks()
    settings.CAMPAIGN_OPS_ENABLED = True

    assert jobs.campaign_tick() == "done"

    assert set(OperatorTask.objects.filter(task_type="POST").values_list("status", flat=True)) == {"OVERDUE"}

"""What is told to Prometheus, and to nobody without its token."""

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from conftest import hours
from operator_tasks.domain import ledger
from operator_tasks.domain.ticking import tick_all
from operator_tasks.tests.rows import CLOCK

TOKEN = "a-long-random-word"


@pytest.fixture
def scraper(settings, db) -> Client:
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"Authorization": f"Bearer {TOKEN}"})


def figures(scraper: Client) -> dict[str, float]:
    """Each sample by its name and labels."""
    answer = scraper.get("/metrics")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    families = text_string_to_metric_families(answer.content.decode())
    return {
        sample.name
        + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def test_without_a_token_in_the_settings_it_leads_to_the_metrics_of_campaigns(client, db):
    answer = client.get("/metrics")

    assert (answer.status_code, answer["Location"]) == (302, "/metrics/")


@pytest.mark.parametrize("told", ["", "Bearer", "Bearer another", f"Basic {TOKEN}", "Bearer é"])
def test_who_does_not_send_the_token_is_told_nothing(scraper, told):
    answer = Client(headers={"Authorization": told}).get("/metrics")

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert b"campaignops_" not in answer.content


def test_figures_are_only_read(scraper):
    assert scraper.post("/metrics").status_code == 405


def test_an_empty_workspace_has_the_chain_of_the_house_and_no_ages(scraper):
    found = figures(scraper)

    of_work = {name: value for name, value in found.items() if not name.startswith("campaignops_request")}
    of_product = {name: value for name, value in of_work.items() if name.startswith("campaignops_")}
    assert of_product == {
        "campaignops_jobs state=queued": 0,
        "campaignops_jobs state=running": 0,
        "campaignops_jobs state=failed": 0,
        "campaignops_jobs state=dead": 0,
        "campaignops_overdue_tasks": 0,
        "campaignops_mail_waiting": 0,
        "campaignops_mail_failed": 0,
        "campaignops_webhooks_waiting": 0,
        "campaignops_audit_chains": 1,
    }


def test_figures_tell_how_the_work_stands(scraper, tasks):
    now = timezone.now()
    ledger.beat(now=now)
    ledger.submit("campaign_tick", "a period", ring=lambda _run: None, now=now - hours(1))
    tick_all(by=CLOCK, now=tasks[1].due_at + hours(1))

    found = figures(scraper)

    late_since = (timezone.now() - tasks[0].due_at).total_seconds()
    assert found["campaignops_oldest_overdue_task_seconds"] == pytest.approx(late_since, abs=60)
    assert found["campaignops_oldest_queued_job_seconds"] == pytest.approx(3600, abs=60)
    assert found["campaignops_worker_heartbeat_age_seconds"] == pytest.approx(0, abs=60)
    assert found["campaignops_jobs state=queued"] == 1
    assert found["campaignops_overdue_tasks"] == len(tasks)
    assert found["campaignops_audit_chains"] == 2


def test_answers_are_counted_by_view_and_never_by_address(scraper):
    before = figures(scraper)
    for address in ("/healthz", "/healthz", "/no-such-address-1", "/no-such-address-2"):
        scraper.get(address)

    after = figures(scraper)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("campaignops_requests_total method=GET status=200 view=healthz") == 2
    assert more("campaignops_requests_total method=GET status=404 view=none") == 2
    assert more("campaignops_request_seconds_count view=healthz") == 2
    assert not [name for name in after if "no-such-address" in name]

"""The acceptance of the product through a typed client that is made from the schema: so the schema is proved by use."""

import importlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from campaignops_site.tests.test_up import BASE_DIR, wait_until

pytestmark = pytest.mark.acceptance
PACKAGE = "campaignops_client"


@pytest.fixture
def made_client(tmp_path, monkeypatch):
    """The package that openapi-python-client makes of docs/openapi.yaml; any warning of it is a fault."""
    config = tmp_path / "client.yaml"
    config.write_text("post_hooks: []\n")
    generate = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--fail-on-warning"]
    generate += ["--path", str(BASE_DIR / "docs" / "openapi.yaml"), "--meta", "none", "--config", str(config)]
    subprocess.run([*generate, "--output-path", str(tmp_path / PACKAGE)], check=True, cwd=tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module(PACKAGE)
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


class Program:
    """A program that knows the product by its generated client alone."""

    def __init__(self, made_client, address: str, token: str) -> None:
        self.address = address
        self.models = importlib.import_module(f"{PACKAGE}.models")
        self.connection = made_client.AuthenticatedClient(
            base_url=address, token=token, raise_on_unexpected_status=True
        )

    def close(self) -> None:
        self.connection.get_httpx_client().close()

    def call(self, operation: str, *arguments, answers: int = 200, **named):
        """`tasks.tasks_complete` and the like; the typed answer with its ETag."""
        module = importlib.import_module(f"{PACKAGE}.api.{operation}")
        answer = module.sync_detailed(*arguments, client=self.connection, **named)
        assert answer.status_code == answers, answer.content
        return SimpleNamespace(told=answer.parsed, etag=answer.headers.get("ETag"))

    def everything(self, campaign: int) -> dict:
        """What there is of a campaign, to compare before and after; addresses without the port of the moment."""
        lists = ("calendar_items", "tasks", "metrics", "audit_log")
        found = {
            name: self.call(f"{name}.{name}_list", campaign=campaign, page_size=200).told.to_dict()["results"]
            for name in lists
        }
        found["campaign"] = self.call("campaigns.campaigns_retrieve", campaign).told.to_dict()
        found["plan"] = self.call("campaigns.campaigns_plans_latest", campaign).told.to_dict()
        return json.loads(json.dumps(found).replace(self.address, ""))


def zone_before_dawn(now: datetime) -> ZoneInfo:
    """A zone in which the day has just begun, so that each of its posts still lies ahead."""
    ahead = (1 - now.hour) % 24
    ahead = ahead if ahead <= 14 else ahead - 24
    # The signs of these names are turned round: Etc/GMT-5 is five hours ahead.
    return ZoneInfo(f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT")


def test_twelve_steps_with_a_restart(installation, made_client):
    now = datetime.now(UTC)
    zone = zone_before_dawn(now)
    today = now.astimezone(zone).date()

    address = installation.start()  # 1 and 2: it migrates by itself
    installation.manager("maria")
    scopes = ("--scopes", "read,write,admin")
    token = installation.manage("create_api_token", "maria", "--name", "acceptance", *scopes).split()[-1]
    program = Program(made_client, address, token)
    models = program.models

    brief = models.CampaignIn(
        client_name="Acme",
        name="Spring audits",
        objective="Win 20 audits",
        start_date=today,
        end_date=today + timedelta(days=14),
        primary_cta="Reply with AUDIT",
        time_zone=zone.key,
        cadence=models.CadenceIn.from_dict({"linkedin": 3, "twitter": 2}),
    )
    created = program.call("campaigns.campaigns_create", body=brief, idempotency_key="brief-1", answers=201)
    campaign = created.told.id  # 3
    assert (created.told.status, created.told.client_name) == (models.CampaignStatus.PLANNED, "Acme")
    assert created.told.cadence.to_dict() == {"linkedin": 3, "x": 2}
    again = program.call("campaigns.campaigns_create", body=brief, idempotency_key="brief-1", answers=201)
    assert again.told == created.told

    plan = models.PlanIn(
        angles=["Audits pay"], positioning="Calm numbers", weekly_themes=["Why an audit", "How it goes"]
    )
    planned = program.call("campaigns.campaigns_plans_create", campaign, body=plan, answers=201).told  # 4
    assert (planned.version, planned.generated_by) == (1, "manual")

    days = models.CalendarGenerate(days_ahead=14)
    calendar = program.call("campaigns.campaigns_calendar_generate", campaign, body=days).told  # 5
    platforms = sorted(item.platform.value for item in calendar.items)
    assert (calendar.created, platforms) == (10, ["linkedin"] * 6 + ["x"] * 4)
    once_more = program.call("campaigns.campaigns_calendar_generate", campaign, body=days).told
    assert (once_more.created, once_more.kept) == (0, 10)

    tasks = program.call("campaigns.campaigns_tasks_generate", campaign).told.tasks  # 6
    assert {(task.task_type.value, task.status.value) for task in tasks} == {("POST", "PENDING")}
    assert [task.due_at for task in tasks] == [item.scheduled_at for item in calendar.items]
    active = program.call("campaigns.campaigns_activate", campaign, if_match=created.etag).told
    assert active.status == models.CampaignStatus.ACTIVE

    chosen = next(task for task in tasks if task.platform.value == "linkedin")
    address_of_post = (
        f"https://www.linkedin.com/feed/update/urn:li:activity:{int(now.timestamp() * 1000) << 22}/"
    )
    proof = models.TaskCompletion(proof_type=models.TaskCompletionProofType.URL, proof_value=address_of_post)
    done = program.call("tasks.tasks_complete", chosen.id, body=proof, idempotency_key="done-1").told  # 7
    assert (done.status.value, done.completed_at is not None) == ("DONE", True)
    engage = program.call("tasks.tasks_list", campaign=campaign, task_type=models.TaskType.ENGAGE).told
    assert [task.status.value for task in engage.results] == ["PENDING", "PENDING"]
    assert {task.parent for task in engage.results} == {chosen.id}

    for platform, name, value in (
        ("linkedin", "impressions", 1250),
        ("twitter", "engagement", 45),
        ("linkedin", "clicks", 23),
    ):
        metric = models.MetricIn(
            campaign=campaign,
            platform=models.OutwardPlatformGiven(platform),
            date=today,
            metric_name=models.MetricNameGiven(name),
            metric_value=value,
        )
        program.call("metrics.metrics_create", body=metric, answers=201)  # 8

    week = f"{today:%G-W%V}"
    summary = program.call(
        "campaigns.campaigns_summary_write", campaign, body=models.WeekInput(week=week)
    ).told  # 9
    assert summary.metrics_summary.to_dict() == {
        "linkedin": {"clicks": 23, "impressions": 1250},
        "x": {"engagements": 45},
    }
    assert (summary.top_platform, summary.is_written) == ("x", True)
    due_week = f"{chosen.due_at.astimezone(zone):%G-W%V}"
    of_the_post = program.call("campaigns.campaigns_summary_retrieve", campaign, week=due_week).told
    assert of_the_post.tasks_completed == 1

    before = program.everything(campaign)
    program.close()
    installation.stop()
    program = Program(made_client, installation.start(), token)
    assert program.everything(campaign) == before  # 10

    log = program.call("audit_log.audit_log_list", campaign=campaign, page_size=200).told.results  # 11
    told = {(entry.action, entry.actor_label, entry.via.value) for entry in log}
    actions = (
        "campaign.created plan.created calendar_item.created task.created campaign.activated task.completed"
    )
    assert {(action, "maria", "api") for action in f"{actions} metric.logged summary.written".split()} <= told
    assert all(entry.at >= now - timedelta(minutes=1) for entry in log)
    assert program.call("audit_log.audit_log_verify").told.ok

    runs = program.call("jobs.jobs_run", models.JobsRunName.CAMPAIGN_TICK, answers=202).told.runs  # 12
    wait_until(
        lambda: program.call("jobs.jobs_retrieve", runs[0].id).told.state == models.JobState.DONE, "the tick"
    )
    program.close()

"""Every operation of the API × every role × own and another client's rows: in, not allowed, or not there."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from campaignops_site.tests.test_api_schema import OPERATIONS, PLAIN
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.domain.clients import add_account, create_client, set_members
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.domain.webhooks import create_webhook
from campaigns.models import Campaign, OperatorAuditLog, WebhookDelivery
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import planned_for
from conftest import user_named
from operator_tasks.domain.away import add_away
from operator_tasks.domain.ledger import submit
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.models import Sop

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "viewer", "operator", "manager", "superuser")
# What each role needs, by the name of the operation: readers are everybody who is signed in.
WORKERS, MANAGERS = ("operator", "manager", "superuser"), ("manager", "superuser")
FOR_MANAGERS = re.compile(
    r"accounts_(create|.*update)|audit_log_.*|automation_switch|campaigns_(create|.*update|delete|activate|archive"
    r"|calendar_generate|calendar_import|complete|hold_automation|pause|reopen|resume|plans_create|summary_write"
    r"|tasks_.*)|calendar_items_(?!list|retrieve|asset_retrieve).*|clients_(create|.*update|members_.*)|jobs_.*"
    r"|sop_reports_answer|sops_(create|move_tasks|restore|retire|versions_create)|webhooks_.*"
)
FOR_WORKERS = re.compile(
    r"automation_retrieve|away_periods_.*"
    r"|metrics_(create|.*update|delete|bulk|import_create)|sop_reports_(list|retrieve)"
    r"|sops_(list|retrieve|versions_list)|tasks_(?!list|retrieve|proof_file).*"
)
# Whose doors are open to operators, and whose verbs are for managers all the same.
REFUSED_BY_THE_VERB = {("operator", "tasks_restore")}
# Rows of a client, for which another client's count as not there.
SCOPED = ("accounts", "calendar-items", "campaigns", "clients", "metrics", "sop-reports", "tasks")

# What a row without a file, or somebody without a link, has not: 404 says nothing of rights there.
MISSING_PARTS = {
    "calendar_items_asset_retrieve",
    "calendar_links_retrieve",
    "calendar_links_revoke",
    "tasks_proof_file",
}


@dataclass(frozen=True)
class World:
    """The key of a row of each resource, of the client that operator and viewer belong to, or of another."""

    keys: dict[str, int]


def world_of(client, by, person) -> World:
    now = timezone.now()
    campaign = activate_campaign(planned_for(client, by, name=f"Of {client}"), by=by, now=now)
    save_plan(campaign, angles=["Why"], by=by, now=now)
    generate_calendar(campaign, days_ahead=14, by=by, now=now)
    task = plan_tasks(campaign, by=by, now=now).created[0]
    logged = {"platform": "x", "day": campaign.local_date(now), "metric_name": "likes", "metric_value": 4}
    return World(
        {
            "clients": client.pk,
            "accounts": add_account(client, platform="x", handle="acme", by=by, now=now).pk,
            "campaigns": campaign.pk,
            "calendar-items": task.calendar_item_id,
            "tasks": task.pk,
            "metrics": log_metric(campaign, **logged, by=by, now=now).pk,
            "sop-reports": report_step(task, step=0, note=f"Wrong for {client}", by=by, now=now).pk,
        }
    )


@pytest.fixture
def people(client_acme, manager_user, operator_user, manager) -> dict[str, User | None]:
    root = get_user_model().objects.create_superuser("root", "root@example.com", "correct horse battery")
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=timezone.now())
    return {
        "anonymous": None,
        "viewer": vera,
        "operator": operator_user,
        "manager": manager_user,
        "superuser": root,
    }


def status_of(program, told, world: World, house: dict[str, object]) -> int:
    """What the operation answers; whatever it did is taken back."""
    path = told["path"]
    resource = "deliveries" if "{webhook}" in path else path.removeprefix("/api/v1/").partition("/")[0]
    values = {**house, "id": {**house, **world.keys}.get(resource)}
    path = re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), path)
    headers = {"If-Match": "*"}
    with transaction.atomic():
        answer = getattr(program, told["method"])(path, *_body(told), headers)
        transaction.set_rollback(True)
    return answer.status_code


def _body(told) -> tuple:
    return () if told["method"] in ("get", "delete") else ({},)


class Stranger:
    """A program without a token."""

    def __getattr__(self, method):
        def ask(path, *body, **_more):
            sent = {"content_type": "application/json", "data": {}} if len(body) > 1 else {}
            return getattr(Browser(), method)(path, **sent)

        return ask


def expected(role: str, name: str, path: str, *, is_own: bool) -> str:
    if role == "anonymous":
        return "signs in first"
    allowed = MANAGERS if FOR_MANAGERS.fullmatch(name) else WORKERS if FOR_WORKERS.fullmatch(name) else ROLES
    if role not in allowed:
        return "not allowed"
    is_scoped = path.removeprefix("/api/v1/").startswith(tuple(f"{each}/{{" for each in SCOPED))
    if not is_own and is_scoped and role in ("viewer", "operator"):
        return "not there"
    return "not allowed" if is_own and (role, name) in REFUSED_BY_THE_VERB else "in"


def seen(status: int) -> str:
    return {401: "signs in first", 403: "not allowed", 404: "not there"}.get(status, "in")


@pytest.mark.parametrize("role", ROLES)
def test_every_operation_lets_in_whom_it_should(role, people, client_acme, manager, operator_user):
    now = timezone.now()
    own = world_of(client_acme, manager, operator_user)
    other = world_of(create_client(name="Other", by=manager, now=now), manager, operator_user)
    house = house_of(people, manager, now)
    program = Stranger() if role == "anonymous" else program_of(people[role])

    wrong = []
    for name, told in OPERATIONS.items():
        if name in PLAIN or name in MISSING_PARTS:
            continue
        for world, is_own in ((own, True), (other, False)):
            found = seen(status_of(program, told, world, house))
            wanted = expected(role, name, told["path"], is_own=is_own)
            if found != wanted:
                wrong.append((name, "own" if is_own else "other", found, wanted))

    assert wrong == []


def house_of(people, manager, now) -> dict[str, object]:
    """Rows that belong to no client, or to everybody who may see them at all."""
    today = now.date()
    away = add_away(people["operator"], starts_on=today, ends_on=today, by=manager, now=now)
    address = {"name": "Hook", "url": "https://9.9.9.9/", "events": ["task.completed"]}
    hook = create_webhook(**address, by=manager, now=now)
    told = {"event": "webhook.test", "body": "{}", "state": "failed", "try_at": now, "created_at": now}
    delivery = WebhookDelivery.objects.create(endpoint=hook, message_id="msg_1", **told)
    run = submit("campaign_tick", "one", ring=lambda _run: None, now=now)
    return {
        "away-periods": away.pk,
        "webhooks": hook.pk,
        "webhook": hook.pk,
        "deliveries": delivery.pk,
        "jobs": run.pk,
        "sops": Sop.objects.latest("pk").pk,
        "audit-log": OperatorAuditLog.objects.filter(chain__in=Campaign.objects.values("pk")).latest("pk").pk,
        "name": "send_notices",
        "key": "linkedin",
        "version": 1,
        "number": 1,
    }

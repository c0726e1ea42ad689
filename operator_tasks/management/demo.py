"""The demo workspace: two clients, three campaigns and six weeks of work, all of it done by the real verbs."""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import transaction

from campaigns.actor import Actor, ActorKind, Via
from campaigns.choices import Platform
from campaigns.domain.calendar import edit_item, generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import add_account, create_client, set_members
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.models import Account, Campaign, Client
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.summaries import write_campaign_summaries
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.ticking import tick
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.management.demo_content import CAMPAIGNS, CLIENTS, DemoCampaign, copy_for
from operator_tasks.models import OperatorTask
from operator_tasks.roles import MANAGER, OPERATOR, VIEWER

PASSWORD = "campaignops-demo"
PEOPLE = (("maria", MANAGER), ("omar", OPERATOR), ("olga", OPERATOR), ("vera", VIEWER))
X_EPOCH_MS, INSTAGRAM_EPOCH_MS = 1288834974657, 1314220021721


@dataclass(frozen=True)
class Cast:
    manager: Actor
    operators: tuple[tuple[User, Actor], ...]
    jobs: Actor


def build(now: datetime) -> None:
    """Make the whole workspace in one transaction; `now` is the moment at which its history ends."""
    dice = random.Random(20260302)
    with transaction.atomic():
        users = {name: _user(name, role) for name, role in PEOPLE}
        cast = Cast(
            manager=_actor(users["maria"], is_manager=True),
            operators=tuple((users[name], _actor(users[name])) for name in ("omar", "olga")),
            jobs=Actor.system("campaign_tick"),
        )
        clients = {name: _client(name, users, cast, now) for name in CLIENTS}
        for content in CAMPAIGNS:
            _campaign(content, clients[content.client], cast, dice, now)


def _user(name: str, role: str) -> User:
    user = get_user_model().objects.create_user(name, f"{name}@example.com", PASSWORD)
    user.is_staff = role == MANAGER
    user.save(update_fields=["is_staff"])
    user.groups.add(Group.objects.get(name=role))
    return user


def _actor(user: User, *, is_manager: bool = False) -> Actor:
    return Actor(ActorKind.USER, user.username, Via.PAGE, id=user.pk, is_manager=is_manager)


def _client(name: str, users: dict[str, User], cast: Cast, now: datetime) -> Client:
    content = CLIENTS[name]
    made_at = now - timedelta(days=60)
    client = create_client(name=name, time_zone=content.time_zone, by=cast.manager, now=made_at)
    for platform, handle, url in content.accounts:
        add_account(client, platform=platform, handle=handle, profile_url=url, by=cast.manager, now=made_at)
    members = ["omar", "olga"] + (["vera"] if content.has_viewer else [])
    set_members(client, [users[member].pk for member in members], by=cast.manager, now=made_at)
    return client


def _campaign(content: DemoCampaign, client: Client, cast: Cast, dice: random.Random, now: datetime) -> None:
    start = now + timedelta(days=content.starts_in)
    made_at = min(start, now) - timedelta(days=2)
    accounts = {account.platform: account.pk for account in Account.objects.filter(client=client)}
    cadence = [CadenceLine(*line, account_id=accounts.get(line[0])) for line in content.cadence]
    values = {
        "name": content.name,
        "venture_name": content.venture,
        "objective": content.objective,
        "primary_cta": content.cta,
        "lead_capture_method": content.lead_capture,
        "start_date": start.date(),
        "end_date": start.date() + timedelta(days=content.days - 1),
    }
    campaign = create_campaign(client=client, cadence=cadence, values=values, by=cast.manager, now=made_at)
    save_plan(
        campaign,
        angles=content.angles,
        positioning=content.objective,
        messaging=content.messaging,
        weekly_themes=content.themes,
        by=cast.manager,
        now=made_at,
    )
    if content.starts_in < 0:
        campaign = activate_campaign(campaign, by=cast.manager, now=made_at)
    ahead = min(max(content.days, 14), 366)
    _fill(campaign, content, ahead, cast, dice, made_at)
    if content.starts_in < 0:
        for day in range(-content.starts_in + 1):
            _live_a_day(campaign, start.date() + timedelta(days=day), cast, dice, now)


def _fill(
    campaign: Campaign, content: DemoCampaign, ahead: int, cast: Cast, dice: random.Random, now: datetime
) -> None:
    made = generate_calendar(campaign, days_ahead=ahead, by=cast.manager, now=now)
    for place, item in enumerate(made.created):
        edit_item(item, values=copy_for(content, item.platform, place), by=cast.manager, now=now)
    for task in plan_tasks(campaign, by=cast.manager, now=now).created:
        if dice.random() < 0.8:
            assign_task(task, to=dice.choice(cast.operators)[0], by=cast.manager, now=now)


def _live_a_day(campaign: Campaign, day: date, cast: Cast, dice: random.Random, now: datetime) -> None:
    """One day: what is due gets done, late, blocked or left; then numbers, the tick, and Monday's summary."""
    evening = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    if day.weekday() == 0 and evening - timedelta(hours=6) < now:
        write_campaign_summaries(campaign, by=cast.jobs, now=evening - timedelta(hours=6))
    for task in _due_on(campaign, evening, now):
        _work(task, cast, dice, now)
    if day.weekday() == 1 and evening < now:
        _read_summaries(campaign, cast, evening)
    if evening < now:
        _log_numbers(campaign, day, cast, dice, evening)
    tick(campaign, by=cast.jobs, now=min(evening, now))


def _due_on(campaign: Campaign, evening: datetime, now: datetime) -> Iterator[OperatorTask]:
    until = min(evening, now - timedelta(minutes=90))
    tasks = OperatorTask.objects.open().filter(campaign=campaign, due_at__lt=until, system_kind="")
    yield from tasks.filter(due_at__gte=evening - timedelta(days=2)).exclude(status=TaskStatus.BLOCKED)


def _read_summaries(campaign: Campaign, cast: Cast, at: datetime) -> None:
    weekly = OperatorTask.objects.open().filter(campaign=campaign, task_type=TaskType.ANALYZE)
    for task in weekly.filter(due_at__lt=at):
        note = ProofInput("TEXT", "Moved one post a week to the platform that answers most.")
        complete_task(task, proof=note, by=cast.manager, now=at)


def _work(task: OperatorTask, cast: Cast, dice: random.Random, now: datetime) -> None:
    luck = dice.random()
    actor = next(
        (actor for user, actor in cast.operators if user.pk == task.assignee_id), cast.operators[0][1]
    )
    at = task.due_at - timedelta(minutes=dice.randint(1, 12))
    if luck > 0.97 and task.task_type == TaskType.POST:
        block_task(task, reason="The client has not approved the picture yet.", by=actor, now=at)
        return
    left_for_the_visitor = task.due_at > now - timedelta(hours=26) and luck > 0.4
    if luck > 0.93 or left_for_the_visitor:
        return
    if luck > 0.80:
        at = task.due_at + timedelta(minutes=dice.randint(10, 300))
    if at < now:
        complete_task(task, proof=_proof(task, at), by=actor, now=at)


def _proof(task: OperatorTask, at: datetime) -> ProofInput:
    if task.task_type != TaskType.POST:
        return ProofInput("TEXT", "Answered the comments and noted the numbers.")
    ms = int(at.timestamp() * 1000)
    salt = task.pk % 4096
    if task.platform == Platform.LINKEDIN:
        return ProofInput("URL", f"https://www.linkedin.com/feed/update/urn:li:activity:{(ms << 22) + salt}/")
    if task.platform == Platform.X:
        handle = (task.account.handle if task.account else "demo").lstrip("@")
        return ProofInput("URL", f"https://x.com/{handle}/status/{((ms - X_EPOCH_MS) << 22) + salt}")
    number = ((ms - INSTAGRAM_EPOCH_MS) << 23) + salt
    shortcode = base64.urlsafe_b64encode(number.to_bytes(9, "big")).decode()[-11:]
    return ProofInput("URL", f"https://www.instagram.com/p/{shortcode}/")


def _log_numbers(campaign: Campaign, day: date, cast: Cast, dice: random.Random, at: datetime) -> None:
    by = cast.operators[0][1]
    for platform in sorted(set(campaign.cadences.values_list("platform", flat=True))):
        impressions = dice.randint(400, 2600)
        numbers = {
            "impressions": impressions,
            "engagements": impressions // dice.randint(18, 45),
            "clicks": impressions // dice.randint(50, 120),
        }
        for name, value in numbers.items():
            log_metric(
                campaign, platform=platform, day=day, metric_name=name, metric_value=value, by=by, now=at
            )

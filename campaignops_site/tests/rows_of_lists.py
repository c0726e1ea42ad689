"""Rows for every list of the API, made in any number without asking the verbs one by one."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from campaigns.actor import Actor
from campaigns.choices import Platform
from campaigns.domain.audit import created_many
from campaigns.domain.metric_logging import DayValue, log_many
from campaigns.metric_names import MetricName
from campaigns.models import (
    Account,
    Cadence,
    CalendarFeed,
    CalendarItem,
    Campaign,
    CampaignPlan,
    Client,
    ClientMembership,
    WebhookDelivery,
    WebhookEndpoint,
)
from conftest import linkedin_proof
from operator_tasks.choices import TaskType
from operator_tasks.domain import ledger
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import AwayPeriod, Sop, SopReport, SopVersion, WeeklySummary


@dataclass
class World:
    """A running campaign of the client that the operator works for; rows are made by a manager."""

    campaign: Campaign
    manager: Actor
    operator: object

    def made(self, rows):
        return created_many("test.made", rows, by=self.manager, now=timezone.now())


def clients(world: World, numbers: range) -> None:
    made = world.made([Client(name=f"More {number}", name_key=f"more {number}") for number in numbers])
    world.made([ClientMembership(client=client, user=world.operator) for client in made])


def accounts(world: World, numbers: range) -> list[Account]:
    client = world.campaign.client
    return world.made(
        [Account(client=client, platform="x", handle=f"@{n}", handle_key=f"@{n}") for n in numbers]
    )


def campaigns(world: World, numbers: range) -> None:
    today = timezone.now().date()
    days = {"start_date": today, "end_date": today, "time_zone": "UTC"}
    names = [f"More {number}" for number in numbers]
    client = world.campaign.client
    made = world.made([Campaign(client=client, name=name, name_key=name.lower(), **days) for name in names])
    lines = [("x", "post"), ("linkedin", "reel")]
    world.made(
        [
            Cadence(campaign=campaign, platform=platform, content_type=kind, posts_per_week=1)
            for campaign in made
            for platform, kind in lines
        ]
    )


def plans(world: World, numbers: range) -> None:
    world.made([CampaignPlan(campaign=world.campaign, number=n + 1, generated_by="manual") for n in numbers])


def items(world: World, numbers: range) -> list[CalendarItem]:
    """Each with an account of its own, so that a list that asks for accounts one by one is found out."""
    begin = timezone.now() + timedelta(hours=2)
    return world.made(
        [
            CalendarItem(
                campaign=world.campaign,
                platform="linkedin",
                account=account,
                scheduled_at=begin + timedelta(hours=number),
                title=f"Post {number}",
            )
            for number, account in zip(numbers, accounts(world, numbers), strict=True)
        ]
    )


def tasks(world: World, numbers: range) -> None:
    """Posts of calendar items, every one with a person; of the first three with proof and follow-ups."""
    items(world, numbers)
    now = timezone.now()
    planned = plan_tasks(world.campaign, by=world.manager, now=now).created
    for number, task in zip(numbers, planned, strict=True):
        if number < 3:
            assign_task(task, to=world.operator, by=world.manager, now=now)
            complete_task(task, proof=linkedin_proof(number), by=world.manager, now=now)


def metrics(world: World, numbers: range) -> None:
    names = [MetricName.LIKES, MetricName.SHARES, MetricName.COMMENTS]
    today = timezone.now().date()
    values = [
        DayValue("", Platform.X, today - timedelta(days=2 + number // 3), names[number % 3], number)
        for number in numbers
    ]
    log_many(world.campaign, values, replace=False, by=world.manager, now=timezone.now())


def webhooks(world: World, numbers: range) -> None:
    address, client = "https://9.9.9.9/hook", world.campaign.client
    world.made(
        [WebhookEndpoint(name=f"{n}", url=address, client=client, events=["task.completed"]) for n in numbers]
    )


def deliveries(world: World, numbers: range) -> None:
    """Messages are no rows of the business, and enter without an audit entry."""
    if not WebhookEndpoint.objects.exists():
        webhooks(world, range(1))
    endpoint, now = WebhookEndpoint.objects.get(), timezone.now()
    told = {"event": "webhook.test", "body": "{}", "state": "waiting", "try_at": now, "created_at": now}
    WebhookDelivery.objects.bulk_create(
        [WebhookDelivery(endpoint=endpoint, message_id=f"msg_{number}", **told) for number in numbers]
    )


def jobs(world: World, numbers: range) -> None:
    for number in numbers:
        ledger.submit("campaign_tick", f"{number}", ring=lambda _run: None, now=timezone.now())


def summaries(world: World, numbers: range) -> None:
    counted = (
        "tasks_planned",
        "tasks_completed",
        "tasks_completed_late",
        "tasks_overdue",
        "tasks_missed",
        "tasks_blocked",
        "tasks_cancelled",
    )
    monday = timezone.now().date() - timedelta(days=timezone.now().date().weekday())
    weeks = [monday - timedelta(weeks=number) for number in numbers]
    world.made(
        [
            WeeklySummary(
                campaign=world.campaign,
                week=f"{day:%G-W%V}",
                week_start=day,
                week_end=day + timedelta(days=6),
                generated_at=timezone.now(),
                **dict.fromkeys(counted, 0),
            )
            for day in weeks
        ]
    )


def away(world: World, numbers: range) -> None:
    """All of the operator, so that both see each of them."""
    days = [timezone.now().date() + timedelta(days=number) for number in numbers]
    world.made([AwayPeriod(user=world.operator, starts_on=day, ends_on=day) for day in days])


KINDS = [
    (task_type, platform, content_type)
    for task_type in TaskType.values
    for platform in Platform.values
    for content_type in ("dm", "other", "quote", "email")
    if (task_type, platform, content_type) not in (("POST", "x", "quote"), ("POST", "email", "email"))
]


def sops(world: World, numbers: range) -> None:
    made = world.made(
        [
            Sop(task_type=kind, platform=platform, content_type=content, title=f"More {number}")
            for number, (kind, platform, content) in zip(numbers, KINDS[numbers.start :], strict=False)
        ]
    )
    world.made([version_of(sop, number) for sop in made for number in (1, 2)])


def version_of(sop: Sop, number: int) -> SopVersion:
    told = {"minutes": 5, "author_label": "maria", "published_at": timezone.now()}
    return SopVersion(sop=sop, number=number, body="# Do it", **told)


def versions(world: World, numbers: range) -> None:
    """Beside the one that is shipped."""
    sop = Sop.objects.order_by("pk")[0]
    world.made([version_of(sop, number + 1) for number in numbers if number])


def nothing(world: World, numbers: range) -> None:
    """The platforms are always the same."""


def links(world: World, numbers: range) -> None:
    """Of both who ask, as each sees their own."""
    world.made(
        [
            CalendarFeed(user_id=user, campaign=world.campaign, digest=f"{user}-{number}")
            for user in (world.manager.id, world.operator.pk)
            for number in numbers
        ]
    )


def reports(world: World, numbers: range) -> None:
    """Each on a task of its own."""
    now, told = timezone.now(), {"reporter": world.operator, "reporter_label": "omar", "note": "Wrong"}
    due_at = now + timedelta(hours=1)
    tasks = [
        create_manual_task(world.campaign, title=f"Call {n}", due_at=due_at, by=world.manager, now=now)
        for n in numbers
    ]
    world.made(
        [SopReport(sop_version=task.sop_version, task=task, sameness=str(task.pk), **told) for task in tasks]
    )

"""What lists cost in queries: as many for one row as for three hundred, as each role that may ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from campaignops_site.tests.test_api_schema import resources
from campaigns.actor import Actor
from campaigns.choices import Platform
from campaigns.domain.audit import created_many
from campaigns.domain.campaigns import activate_campaign
from campaigns.domain.metric_logging import DayValue, log_many
from campaigns.metric_names import MetricName
from campaigns.models import (
    Account,
    Cadence,
    CalendarItem,
    Campaign,
    CampaignPlan,
    Client,
    ClientMembership,
    WebhookDelivery,
    WebhookEndpoint,
)
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import planned_for
from conftest import linkedin_proof
from operator_tasks.choices import TaskType
from operator_tasks.domain import ledger
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import AwayPeriod, Sop, SopVersion, WeeklySummary

pytestmark = pytest.mark.django_db
SIZES = (1, 3, 300)


@dataclass
class World:
    """A running campaign of the client that the operator works for; rows are made by a manager."""

    campaign: Campaign
    manager: Actor
    operator: object

    def made(self, rows):
        return created_many("test.made", rows, by=self.manager, now=timezone.now())


@pytest.fixture
def world(client_acme, manager, operator_user) -> World:
    campaign = activate_campaign(planned_for(client_acme, manager), by=manager, now=timezone.now())
    return World(campaign, manager, operator_user)


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


@dataclass(frozen=True)
class Case:
    """An address, how its rows are made, and how many queries it takes for a manager and for an operator.

    An operator without a number may not read the list.
    """

    path: Callable[[World], str]
    grow: Callable[[World, range], object]
    manager: int
    operator: int | None = None


CASES = {
    "AccountDoor": Case(lambda world: "/accounts/?", accounts, 5, 5),
    "AuditDoor": Case(lambda world: "/audit-log/?action=metric.logged", metrics, 5),
    "AwayPeriodDoor": Case(lambda world: "/away-periods/?", away, 5, 5),
    "CalendarItemDoor": Case(lambda world: "/calendar-items/?", tasks, 6, 6),
    "CampaignDoor": Case(lambda world: "/campaigns/?search=More", campaigns, 6, 6),
    "ClientDoor": Case(lambda world: "/clients/?search=More", clients, 5, 5),
    "JobDoor": Case(lambda world: "/jobs/?", jobs, 5),
    "MetricDoor": Case(lambda world: "/metrics/?", metrics, 5, 5),
    "PlanDoor": Case(lambda world: f"/campaigns/{world.campaign.pk}/plans/?", plans, 6, 6),
    "PlatformDoor": Case(lambda world: "/platforms/?", nothing, 3, 3),
    "SopDoor": Case(lambda world: "/sops/?search=More", sops, 6, 6),
    "SopVersionDoor": Case(
        lambda world: f"/sops/{Sop.objects.order_by('pk')[0].pk}/versions/?", versions, 6, 6
    ),
    "SummaryDoor": Case(lambda world: f"/campaigns/{world.campaign.pk}/summaries/?", summaries, 6, 6),
    "TaskDoor": Case(lambda world: "/tasks/?task_type=POST", tasks, 6, 6),
    "WebhookDeliveryDoor": Case(
        lambda world: f"/webhooks/{WebhookEndpoint.objects.get().pk}/deliveries/?", deliveries, 6
    ),
    "WebhookDoor": Case(lambda world: "/webhooks/?", webhooks, 5),
}
# Read whole, whatever is asked.
ALWAYS_WHOLE = {"PlatformDoor": (11, 11, 11)}
MOST_ON_PAGE = 200


def test_every_list_has_a_case():
    lists = {view.__name__ for view, action, method in resources() if (action, method) == ("list", "get")}

    assert lists == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_list_costs_the_same_queries_however_long_it_is(
    name, world, manager_user, operator_user, django_assert_num_queries
):
    case = CASES[name]
    asking = [(program_of(manager_user), case.manager)]
    if case.operator is not None:
        asking.append((program_of(operator_user), case.operator))
    for program, _queries in asking:
        program.get("/")  # that the token is in use is noted now and not in a minute
    sizes: dict[int, set[int]] = {}
    there = 0
    for size in SIZES:
        case.grow(world, range(there, size))
        there = size
        path = case.path(world) + ("" if name in ALWAYS_WHOLE else f"&page_size={MOST_ON_PAGE}")
        for program, queries in asking:
            with django_assert_num_queries(queries):
                answer = program.get(path)
            sizes.setdefault(size, set()).add(len(answer.json()["results"]))

    expected = ALWAYS_WHOLE.get(name, (1, 3, MOST_ON_PAGE))
    assert sizes == {size: {count} for size, count in zip(SIZES, expected, strict=True)}


def test_who_may_not_read_a_list_has_no_number(world, operator_user):
    program = program_of(operator_user)
    webhooks(world, range(1))

    closed = {name for name, case in CASES.items() if program.get(case.path(world)).status_code == 403}

    assert closed == {name for name, case in CASES.items() if case.operator is None}

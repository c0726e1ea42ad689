"""What lists cost in queries: as many for one row as for three hundred, as each role that may ask."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from campaignops_site.tests import rows_of_lists as rows
from campaignops_site.tests.rows_of_lists import World
from campaignops_site.tests.test_api_schema import resources
from campaigns.domain.campaigns import activate_campaign
from campaigns.models import WebhookEndpoint
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import planned_for
from operator_tasks.models import Sop

pytestmark = pytest.mark.django_db
SIZES = (1, 3, 300)


@pytest.fixture
def world(client_acme, manager, operator_user) -> World:
    campaign = activate_campaign(planned_for(client_acme, manager), by=manager, now=timezone.now())
    return World(campaign, manager, operator_user)


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
    "AccountDoor": Case(lambda world: "/accounts/?", rows.accounts, 5, 5),
    "AuditDoor": Case(lambda world: "/audit-log/?action=metric.logged", rows.metrics, 5),
    "AwayPeriodDoor": Case(lambda world: "/away-periods/?", rows.away, 5, 5),
    "CalendarLinkDoor": Case(lambda world: "/calendar-links/?", rows.links, 5, 5),
    "CalendarItemDoor": Case(lambda world: "/calendar-items/?", rows.tasks, 6, 6),
    "CampaignDoor": Case(lambda world: "/campaigns/?search=More", rows.campaigns, 6, 6),
    "ClientDoor": Case(lambda world: "/clients/?search=More", rows.clients, 5, 5),
    "JobDoor": Case(lambda world: "/jobs/?", rows.jobs, 5),
    "MetricDoor": Case(lambda world: "/metrics/?", rows.metrics, 5, 5),
    "PlanDoor": Case(lambda world: f"/campaigns/{world.campaign.pk}/plans/?", rows.plans, 6, 6),
    "PlatformDoor": Case(lambda world: "/platforms/?", rows.nothing, 3, 3),
    "SopDoor": Case(lambda world: "/sops/?search=More", rows.sops, 6, 6),
    "SopReportDoor": Case(lambda world: "/sop-reports/?", rows.reports, 5, 5),
    "SopVersionDoor": Case(
        lambda world: f"/sops/{Sop.objects.order_by('pk')[0].pk}/versions/?", rows.versions, 6, 6
    ),
    "SummaryDoor": Case(lambda world: f"/campaigns/{world.campaign.pk}/summaries/?", rows.summaries, 6, 6),
    "TaskDoor": Case(lambda world: "/tasks/?task_type=POST", rows.tasks, 6, 6),
    "WebhookDeliveryDoor": Case(
        lambda world: f"/webhooks/{WebhookEndpoint.objects.get().pk}/deliveries/?", rows.deliveries, 6
    ),
    "WebhookDoor": Case(lambda world: "/webhooks/?", rows.webhooks, 5),
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
    rows.webhooks(world, range(1))

    closed = {name for name, case in CASES.items() if program.get(case.path(world)).status_code == 403}

    assert closed == {name for name, case in CASES.items() if case.operator is None}

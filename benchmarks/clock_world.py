"""A workspace of open tasks whose times let a tick move half of them, one in a thousand, or none."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks import in_sql
from benchmarks.earlier import Campaign as EarlierCampaign
from benchmarks.earlier import EarlierModule
from benchmarks.earlier import Task as EarlierTask
from campaigns.actor import Actor
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from campaigns.models import Campaign
from operator_tasks.models import OperatorTask, SopVersion

TASKS_EACH = 10_000
BEGUN = datetime(2026, 3, 2, tzinfo=UTC)
# The first thousandth is due on one day, the rest of the first half on a later one, the second half long after.
FIRST, MIDDLE, LAST = BEGUN + timedelta(days=10), BEGUN + timedelta(days=40), BEGUN + timedelta(days=300)
TICK_NONE, TICK_SMALL, TICK_HALF = (
    FIRST - timedelta(days=1),
    FIRST + timedelta(days=1),
    MIDDLE + timedelta(days=1),
)
BY = Actor.system("bench")


@dataclass(frozen=True)
class ClockWorld:
    """So many tasks in campaigns of ten thousand each, one at least."""

    count: int
    campaigns: tuple[int, ...]
    earlier: EarlierModule

    def wind_back(self) -> None:
        """Every task waits again, and nothing was ever told of it."""
        task, audit = OperatorTask._meta.db_table, "campaigns_audititem"
        in_sql.execute(
            f'UPDATE "{task}" SET status = %s, miss_at = NULL, version = 1, updated_at = {in_sql.literal(BEGUN)}, '
            f"clock_at = {_an_hour_before_due()} WHERE status <> %s",
            ["PENDING", "PENDING"],
        )
        in_sql.execute('UPDATE "campaigns_campaign" SET last_tick_at = NULL')
        with in_sql.without_triggers():
            in_sql.execute(f'DELETE FROM "{audit}"')
        if in_sql.is_postgresql():
            in_sql.execute(f'VACUUM "{task}"')
            in_sql.execute(f'VACUUM "{audit}"')

    def wind_back_earlier(self) -> None:
        with self.earlier.engine.begin() as connection:
            table = EarlierTask.__table__
            connection.execute(table.update().where(table.c.status != "PENDING").values(status="PENDING"))


def _an_hour_before_due() -> str:
    if in_sql.is_postgresql():
        return "due_at - interval '1 hour'"
    return "strftime('%%Y-%%m-%%d %%H:%%M:%%S', due_at, '-1 hour')"


def build(count: int) -> ClockWorld:
    """The campaigns by the real verbs, their tasks by one statement, and the same in the earlier module's tables."""
    client = create_client(name="Client", time_zone="Europe/Berlin", by=BY, now=BEGUN)
    keys = [_campaign(client, number).pk for number in range(max(1, count // TASKS_EACH))]
    sop = SopVersion.objects.order_by("pk").values_list("pk", flat=True)[0]
    values = {
        "id": "n + 1",
        "campaign_id": f"{keys[0]} + n % {len(keys)}",
        "version": "1",
        "created_at": in_sql.literal(BEGUN),
        "updated_at": in_sql.literal(BEGUN),
        "listed_tasks": "'[]'",
        "task_type": "'POST'",
        "platform": "'linkedin'",
        "content_type": "'post'",
        "due_at": in_sql.moment(_due(count)),
        "clock_at": in_sql.moment(f"{_due(count)} - 3600"),
        "title": "'Post ' || n || ' of the campaign'",
        "sop_version_id": str(sop),
        "instructions_text": "'{}'".format("Open the page of the company and begin a post. " * 12),
        "copy_text": "'Audits pay for themselves: here is what number ' || n || ' found.'",
        "status": "'PENDING'",
    }
    in_sql.execute(in_sql.insert_series(OperatorTask, count, values))
    in_sql.settle()
    return ClockWorld(count, tuple(keys), _earlier(count, keys))


def _campaign(client: object, number: int) -> Campaign:
    values = {
        "name": f"Campaign {number}",
        "objective": "Win 20 audits",
        "start_date": BEGUN.date(),
        "end_date": BEGUN.date() + timedelta(days=400),
        "primary_cta": "Reply with AUDIT",
    }
    made = create_campaign(
        client=client, cadence=(CadenceLine("linkedin", "post", 3),), values=values, by=BY, now=BEGUN
    )
    return activate_campaign(made, by=BY, now=BEGUN)


def _due(count: int) -> str:
    """SQL for the second at which task `n` is due; those of one group are spread over an hour."""
    few, half = max(1, count // 1000), count // 2
    group = f"CASE WHEN n < {few} THEN {_second(FIRST)} WHEN n < {half} THEN {_second(MIDDLE)} ELSE {_second(LAST)} END"
    return f"{group} + n % 3600"


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _earlier(count: int, keys: list[int]) -> EarlierModule:
    module = EarlierModule()
    naive = BEGUN.replace(tzinfo=None)
    module.fill(
        EarlierCampaign, [{"id": key, "name": f"Campaign {key}", "start_date": naive} for key in keys]
    )
    few, half = max(1, count // 1000), count // 2
    rows = []
    for n in range(count):
        group = FIRST if n < few else MIDDLE if n < half else LAST
        due = group.replace(tzinfo=None) + timedelta(seconds=n % 3600)
        rows.append(
            {
                "campaign_id": keys[n % len(keys)],
                "task_type": "POST",
                "platform": "linkedin",
                "due_at": due,
                "title": f"Post {n} of the campaign",
                "instructions_text": "Open the page of the company and begin a post. " * 12,
                "copy_text": f"Audits pay for themselves: here is what number {n} found.",
            }
        )
    module.fill(EarlierTask, rows)
    return module

"""calendar_year and tasks_from_items: what a plan becomes."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.db import transaction

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.earlier import EarlierModule
from benchmarks.little_world import BEGUN, BY, ITEMS, NAIVE, TASKS
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine
from campaigns.models import CalendarItem
from operator_tasks.domain.planning import plan_tasks

PLATFORMS = ("linkedin", "x", "instagram")
DAYS = 365
# With ten thousand items the earlier way takes an hour: it grows with the square.
MOST_OF_EARLIER = 1_000


def contests(size: int) -> Iterator[Contest]:
    module, client = EarlierModule(), little_world.client()
    now = SimpleNamespace(campaign=None, earlier=0)

    def daily() -> None:
        lines = [CadenceLine(platform, "post", 7) for platform in PLATFORMS]
        now.campaign = little_world.campaign(client, *lines)

    def daily_earlier() -> None:
        now.earlier = little_world.earlier_campaign(module)

    if size == MOST_OF_EARLIER:
        yield Contest(
            "calendar_year",
            DAYS * len(PLATFORMS),
            ours=Contender(lambda: generate_calendar(now.campaign, days_ahead=DAYS, by=BY, now=BEGUN), daily),
            raw=Contender(lambda: _raw_calendar(now.campaign.pk), daily),
            earlier=Contender(
                lambda: module.generate_calendar(now.earlier, list(PLATFORMS), NAIVE, DAYS), daily_earlier
            ),
        )

    def full() -> None:
        now.campaign = little_world.campaign(client, days=size // 48 + 2)
        little_world.add_items(now.campaign, size)

    def full_earlier() -> None:
        now.earlier = little_world.earlier_campaign(module, size)

    yield Contest(
        "tasks_from_items",
        size,
        ours=Contender(lambda: plan_tasks(now.campaign, by=BY, now=BEGUN), full),
        raw=Contender(lambda: _raw_tasks(now.campaign.pk), full),
        earlier=Contender(lambda: module.generate_tasks(now.earlier), full_earlier)
        if size <= MOST_OF_EARLIER
        else None,
        note="The earlier way grows with the square and is run with up to 1,000 items.",
    )


def _raw_calendar(campaign: int) -> None:
    begun, at = int(BEGUN.timestamp()) + 86400, in_sql.literal(BEGUN)
    platform = "CASE n % 3 WHEN 0 THEN 'linkedin' WHEN 1 THEN 'x' ELSE 'instagram' END"
    values = {
        "campaign_id": str(campaign),
        "version": "1",
        "created_at": at,
        "updated_at": at,
        "platform": platform,
        "content_type": "'post'",
        "slot_content_type": "'post'",
        "slot_week": "n / 21",
        "slot_index": "(n / 3) % 7",
        "scheduled_at": in_sql.moment(f"{begun} + (n / 3) * 86400"),
        "cta_text": "'Reply with AUDIT'",
    }
    with transaction.atomic():
        in_sql.execute(in_sql.insert_series(CalendarItem, DAYS * len(PLATFORMS), values))
        in_sql.execute(little_world.audit_of(ITEMS, f"campaign_id = {campaign}"))


def _raw_tasks(campaign: int) -> None:
    """The tasks by one INSERT…SELECT from the items, and an audit row for each."""
    own = {
        "calendar_item_id": "i.id",
        "due_at": "i.scheduled_at",
        "title": "i.title",
        "copy_text": "i.copy_text",
        "clock_at": "i.scheduled_at",
    }
    values = little_world.task_values(campaign, "i.scheduled_at") | own
    series = in_sql.insert_series(little_world.OperatorTask, 1, values)
    insert = series[series.index("INSERT INTO") :].replace("FROM series WHERE 1 = 1", f'FROM "{ITEMS}" i')
    with transaction.atomic():
        in_sql.execute(f"{insert} WHERE i.campaign_id = {campaign}")
        in_sql.execute(little_world.audit_of(TASKS, f"campaign_id = {campaign}"))

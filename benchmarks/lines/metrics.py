"""import_metrics: the values of a large export, put into a campaign that has none of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.db import connection, transaction

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.earlier import EarlierModule
from benchmarks.little_world import BEGUN, BY, NAIVE
from campaigns.choices import Granularity, Platform
from campaigns.domain.imports.metric_apply import import_metrics
from campaigns.domain.imports.metric_rows import MetricRow
from campaigns.metric_names import MetricName
from campaigns.models import MetricEntry

# Each of its values is a commit: with fifty thousand of them it takes minutes.
MOST_OF_EARLIER = 5_000
NAMES = (
    MetricName.IMPRESSIONS,
    MetricName.ENGAGEMENTS,
    MetricName.CLICKS,
    MetricName.LIKES,
    MetricName.COMMENTS,
)
TABLE = MetricEntry._meta.db_table


def contests(size: int) -> Iterator[Contest]:
    client, module = little_world.client(), EarlierModule()
    entries, now = _entries(size), SimpleNamespace(campaign=None, earlier=0)

    def another() -> None:
        now.campaign = little_world.campaign(client)

    def another_earlier() -> None:
        now.earlier = little_world.earlier_campaign(module)

    yield Contest(
        "import_metrics",
        size,
        ours=Contender(lambda: _import(now.campaign, entries), another),
        raw=Contender(lambda: _raw(now.campaign.pk, entries), another),
        earlier=Contender(lambda: module.log_metrics(_of_earlier(now.earlier, entries)), another_earlier)
        if size <= MOST_OF_EARLIER
        else None,
        note="The earlier way commits each value and is run with up to 5,000.",
    )


def _entries(size: int) -> list[MetricRow]:
    """Values of posts: five metrics each."""
    return [
        MetricRow(
            row_number=number,
            platform=Platform.LINKEDIN,
            day=date(2026, 3, 2) + timedelta(days=number // 5 % 60),
            metric_name=NAMES[number % 5],
            value=Decimal(number % 977),
            granularity=Granularity.POST,
            external_id=f"urn:li:activity:{7_000_000_000_000_000_000 + number // 5}",
        )
        for number in range(size)
    ]


def _import(campaign: object, entries: list[MetricRow]) -> None:
    import_metrics(
        campaign,
        entries,
        source_format="linkedin_posts",
        file_name="posts.csv",
        as_of=BEGUN,
        by=BY,
        now=BEGUN,
    )


def _raw(campaign: int, entries: list[MetricRow]) -> None:
    """One prepared INSERT for all rows, and an audit row for each."""
    at = in_sql.literal(BEGUN)
    statement = (
        f'INSERT INTO "{TABLE}" (campaign_id, platform, date, metric_name, metric_value, notes, source_format, '
        "granularity, external_id, identity, version, created_at, updated_at) "
        f"VALUES ({campaign}, %s, %s, %s, %s, '', 'linkedin_posts', %s, %s, %s, 1, {at.replace('%', '%%')}, "
        f"{at.replace('%', '%%')})"
    )
    rows = [
        (
            str(row.platform),
            row.day,
            str(row.metric_name),
            str(row.value),
            str(row.granularity),
            row.external_id,
            row.external_id,
        )
        for row in entries
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        in_sql.execute(little_world.audit_of(TABLE, f"campaign_id = {campaign}"))


def _of_earlier(campaign: int, entries: list[MetricRow]) -> list[dict[str, object]]:
    return [
        {
            "campaign_id": campaign,
            "platform": str(row.platform),
            "date": NAIVE,
            "metric_name": str(row.metric_name),
            "metric_value": float(row.value),
        }
        for row in entries
    ]

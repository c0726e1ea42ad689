"""Calendar items and metrics of the earlier module."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from campaigns.actor import Actor
from campaigns.domain.audit import created_many
from campaigns.metric_names import MetricName, parse_metric_name
from campaigns.models import CalendarItem, Campaign, MetricEntry
from operator_tasks.domain.takeover.source import Row, moment
from operator_tasks.domain.takeover.words import (
    Report,
    content_type_of,
    line_of,
    local_day,
    platform_of,
    text_of,
)

MOST = Decimal(10) ** 14


def take_items(
    rows: list[Row], campaign: Campaign, report: Report, *, by: Actor, now: datetime
) -> dict[int, CalendarItem]:
    """The items by their earlier keys."""
    made: list[CalendarItem] = []
    keys: list[int] = []
    for row in rows:
        platform, at = platform_of(row["platform"]), moment(row["scheduled_at"])
        if platform is None or at is None:
            report.note(
                f"“{campaign}”: item {row['id']} has no platform or time that is known; it was left out."
            )
            continue
        keys.append(row["id"])
        made.append(
            CalendarItem(
                campaign=campaign,
                platform=platform,
                content_type=content_type_of(row["content_type"]),
                import_key=f"aicmo:{row['id']}",
                scheduled_at=at,
                title=line_of(row["title"]),
                copy_text=text_of(row["copy_text"], 100_000),
                asset_ref=line_of(row["asset_ref"], 512),
                cta_text=line_of(row["cta_text"]),
                notes=text_of(row["notes"], 5_000),
            )
        )
    created_many("calendar_item.taken_over", made, by=by, now=now)
    report.count("calendar items", len(made))
    return dict(zip(keys, made, strict=True))


def take_metrics(rows: list[Row], campaign: Campaign, report: Report, *, by: Actor, now: datetime) -> None:
    """One value for each platform, day and metric: the last that was logged, as the earlier module had it."""
    last: dict[tuple[Any, ...], MetricEntry] = {}
    for row in rows:
        platform, at, name = platform_of(row["platform"]), moment(row["date"]), _name(row["metric_name"])
        value = Decimal(str(row["metric_value"] if row["metric_value"] is not None else -1))
        fits = value.is_finite() and 0 <= value < MOST
        if platform is None or at is None or name is None or not fits:
            report.note(
                f"“{campaign}”: metric {row['id']} ({row['metric_name']}) has no place here; it was left out."
            )
            continue
        day = local_day(at, campaign.zone)
        key = (platform, day, name)
        if key in last:
            report.note(
                f"“{campaign}”: {name} of {platform} on {day} was logged twice; the later value counts."
            )
        last[key] = MetricEntry(
            campaign=campaign,
            platform=platform,
            date=day,
            metric_name=name,
            metric_value=value.quantize(Decimal("0.0001")),
            notes=text_of(row["notes"], 5_000),
            identity=day.isoformat(),
        )
    report.count("metrics", len(created_many("metric.taken_over", list(last.values()), by=by, now=now)))


def _name(told: Any) -> MetricName | None:
    try:
        return parse_metric_name(str(told or ""))
    except ValueError:
        return None

"""Writes what the earlier module held: each campaign with all of its things in one transaction, and once."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus
from campaigns.domain.audit import created, created_many, together
from campaigns.domain.clients import client_named
from campaigns.models import Cadence, Campaign, CampaignPlan, Client, OperatorAuditLog
from campaigns.models.cadence import MOST_POSTS_A_WEEK
from campaigns.validators import normalise_name
from campaigns.words import in_house_words
from operator_tasks.domain.takeover.history import keep_history
from operator_tasks.domain.takeover.source import Earlier, Row, listed, moment
from operator_tasks.domain.takeover.things import take_items, take_metrics
from operator_tasks.domain.takeover.words import (
    Report,
    campaign_status_of,
    line_of,
    local_day,
    platform_of,
    text_of,
)
from operator_tasks.domain.takeover.work import take_tasks

TAKEN_OVER = "campaign.taken_over"


def take_over(earlier: Earlier, *, time_zone: str, by: Actor, now: datetime) -> Report:
    """Take over every campaign that is not here yet; twice is the same as once.

    New clients get `time_zone`, in which the days of their campaigns are read. A campaign whose name its client uses
    for another one already is left out and named.
    """
    report = Report()
    history = earlier.rows("audit_log")
    for row in earlier.rows("campaigns"):
        with together():
            _take_campaign(earlier, row, history, report, time_zone=time_zone, by=by, now=now)
    return report


def _take_campaign(
    earlier: Earlier,
    row: Row,
    history: list[Row],
    report: Report,
    *,
    time_zone: str,
    by: Actor,
    now: datetime,
) -> None:
    name, client_name = line_of(row["name"]), line_of(row["client_name"]) or "Client"
    known = Client.objects.filter(name_key=normalise_name(client_name)).first()
    there = known and known.campaigns.filter(name_key=normalise_name(name)[:255]).first()
    if there:
        _note_there(there, report)
        return
    client = known or client_named(client_name, time_zone=time_zone, by=by, now=now)
    campaign = _campaign(row, client, report)
    if campaign is None:
        return
    campaign = created(
        TAKEN_OVER, campaign, by=by, now=now, notes=f"campaign {row['id']} of the earlier module"
    )
    report.count("campaigns")
    key = row["id"]
    _take_cadence(row, campaign, report, by=by, now=now)
    _take_plans(earlier.rows("plans", key), campaign, report, by=by, now=now)
    items = take_items(earlier.rows("calendar_items", key), campaign, report, by=by, now=now)
    take_tasks(earlier.rows("operator_tasks", key), campaign, items, report, by=by, now=now)
    take_metrics(earlier.rows("metric_entries", key), campaign, report, by=by, now=now)
    keep_history(earlier, history, key, campaign, report, by=by)


def _note_there(campaign: Campaign, report: Report) -> None:
    taken = OperatorAuditLog.objects.filter(action=TAKEN_OVER, entity_id=campaign.pk).exists()
    if taken:
        report.count("campaigns that were here already")
    else:
        report.note(f"“{campaign}”: the client has another campaign of this name; rename one of the two.")


def _campaign(row: Row, client: Client, report: Report) -> Campaign | None:
    zone = ZoneInfo(client.time_zone)
    begun, ended = moment(row["start_date"]), moment(row["end_date"])
    if begun is None or ended is None or ended < begun:
        report.note(f"“{row['name']}”: its first and last day make no campaign; it was left out.")
        return None
    status = campaign_status_of(row["status"])
    changed = moment(row["updated_at"]) or begun
    name = line_of(row["name"])
    return Campaign(
        client=client,
        name=name,
        name_key=normalise_name(name)[:255],
        venture_name=line_of(row["venture_name"]),
        objective=text_of(row["objective"], 20_000),
        start_date=local_day(begun, zone),
        end_date=local_day(ended, zone),
        primary_cta=line_of(row["primary_cta"]),
        lead_capture_method=line_of(row["lead_capture_method"]),
        time_zone=client.time_zone,
        status=status,
        pause_reason=_paused_there() if status == CampaignStatus.PAUSED else "",
        paused_at=changed if status == CampaignStatus.PAUSED else None,
        completed_at=changed if status == CampaignStatus.COMPLETED else None,
    )


@in_house_words
def _paused_there() -> str:
    return _("Paused in the earlier module.")


def _take_cadence(row: Row, campaign: Campaign, report: Report, *, by: Actor, now: datetime) -> None:
    """A platform without a number counted as one post a week."""
    told = listed(row["cadence"]) or {}
    lines: dict[str, int] = {}
    for name in [*(listed(row["platforms"]) or []), *told]:
        platform = platform_of(name)
        if platform is None:
            report.note(f"“{campaign}”: the platform “{name}” is not known here; its cadence was left out.")
            continue
        lines[platform] = max(lines.get(platform, 0), _posts(told.get(name, 1)))
    made = [
        Cadence(campaign=campaign, platform=platform, posts_per_week=posts)
        for platform, posts in lines.items()
    ]
    report.count("lines of cadence", len(created_many("cadence.taken_over", made, by=by, now=now)))


def _posts(value: Any) -> int:
    number = int(value) if isinstance(value, int | float) else 1
    return min(max(number, 0), MOST_POSTS_A_WEEK)


def _take_plans(rows: list[Row], campaign: Campaign, report: Report, *, by: Actor, now: datetime) -> None:
    """Versions are numbered anew in their order, because two could have the same number."""
    ordered = sorted(rows, key=lambda row: (row["version"] or 0, row["id"]))
    made = [
        CampaignPlan(
            campaign=campaign,
            number=place,
            angles=_texts(listed(row["angles_json"])),
            positioning=text_of(listed(row["positioning_json"]), 20_000),
            messaging=_map(listed(row["messaging_json"])),
            weekly_themes=_texts(listed(row["weekly_themes_json"])),
            generated_by=line_of(row["generated_by"], 50) or "manual",
        )
        for place, row in enumerate(ordered, start=1)
    ]
    report.count("plans", len(created_many("plan.taken_over", made, by=by, now=now)))


def _texts(value: Any) -> list[str]:
    return [text_of(text, 5_000) for text in value] if isinstance(value, list) else []


def _map(value: Any) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        return {}
    return {
        line_of(name): _texts(texts if isinstance(texts, list) else [texts]) for name, texts in value.items()
    }

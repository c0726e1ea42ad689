"""Verbs for the campaign itself: made, edited, moved through its states, archived, deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, ResumePolicy
from campaigns.domain.audit import created, locked, noted, recorded, save, together, validated
from campaigns.domain.cadence_lines import CadenceLine, create_line, refuse_empty, set_cadence
from campaigns.domain.clients import create_client
from campaigns.domain.reasons import readable_reason
from campaigns.domain.webhook_events import campaign_changed
from campaigns.domain.window import settle_window
from campaigns.domain.work import work
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Campaign, Client
from campaigns.states import CAMPAIGN_TRANSITIONS
from campaigns.validators import normalise_name

EDITABLE = frozenset(
    {
        "name",
        "venture_name",
        "objective",
        "start_date",
        "end_date",
        "primary_cta",
        "lead_capture_method",
        "time_zone",
        "blackout_dates",
    }
)


def create_campaign(
    *, client: Client, cadence: Sequence[CadenceLine], values: dict[str, Any], by: Actor, now: datetime
) -> Campaign:
    """A new campaign, PLANNED, with its cadence.

    The zone defaults to the client's. Refuses a name the client uses already, an end before the start, unknown
    zones and platforms, and a cadence that asks for no post at all.
    """
    given = {name: value for name, value in values.items() if name in EDITABLE}
    given["time_zone"] = given.get("time_zone") or client.time_zone
    campaign = Campaign(client=client, status=CampaignStatus.PLANNED, **given)
    campaign.name = campaign.name.strip()
    campaign.name_key = normalise_name(campaign.name)[:255]
    refuse_empty(cadence)
    with together():
        created("campaign.created", campaign, by=by, now=now)
        for line in cadence:
            create_line(campaign, line, by=by, now=now)
    return campaign


def create_campaign_for(
    client_name: str,
    *,
    client_zone: str,
    cadence: Sequence[CadenceLine],
    values: dict[str, Any],
    by: Actor,
    now: datetime,
) -> Campaign:
    """A new campaign with a new client of this name. Refuses a name that a client has already."""
    with together():
        client = create_client(name=client_name, time_zone=client_zone, by=by, now=now)
        return create_campaign(client=client, cadence=cadence, values=values, by=by, now=now)


def edit_campaign(
    campaign: Campaign,
    *,
    values: dict[str, Any],
    cadence: Sequence[CadenceLine] | None = None,
    cancel_outside: bool = False,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Campaign:
    """Change the brief, and the cadence when one is given; a change of either is a new version of the campaign.

    Once activated the first day and the zone are fixed, and the last day cannot lie in the past. Planned work
    outside new days is a refusal that names it, unless `cancel_outside` says that it is to go.
    """
    with together():
        with recorded("campaign.edited", campaign, by=by, now=now, seen_version=seen_version) as fresh:
            if fresh.status == CampaignStatus.COMPLETED:
                raise NotNow(_("The campaign is completed. Reopen it before changing it."))
            version_before = fresh.version
            _change_brief(fresh, values, cancel_outside=cancel_outside, by=by, now=now)
            is_set_anew = cadence is not None and set_cadence(fresh, cadence, by=by, now=now)
        if is_set_anew and fresh.version == version_before:
            _count_change_of_cadence(fresh, by=by, now=now)
    return fresh


def _change_brief(
    fresh: Campaign, values: dict[str, Any], *, cancel_outside: bool, by: Actor, now: datetime
) -> None:
    before = (fresh.start_date, fresh.time_zone, fresh.end_date)
    for name in EDITABLE & values.keys():
        if fresh.status != CampaignStatus.PLANNED and name in {"start_date", "time_zone"}:
            _refuse_change(fresh, name, values[name])
        setattr(fresh, name, values[name])
    fresh.name = fresh.name.strip()
    fresh.name_key = normalise_name(fresh.name)[:255]
    validated(fresh, set(EDITABLE))
    if fresh.end_date != before[2] and fresh.status != CampaignStatus.PLANNED:
        _refuse_past_end(fresh, now)
    moved = (fresh.start_date, fresh.time_zone) != before[:2]
    if moved or fresh.end_date != before[2]:
        settle_window(fresh, moved=moved, cancel=cancel_outside, by=by, now=now)


def _count_change_of_cadence(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """Who saw the campaign saw its cadence: another cadence is another version of it."""
    campaign.version += 1
    campaign.updated_at = now
    save(campaign, {"version", "updated_at"})
    lines = [f"{row.platform} {row.content_type} {row.posts_per_week}" for row in campaign.cadences.all()]
    noted("campaign.edited", campaign, by=by, now=now, after={"cadence": lines})


def _refuse_change(campaign: Campaign, name: str, value: Any) -> None:
    if getattr(campaign, name) != value:
        text = _("This cannot be changed once the campaign is active; complete it and plan a new one.")
        raise NotNow(text, {name: [text]})


def _refuse_past_end(campaign: Campaign, now: datetime) -> None:
    if campaign.local_date(now) > campaign.end_date:
        text = _("The last day has passed already; choose today or a later day, or complete the campaign.")
        raise NotNow(text, {"end_date": [text]})


def _check_from(campaign: Campaign, verb: str) -> str:
    allowed, to = CAMPAIGN_TRANSITIONS[verb]
    if campaign.status not in allowed:
        raise NotNow(
            _(
                "A campaign that is %(status)s cannot be changed this way; reload the page to see what it allows."
            )
            % {"status": campaign.get_status_display().lower()}
        )
    return to


def activate_campaign(
    campaign: Campaign, *, by: Actor, now: datetime, seen_version: int | None = None
) -> Campaign:
    """PLANNED → ACTIVE. Tasks whose time has passed already are cancelled with their slots.

    Refuses a campaign whose last day is over.
    """
    with together():
        with recorded("campaign.activated", campaign, by=by, now=now, seen_version=seen_version) as fresh:
            fresh.status = _check_from(fresh, "activate")
            _refuse_past_end(fresh, now)
        campaign_changed(fresh, before=CampaignStatus.PLANNED, now=now)
        work().activated(fresh, by=by, now=now)
    return fresh


def pause_campaign(
    campaign: Campaign, *, reason: str, by: Actor, now: datetime, seen_version: int | None = None
) -> Campaign:
    """ACTIVE → PAUSED: the clock is judged a last time, then stands still. Refuses an empty reason."""
    told = readable_reason(reason, ask=_("Say why the campaign is paused; the operators will see it."))
    with together():
        fresh = locked(campaign, seen_version=seen_version)
        to = _check_from(fresh, "pause")
        work().judge_clock(fresh, now=now)
        with recorded("campaign.paused", fresh, by=by, now=now, notes=told) as fresh:
            fresh.status, fresh.paused_at, fresh.pause_reason = to, now, told
        campaign_changed(fresh, before=CampaignStatus.ACTIVE, now=now)
        work().paused(fresh, now=now)
    return fresh


def resume_campaign(
    campaign: Campaign,
    *,
    policy: ResumePolicy = ResumePolicy.DROP,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Campaign:
    """PAUSED → ACTIVE; `policy` says what becomes of work whose time passed meanwhile."""
    if policy not in ResumePolicy.values:
        text = _("Choose what becomes of the work that fell into the pause.")
        raise InvalidInput(text, {"policy": [text]})
    with together():
        with recorded(
            "campaign.resumed", campaign, by=by, now=now, seen_version=seen_version, notes=f"policy: {policy}"
        ) as fresh:
            fresh.status = _check_from(fresh, "resume")
            paused_at, fresh.paused_at, fresh.pause_reason = fresh.paused_at, None, ""
        assert paused_at is not None  # a constraint says so
        campaign_changed(fresh, before=CampaignStatus.PAUSED, now=now)
        work().resumed(fresh, paused_at=paused_at, policy=policy, by=by, now=now)
        return locked(fresh)


def complete_campaign(
    campaign: Campaign,
    *,
    open_tasks_seen: int | None = None,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Campaign:
    """ACTIVE or PAUSED → COMPLETED.

    Open tasks whose time has passed become missed, later ones are cancelled. `open_tasks_seen` is the number a
    person confirmed; refuses when it is no longer true.
    """
    with together():
        fresh = locked(campaign, seen_version=seen_version)
        to = _check_from(fresh, "complete")
        before, still_open = fresh.status, work().open_count(fresh)
        if open_tasks_seen is not None and open_tasks_seen != still_open:
            raise NotNow(
                _("%(count)d tasks are open now; look at them and confirm again.") % {"count": still_open}
            )
        if fresh.status == CampaignStatus.ACTIVE:
            work().judge_clock(fresh, now=now)
        with recorded("campaign.completed", fresh, by=by, now=now) as fresh:
            fresh.status, fresh.completed_at = to, now
            fresh.paused_at, fresh.pause_reason = None, ""
        campaign_changed(fresh, before=before, now=now)
        work().completed(fresh, by=by, now=now)
    return fresh


def reopen_campaign(
    campaign: Campaign,
    *,
    reason: str,
    end_date: Any = None,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Campaign:
    """COMPLETED → ACTIVE; what completion had cancelled and still lies ahead comes back.

    Refuses an empty reason and a last day that is over; give a new `end_date` in that case.
    """
    told = readable_reason(reason, ask=_("Say why the campaign is reopened."))
    with together():
        with recorded(
            "campaign.reopened", campaign, by=by, now=now, seen_version=seen_version, notes=told
        ) as fresh:
            fresh.status = _check_from(fresh, "reopen")
            fresh.end_date = end_date or fresh.end_date
            fresh.completed_at = fresh.archived_at = None
            _refuse_past_end(fresh, now)
        campaign_changed(fresh, before=CampaignStatus.COMPLETED, now=now)
        work().reopened(fresh, by=by, now=now)
        return locked(fresh)

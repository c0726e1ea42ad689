"""Verbs that put campaigns away: archived, deleted, or held from automation."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus
from campaigns.domain.audit import deleted, echoed_in_house, locked, recorded, together
from campaigns.domain.work import work
from campaigns.errors import NotNow
from campaigns.models import Campaign


def archive_campaign(
    campaign: Campaign, *, by: Actor, now: datetime, seen_version: int | None = None
) -> Campaign:
    """Take a planned or completed campaign out of the lists; nothing is deleted."""
    with recorded("campaign.archived", campaign, by=by, now=now, seen_version=seen_version) as fresh:
        if fresh.status not in {CampaignStatus.PLANNED, CampaignStatus.COMPLETED}:
            raise NotNow(_("The campaign is running; complete it before archiving it."))
        if fresh.status == CampaignStatus.PLANNED and (
            work().finished_count(fresh) or fresh.metric_entries.exists()
        ):
            raise NotNow(_("Work was done for this campaign; activate and complete it before archiving it."))
        fresh.archived_at = fresh.archived_at or now
    return fresh


def delete_campaign(campaign: Campaign, *, by: Actor, now: datetime, seen_version: int | None = None) -> None:
    """Remove a campaign without finished work, with its plans, calendar, tasks and metrics.

    One audit entry keeps its last state. Refuses when a task was finished; such a campaign is completed instead.
    """
    with together():
        fresh = locked(campaign, seen_version=seen_version)
        if work().finished_count(fresh):
            raise NotNow(
                _("Work was finished for this campaign, so it stays; complete and archive it instead.")
            )
        echoed_in_house("campaign.deleted", fresh, by=by, now=now)
        deleted("campaign.deleted", fresh, by=by, now=now)


def hold_automation(
    campaign: Campaign, *, held: bool, by: Actor, now: datetime, seen_version: int | None = None
) -> Campaign:
    """Hold or release what jobs do for one campaign; people go on working meanwhile."""
    action = "campaign.automation_held" if held else "campaign.automation_released"
    with recorded(action, campaign, by=by, now=now, seen_version=seen_version) as fresh:
        fresh.automation_paused = held
    return fresh

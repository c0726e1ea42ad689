"""Loads an agency's brief: client, accounts, campaign, plan, calendar and tasks in one step."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.actor import Actor
from campaigns.domain.audit import together
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import add_account, client_named, edit_client
from campaigns.domain.imports.brief import Brief
from campaigns.domain.plans import save_plan
from campaigns.models import Account, Campaign, CampaignPlan, Client
from campaigns.validators import account_key, normalise_name
from operator_tasks.domain.planning import plan_tasks


@dataclass(frozen=True)
class LoadedBrief:
    """What a brief became; `is_new` is False when its campaign was there already and nothing was changed."""

    campaign: Campaign
    is_new: bool
    items: int = 0
    tasks: int = 0
    notes: tuple[str, ...] = ()


def load_brief(brief: Brief, *, by: Actor, now: datetime) -> LoadedBrief:
    """Set up everything a brief asks for, or nothing. A campaign that is there already is left as it is."""
    known = Campaign.objects.filter(
        client__name_key=normalise_name(brief.client.name), name_key=normalise_name(brief.campaign.name)
    ).first()
    if known is not None:
        return LoadedBrief(known, is_new=False)
    with together():
        client = _client(brief, by=by, now=now)
        campaign = _campaign(brief, client, by=by, now=now)
        _plan(brief, campaign, by=by, now=now)
        if brief.campaign.activate:
            campaign = activate_campaign(campaign, by=by, now=now)
        calendar = generate_calendar(campaign, days_ahead=brief.days_ahead, by=by, now=now)
        planned = plan_tasks(campaign, by=by, now=now)
    notes = (*calendar.notes, *planned.notes)
    return LoadedBrief(campaign, True, len(calendar.created), len(planned.created), notes)


def _client(brief: Brief, *, by: Actor, now: datetime) -> Client:
    client = client_named(brief.client.name, time_zone=brief.client.time_zone, by=by, now=now)
    if brief.client.notes and not client.notes:
        client = edit_client(client, values={"notes": brief.client.notes}, by=by, now=now)
    for account in brief.client.accounts:
        if not client.accounts.filter(
            platform=account.platform, handle_key=account_key(account.handle)
        ).exists():
            add_account(
                client,
                platform=account.platform,
                handle=account.handle,
                profile_url=account.profile_url,
                by=by,
                now=now,
            )
    return client


def _campaign(brief: Brief, client: Client, *, by: Actor, now: datetime) -> Campaign:
    told = brief.campaign
    values = {
        "name": told.name,
        "venture_name": told.venture_name,
        "objective": told.objective,
        "start_date": told.start_date,
        "end_date": told.end_date,
        "primary_cta": told.primary_cta,
        "lead_capture_method": told.lead_capture_method,
        "time_zone": told.time_zone,
        "blackout_dates": [day.isoformat() for day in told.blackout_dates],
    }
    cadence = [
        CadenceLine(
            platform=line.platform,
            content_type=line.content_type,
            posts_per_week=line.posts_per_week,
            weekdays=line.weekdays,
            times=[f"{at:%H:%M}" for at in line.times],
            account_id=_only_account(client, line.platform),
        )
        for line in brief.cadence
    ]
    return create_campaign(client=client, cadence=cadence, values=values, by=by, now=now)


def _only_account(client: Client, platform: str) -> int | None:
    """The client's account on a platform where it has exactly one; with several a person must choose."""
    accounts = Account.objects.filter(client=client, platform=platform, is_active=True)[:2]
    return accounts[0].pk if len(accounts) == 1 else None


def _plan(brief: Brief, campaign: Campaign, *, by: Actor, now: datetime) -> CampaignPlan:
    told = brief.plan
    return save_plan(
        campaign,
        angles=told.angles,
        positioning=told.positioning,
        messaging=told.messaging,
        weekly_themes=told.weekly_themes,
        by=by,
        now=now,
    )

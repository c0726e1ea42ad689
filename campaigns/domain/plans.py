"""Verbs for plans: a plan is never edited, a change is a new version."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus
from campaigns.domain.audit import created, locked, together
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Campaign, CampaignPlan
from campaigns.plan_generators import generator_named

MANUAL = "manual"


def save_plan(
    campaign: Campaign,
    *,
    angles: Sequence[str] = (),
    positioning: str = "",
    messaging: Mapping[str, Sequence[str]] | None = None,
    weekly_themes: Sequence[str] = (),
    generated_by: str = MANUAL,
    by: Actor,
    now: datetime,
) -> CampaignPlan:
    """The next version of the campaign's plan. Refuses an empty plan and a completed campaign."""
    if not (angles or positioning.strip() or messaging or weekly_themes):
        raise InvalidInput(
            _("The plan is empty; write at least an angle, the positioning or a weekly theme.")
        )
    with together():
        fresh = locked(campaign)
        if fresh.status == CampaignStatus.COMPLETED:
            raise NotNow(_("The campaign is completed. Reopen it before planning on."))
        last = fresh.plans.aggregate(last=Max("number"))["last"] or 0
        plan = CampaignPlan(
            campaign=fresh,
            number=last + 1,
            angles=list(angles),
            positioning=positioning,
            messaging={theme: list(texts) for theme, texts in (messaging or {}).items()},
            weekly_themes=list(weekly_themes),
            generated_by=generated_by,
        )
        return created("plan.created", plan, by=by, now=now)


def generate_plan(campaign: Campaign, *, generator: str, by: Actor, now: datetime) -> CampaignPlan:
    """The next version, drafted by a registered generator. Refuses an unknown generator."""
    draft = generator_named(generator).draft(campaign)
    return save_plan(
        campaign,
        angles=draft.angles,
        positioning=draft.positioning,
        messaging=draft.messaging,
        weekly_themes=draft.weekly_themes,
        generated_by=generator,
        by=by,
        now=now,
    )

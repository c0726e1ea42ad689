"""The outline generator: turns a brief into a skeleton that a person fills, without inventing content."""

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.plan_generators.base import PlanDraft

ARC = ("the problem", "the promise", "the proof", "the objections", "the offer", "the people")


class OutlineGenerator:
    """One theme a week along an arc from problem to people, and the brief's own words as positioning."""

    name = "outline"

    def draft(self, campaign: Campaign) -> PlanDraft:
        subject = campaign.venture_name or campaign.client.name
        weeks = (campaign.end_date - campaign.start_date).days // 7 + 1
        themes = [f"{subject}: {_(ARC[week % len(ARC)])}" for week in range(min(weeks, 200))]
        messaging = {_("Call to action"): [campaign.primary_cta]} if campaign.primary_cta else {}
        return PlanDraft(
            angles=[f"{subject}: {_(step)}" for step in ARC],
            positioning=campaign.objective,
            messaging=messaging,
            weekly_themes=themes,
        )

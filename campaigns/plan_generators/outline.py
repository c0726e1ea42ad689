"""The outline generator: turns a brief into a skeleton that a person fills, without inventing content."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns.models import Campaign
from campaigns.plan_generators.base import PlanDraft
from campaigns.words import in_house_words

ARC = (
    gettext_noop("the problem"),
    gettext_noop("the promise"),
    gettext_noop("the proof"),
    gettext_noop("the objections"),
    gettext_noop("the offer"),
    gettext_noop("the people"),
)


class OutlineGenerator:
    """One theme a week along an arc from problem to people, and the brief's own words as positioning."""

    name = "outline"

    @in_house_words
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

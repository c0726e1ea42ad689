"""What the verbs of the calendar refuse, in sentences beside the field they speak of."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.choices import CampaignStatus, Platform
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import CalendarItem, Campaign


def refuse_completed(campaign: Campaign) -> None:
    if campaign.status == CampaignStatus.COMPLETED:
        raise NotNow(_("The campaign is completed. Reopen it before changing its calendar."))


def refuse_inward(platform: str) -> None:
    if platform not in Platform.outward():
        text = _("%(platform)s is not a platform to publish on.") % {"platform": platform[:40]}
        raise InvalidInput(text, {"platform": [text]})


def refuse_outside(campaign: Campaign, moment: datetime, now: datetime) -> None:
    if moment <= now:
        text = _("This time has passed; choose a later one.")
        raise InvalidInput(text, {"scheduled_at": [text]})
    if not campaign.starts_at <= moment < campaign.ends_at:
        text = _("This time lies outside the campaign (%(start)s to %(end)s).") % {
            "start": campaign.start_date,
            "end": campaign.end_date,
        }
        raise InvalidInput(text, {"scheduled_at": [text]})


def refuse_blackout(campaign: Campaign, moment: datetime) -> None:
    day = campaign.local_date(moment)
    if day.isoformat() in campaign.blackout_dates:
        text = _("%(day)s is a blackout day of this campaign; choose another day.") % {"day": day}
        raise InvalidInput(text, {"scheduled_at": [text]})


def refuse_cancelled(item: CalendarItem) -> None:
    if item.cancelled_at is not None:
        raise NotNow(_("This calendar item was cancelled; restore it first."))

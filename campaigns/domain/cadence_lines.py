"""The lines of a campaign's cadence: made and changed with the campaign they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, ContentType, Platform
from campaigns.domain.audit import created, deleted, locked, recorded, together
from campaigns.domain.clients import refuse_foreign_account
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Cadence, Campaign


@dataclass(frozen=True)
class CadenceLine:
    """Posts a week for a platform and content type; empty weekdays and times mean the platform's usual ones."""

    platform: str
    content_type: str
    posts_per_week: int
    weekdays: Sequence[int] = field(default_factory=tuple)
    times: Sequence[str] = field(default_factory=tuple)
    account_id: int | None = None


def refuse_empty(cadence: Sequence[CadenceLine]) -> None:
    if not any(line.posts_per_week for line in cadence):
        text = _("Ask for at least one post a week on one platform.")
        raise InvalidInput(text, {"cadence": [text]})
    pairs = [(line.platform, line.content_type) for line in cadence]
    if len(set(pairs)) < len(pairs):
        text = _("Each platform and content type can have one line only; add up the posts.")
        raise InvalidInput(text, {"cadence": [text]})


def create_line(campaign: Campaign, line: CadenceLine, *, by: Actor, now: datetime) -> None:
    if line.platform not in Platform.outward() or line.content_type not in ContentType.values:
        text = _("%(what)s is not a platform and content type to publish on.") % {
            "what": f"{line.platform} {line.content_type}"[:60]
        }
        raise InvalidInput(text, {"cadence": [text]})
    _refuse_foreign_account(campaign, line)
    row = Cadence(
        campaign=campaign,
        platform=line.platform,
        content_type=line.content_type,
        account_id=line.account_id,
        posts_per_week=line.posts_per_week,
        weekdays=list(line.weekdays),
        times=list(line.times),
    )
    created("cadence.created", row, by=by, now=now)


def _refuse_foreign_account(campaign: Campaign, line: CadenceLine) -> None:
    refuse_foreign_account(
        line.account_id,
        client_id=campaign.client_id,
        platform=line.platform,
        field=f"cadence.{line.platform}.{line.content_type}.account",
    )


def set_cadence(campaign: Campaign, cadence: Sequence[CadenceLine], *, by: Actor, now: datetime) -> bool:
    """Make the cadence exactly these lines; return whether that changed any.

    Slots that were made already stay as they are.
    """
    refuse_empty(cadence)
    is_changed = False
    with together():
        if locked(campaign).status == CampaignStatus.COMPLETED:
            raise NotNow(_("The campaign is completed. Reopen it before changing it."))
        wanted = {(line.platform, line.content_type): line for line in cadence}
        for row in campaign.cadences.all():
            line = wanted.pop((row.platform, row.content_type), None)
            if line is None:
                deleted("cadence.deleted", row, by=by, now=now)
                is_changed = True
                continue
            _refuse_foreign_account(campaign, line)
            with recorded("cadence.edited", row, by=by, now=now) as fresh:
                fresh.posts_per_week = line.posts_per_week
                fresh.weekdays, fresh.times = list(line.weekdays), list(line.times)
                fresh.account_id = line.account_id
            is_changed = is_changed or fresh.version > row.version
        for line in wanted.values():
            create_line(campaign, line, by=by, now=now)
    return is_changed or bool(wanted)

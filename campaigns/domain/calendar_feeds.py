"""Verbs for calendar links: made, recognised, revoked. The secret of a link is known when it is made, never after."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, recorded
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import CalendarFeed, Campaign

MARK = "cal_"
MOST_FEEDS = 50
# Being read is noted no more often than this, so that reading costs no write.
NOTED_EVERY = timedelta(minutes=1)
_SECRET_BYTES, _LONGEST = 32, 60


def create_feed(
    user: User, campaign: Campaign | None, *, by: Actor, now: datetime
) -> tuple[CalendarFeed, str]:
    """A new link of the person for one campaign, or without one for all they see; and its secret.

    The secret is not stored and cannot be shown again. Refuses other people's links, campaigns that the person
    does not see, and more than 50 that work.
    """
    if not by.is_system and by.id != user.pk:
        raise NotAllowed(_("Each person makes their own calendar links."))
    if campaign is not None and not Campaign.objects.visible_to(user).filter(pk=campaign.pk).exists():
        text = _("Choose a campaign that you can see.")
        raise InvalidInput(text, {"campaign": [text]})
    if CalendarFeed.objects.filter(user=user, revoked_at=None).count() >= MOST_FEEDS:
        raise NotNow(_("You have 50 calendar links that work; revoke those that no calendar reads."))
    text = MARK + secrets.token_urlsafe(_SECRET_BYTES)
    feed = CalendarFeed(user=user, campaign=campaign, digest=_digest(text))
    return created("calendar_feed.created", feed, by=by, now=now), text


def revoke_feed(
    feed: CalendarFeed, *, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarFeed:
    """From now on the address shows nothing. Refuses other people's, unless a manager does it, and revoked ones."""
    if not by.is_manager and by.id != feed.user_id:
        raise NotAllowed(_("This is another person's calendar link; ask a manager to revoke it."))
    with recorded("calendar_feed.revoked", feed, by=by, now=now, seen_version=seen_version) as fresh:
        if fresh.revoked_at is not None:
            raise NotNow(_("This calendar link is revoked already."))
        fresh.revoked_at = now
    return fresh


def feed_named_by(text: str) -> CalendarFeed | None:
    """The link of this secret with person, preferences and campaign, a revoked one too.

    None for what is unknown, and for links of people who may not sign in any more.
    """
    if not text.startswith(MARK) or len(text) > _LONGEST:
        return None
    feeds = CalendarFeed.objects.filter(digest=_digest(text), user__is_active=True)
    return feeds.select_related("user__preferences", "campaign").first()


def note_feed_use(feed: CalendarFeed, *, now: datetime) -> None:
    """Remember that the link was read, to the minute; no state of the business, so no audit entry."""
    if feed.last_used_at is not None and now - feed.last_used_at < NOTED_EVERY:
        return
    system = Actor.system("calendar")
    with recorded("calendar_feed.used", feed, by=system, now=now) as fresh:
        fresh.last_used_at = max(now, fresh.last_used_at or now)


def _digest(text: str) -> str:
    """A plain digest is enough for 256 random bits; nobody can try them all."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

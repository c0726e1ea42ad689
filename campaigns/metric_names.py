"""The metrics that can be logged, how each combines, and the other names people use for them."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.choices import MetricKind, Platform

# Where a value comes from that a person typed in; an import names its format.
MANUAL_SOURCE: Final = "manual"


class MetricName(models.TextChoices):
    IMPRESSIONS = "impressions", _("Impressions")
    VIEWS = "views", _("Views")
    VIDEO_VIEWS = "video_views", _("Video views")
    REACH = "reach", _("Reach")
    ENGAGEMENTS = "engagements", _("Engagements")
    LIKES = "likes", _("Likes")
    COMMENTS = "comments", _("Comments")
    SHARES = "shares", _("Shares")
    SAVES = "saves", _("Saves")
    BOOKMARKS = "bookmarks", _("Bookmarks")
    CLICKS = "clicks", _("Clicks")
    LINK_CLICKS = "link_clicks", _("Link clicks")
    SHARE_CLICKS = "share_clicks", _("Share clicks")
    DETAIL_EXPANDS = "detail_expands", _("Detail expands")
    PROFILE_VISITS = "profile_visits", _("Profile visits")
    PAGE_VIEWS = "page_views", _("Page views")
    UNIQUE_VISITORS = "unique_visitors", _("Unique visitors")
    FOLLOWERS = "followers", _("Followers")
    FOLLOWERS_GAINED = "followers_gained", _("Followers gained")
    FOLLOWERS_LOST = "followers_lost", _("Followers lost")
    POSTS_PUBLISHED = "posts_published", _("Posts published")
    MEDIA_VIEWS = "media_views", _("Media views")
    MEDIA_ENGAGEMENTS = "media_engagements", _("Media engagements")
    WATCH_TIME_HOURS = "watch_time_hours", _("Watch time (hours)")
    SENDS = "sends", _("Sends")
    DELIVERIES = "deliveries", _("Deliveries")
    OPENS = "opens", _("Opens")
    OPENS_TOTAL = "opens_total", _("Opens, repeated ones too")
    CLICKS_TOTAL = "clicks_total", _("Clicks, repeated ones too")
    BOUNCES = "bounces", _("Bounces")
    UNSUBSCRIBES = "unsubscribes", _("Unsubscribes")
    SPAM_COMPLAINTS = "spam_complaints", _("Spam complaints")
    USERS = "users", _("Users")
    NEW_USERS = "new_users", _("New users")
    SESSIONS = "sessions", _("Sessions")
    EVENT_COUNT = "event_count", _("Events")
    LEADS = "leads", _("Leads")
    ENGAGEMENT_RATE = "engagement_rate", _("Engagement rate")
    CTR = "ctr", _("Click-through rate")
    OPEN_RATE = "open_rate", _("Open rate")
    CLICK_RATE = "click_rate", _("Click rate")
    BOUNCE_RATE = "bounce_rate", _("Bounce rate")

    @property
    def kind(self) -> MetricKind:
        return kind_of(self)


SNAPSHOTS: Final = frozenset({MetricName.FOLLOWERS})
UNIQUES: Final = frozenset({MetricName.REACH, MetricName.UNIQUE_VISITORS, MetricName.USERS})
RATIOS: Final = frozenset(
    {
        MetricName.ENGAGEMENT_RATE,
        MetricName.CTR,
        MetricName.OPEN_RATE,
        MetricName.CLICK_RATE,
        MetricName.BOUNCE_RATE,
    }
)
# What counts as engagement where a platform does not report the sum itself.
ENGAGEMENT_PARTS: Final = (
    MetricName.LIKES,
    MetricName.COMMENTS,
    MetricName.SHARES,
    MetricName.SAVES,
    MetricName.BOOKMARKS,
)
CLICK_METRICS: Final = (MetricName.CLICKS, MetricName.LINK_CLICKS)

# What people write down for a day of a platform, in the order of its own pages.
_COMMON: Final = (
    MetricName.IMPRESSIONS,
    MetricName.ENGAGEMENTS,
    MetricName.LIKES,
    MetricName.COMMENTS,
    MetricName.SHARES,
    MetricName.LINK_CLICKS,
    MetricName.FOLLOWERS,
    MetricName.LEADS,
)
_VIDEO: Final = (
    MetricName.VIDEO_VIEWS,
    MetricName.REACH,
    MetricName.LIKES,
    MetricName.COMMENTS,
    MetricName.SHARES,
    MetricName.SAVES,
    MetricName.FOLLOWERS,
    MetricName.LEADS,
)
_USUAL: Final = {
    Platform.LINKEDIN: (
        MetricName.IMPRESSIONS,
        MetricName.REACH,
        MetricName.ENGAGEMENTS,
        MetricName.LIKES,
        MetricName.COMMENTS,
        MetricName.SHARES,
        MetricName.CLICKS,
        MetricName.FOLLOWERS,
        MetricName.LEADS,
    ),
    Platform.INSTAGRAM: (
        MetricName.VIEWS,
        MetricName.REACH,
        MetricName.LIKES,
        MetricName.COMMENTS,
        MetricName.SHARES,
        MetricName.SAVES,
        MetricName.PROFILE_VISITS,
        MetricName.FOLLOWERS,
        MetricName.LEADS,
    ),
    Platform.FACEBOOK: (
        MetricName.VIEWS,
        MetricName.REACH,
        MetricName.LIKES,
        MetricName.COMMENTS,
        MetricName.SHARES,
        MetricName.LINK_CLICKS,
        MetricName.FOLLOWERS,
        MetricName.LEADS,
    ),
    Platform.TIKTOK: _VIDEO,
    Platform.YOUTUBE: (
        MetricName.VIEWS,
        MetricName.WATCH_TIME_HOURS,
        MetricName.LIKES,
        MetricName.COMMENTS,
        MetricName.SHARES,
        MetricName.FOLLOWERS,
        MetricName.LEADS,
    ),
    Platform.EMAIL: (
        MetricName.SENDS,
        MetricName.DELIVERIES,
        MetricName.OPENS,
        MetricName.CLICKS,
        MetricName.UNSUBSCRIBES,
        MetricName.SPAM_COMPLAINTS,
        MetricName.LEADS,
    ),
}

_ALIASES: Final = {
    "engagement": MetricName.ENGAGEMENTS,
    "impression": MetricName.IMPRESSIONS,
    "view": MetricName.VIEWS,
    "like": MetricName.LIKES,
    "reactions": MetricName.LIKES,
    "favorites": MetricName.LIKES,
    "comment": MetricName.COMMENTS,
    "replies": MetricName.COMMENTS,
    "share": MetricName.SHARES,
    "reposts": MetricName.SHARES,
    "retweets": MetricName.SHARES,
    "save": MetricName.SAVES,
    "click": MetricName.CLICKS,
    "url_clicks": MetricName.LINK_CLICKS,
    "new_followers": MetricName.FOLLOWERS_GAINED,
    "click_through_rate": MetricName.CTR,
    "clickthrough_rate": MetricName.CTR,
    "interactions": MetricName.ENGAGEMENTS,
    "content_interactions": MetricName.ENGAGEMENTS,
    "unique_impressions": MetricName.REACH,
    "reached_audience": MetricName.REACH,
    "members_reached": MetricName.REACH,
    "profile_views": MetricName.PROFILE_VISITS,
    "new_follows": MetricName.FOLLOWERS_GAINED,
    "total_followers": MetricName.FOLLOWERS,
    "follower_count": MetricName.FOLLOWERS,
    "unfollows": MetricName.FOLLOWERS_LOST,
    "lost_followers": MetricName.FOLLOWERS_LOST,
    "posts": MetricName.POSTS_PUBLISHED,
    "lead": MetricName.LEADS,
}


def parse_metric_name(text: str) -> MetricName:
    """The metric that a person or a file means. Raises ValueError for an unknown one."""
    word = "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())
    return _ALIASES[word] if word in _ALIASES else MetricName(word)


def accepted_names() -> tuple[str, ...]:
    """What programs may call the metrics: their names, and the other ones people use for them."""
    return (*MetricName.values, *(name for name in _ALIASES if name not in MetricName.values))


def kind_of(name: str) -> MetricKind:
    if name in SNAPSHOTS:
        return MetricKind.SNAPSHOT
    if name in UNIQUES:
        return MetricKind.UNIQUE
    if name in RATIOS:
        return MetricKind.RATIO
    return MetricKind.ADDITIVE


def usual_metrics(platform: str) -> tuple[MetricName, ...]:
    """The metrics that people log by hand for a day of this platform."""
    return _USUAL.get(Platform(platform), _COMMON)

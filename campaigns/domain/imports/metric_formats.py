"""The exports that can be read, as data: how each is recognised and which column is which metric.

A new format is one more entry. Column names are compared without regard to case, spaces and underscores.
"""

from django.utils.translation import gettext, gettext_noop

from campaigns.choices import Granularity, Platform
from campaigns.domain.imports.metric_columns import (
    LINKEDIN_DAYS,
    LINKEDIN_POSTS,
    MAIL,
    MAIL_LEFT_OUT,
    META_LEFT_OUT,
    META_POSTS,
    NET,
    TIKTOK,
    X_LEFT_OUT,
    X_NEW,
    X_OLD,
    YOUTUBE,
)
from campaigns.domain.imports.metric_days import MONTH_FIRST
from campaigns.domain.imports.metric_layout import Layout
from campaigns.metric_names import MANUAL_SOURCE
from campaigns.metric_names import MetricName as M

PACIFIC, UTC = "America/Los_Angeles", "UTC"


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "x_legacy_tweets",
        gettext_noop("X: tweet activity (until 2024)"),
        ("tweet id", "time", "impressions"),
        X_OLD,
        ("time",),
        Platform.X,
        Granularity.POST,
        ("tweet id",),
        ("tweet permalink",),
        zone=UTC,
        left_out=X_LEFT_OUT,
    ),
    Layout(
        "x_legacy_daily",
        gettext_noop("X: daily tweet activity (until 2024)"),
        ("date", "tweets published", "impressions"),
        {**X_OLD, "tweets published": M.POSTS_PUBLISHED},
        ("date",),
        Platform.X,
        left_out=X_LEFT_OUT,
    ),
    Layout(
        "x_content",
        gettext_noop("X: content"),
        ("post id", "date", "impressions", "reposts"),
        X_NEW,
        ("date",),
        Platform.X,
        Granularity.POST,
        ("post id",),
        ("post link", "link"),
        left_out=X_LEFT_OUT,
    ),
    Layout(
        "x_overview",
        gettext_noop("X: account overview"),
        ("date", "impressions", "unfollows", "create post"),
        X_NEW,
        ("date",),
        Platform.X,
        left_out=X_LEFT_OUT,
    ),
    Layout(
        "linkedin_page_content",
        gettext_noop("LinkedIn page: content"),
        ("date", "impressions (total)", "clicks (total)"),
        LINKEDIN_DAYS,
        ("date",),
        Platform.LINKEDIN,
        order=MONTH_FIRST,
    ),
    Layout(
        "linkedin_page_content",
        gettext_noop("LinkedIn page: content"),
        ("post link", "created date", "impressions"),
        LINKEDIN_POSTS,
        ("created date",),
        Platform.LINKEDIN,
        Granularity.POST,
        ("post link",),
        ("post link",),
        order=MONTH_FIRST,
        left_out=frozenset(
            {"post title", "post type", "campaign name", "posted by", "audience", "content type"}
        ),
    ),
    Layout(
        "linkedin_page_followers",
        gettext_noop("LinkedIn page: followers"),
        ("date", "organic followers", "total followers"),
        # The column holds the new followers of the day, whatever its name says.
        {"total followers": M.FOLLOWERS_GAINED},
        ("date",),
        Platform.LINKEDIN,
        order=MONTH_FIRST,
    ),
    Layout(
        "linkedin_page_visitors",
        gettext_noop("LinkedIn page: visitors"),
        ("date", "total page views (total)"),
        {
            "total page views (total)": M.PAGE_VIEWS,
            "total unique visitors (total)": M.UNIQUE_VISITORS,
        },
        ("date",),
        Platform.LINKEDIN,
        order=MONTH_FIRST,
    ),
    Layout(
        "linkedin_member_content",
        gettext_noop("LinkedIn member: content"),
        ("post url", "post publish date"),
        {"impressions": M.IMPRESSIONS, "engagements": M.ENGAGEMENTS},
        ("post publish date",),
        Platform.LINKEDIN,
        Granularity.POST,
        ("post url",),
        ("post url",),
        order=MONTH_FIRST,
    ),
    Layout(
        "meta_posts_instagram",
        gettext_noop("Instagram: posts"),
        ("post id", "account username", "publish time"),
        META_POSTS,
        ("publish time",),
        Platform.INSTAGRAM,
        Granularity.POST,
        ("post id",),
        ("permalink",),
        order=MONTH_FIRST,
        zone=PACIFIC,
        left_out=META_LEFT_OUT,
    ),
    Layout(
        "meta_posts_facebook",
        gettext_noop("Facebook: posts"),
        ("post id", "page id", "publish time"),
        META_POSTS,
        ("publish time",),
        Platform.FACEBOOK,
        Granularity.POST,
        ("post id",),
        ("permalink",),
        order=MONTH_FIRST,
        zone=PACIFIC,
        left_out=META_LEFT_OUT,
    ),
    Layout(
        "tiktok_business_overview",
        gettext_noop("TikTok Business: overview"),
        ("date", "video views", "reached audience"),
        TIKTOK,
        ("date",),
        Platform.TIKTOK,
        left_out=NET,
    ),
    Layout(
        "tiktok_business_audience",
        gettext_noop("TikTok Business: audience"),
        ("date", "new followers", "total followers", "reached audience"),
        TIKTOK,
        ("date",),
        Platform.TIKTOK,
    ),
    Layout(
        "tiktok_business_videos",
        gettext_noop("TikTok Business: videos"),
        ("video link", "post time", "video views"),
        TIKTOK,
        ("post time",),
        Platform.TIKTOK,
        Granularity.POST,
        ("video link",),
        ("video link",),
        zone=UTC,
        left_out=frozenset({"video title"}),
    ),
    Layout(
        "tiktok_studio_content",
        gettext_noop("TikTok Studio: content"),
        ("video link", "post time", "total views"),
        TIKTOK,
        ("post time",),
        Platform.TIKTOK,
        Granularity.POST,
        ("video link",),
        ("video link",),
        left_out=frozenset({"video title", "time"}),
    ),
    Layout(
        "tiktok_studio_overview",
        gettext_noop("TikTok Studio: overview"),
        ("date", "video views", "profile views", "likes"),
        TIKTOK,
        ("date",),
        Platform.TIKTOK,
    ),
    Layout(
        "tiktok_studio_followers",
        gettext_noop("TikTok Studio: follower history"),
        ("date", "followers", "difference in followers from previous day"),
        TIKTOK,
        ("date",),
        Platform.TIKTOK,
        left_out=NET,
    ),
    Layout(
        "youtube_table_by_video",
        gettext_noop("YouTube: table by video"),
        ("content", "video title", "video publish time"),
        YOUTUBE,
        ("video publish time",),
        Platform.YOUTUBE,
        Granularity.POST,
        ("content",),
        percent=frozenset({"impressions click-through rate (%)"}),
        left_out=NET | {"video title", "duration", "average view duration"},
    ),
    Layout(
        "mailchimp_campaigns",
        gettext_noop("Mailchimp: campaigns"),
        ("title", "send date", "unique id"),
        MAIL,
        ("send date",),
        Platform.EMAIL,
        Granularity.CAMPAIGN,
        ("unique id",),
        left_out=MAIL_LEFT_OUT,
    ),
    Layout(
        "constantcontact_campaigns",
        gettext_noop("Constant Contact: campaigns"),
        ("time sent", "campaign name", "sends"),
        MAIL,
        ("time sent",),
        Platform.EMAIL,
        Granularity.CAMPAIGN,
        ("campaign name", "time sent"),
        left_out=MAIL_LEFT_OUT,
    ),
    Layout(
        "period_log",
        gettext_noop("A log by week or month, kept by hand"),
        ("date", "followers", "new followers", "tweet impressions"),
        {
            "followers": M.FOLLOWERS,
            "new followers": M.FOLLOWERS_GAINED,
            "tweets": M.POSTS_PUBLISHED,
            "tweet impressions": M.IMPRESSIONS,
            "profile visits": M.PROFILE_VISITS,
        },
        ("date",),
        granularity=Granularity.PERIOD,
        left_out=frozenset({"commit date", "month"}),
    ),
)
# Formats whose tables cannot be told by their columns alone; each has its own reader.
META_DAILY, LINKEDIN_MEMBER, GA4, DAY_TABLE = (
    "meta_daily_metric",
    "linkedin_member_content",
    "ga4_report",
    "day_table",
)
OTHER_LABELS = {
    META_DAILY: gettext_noop("Instagram or Facebook: one metric by day"),
    GA4: gettext_noop("Google Analytics: report"),
    DAY_TABLE: gettext_noop("A table with one row a day"),
}


def known_formats() -> dict[str, str]:
    """The names of all formats with what people call them, in the order of the list."""
    labels = {layout.name: layout.label for layout in LAYOUTS} | OTHER_LABELS
    return {name: gettext(label) for name, label in labels.items()}


def source_label(name: str) -> str:
    """What people call the source of a value: a format of `known_formats`, or a person's own hand."""
    return gettext("By hand") if name == MANUAL_SOURCE else known_formats().get(name, name)

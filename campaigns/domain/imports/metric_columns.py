"""Which column of which platform is which metric, and which columns are known and not stored.

Names are written as `header_key` makes them: small letters, single spaces.
"""

from campaigns.metric_names import MetricName as M

X_OLD = {
    "impressions": M.IMPRESSIONS,
    "engagements": M.ENGAGEMENTS,
    "engagement rate": M.ENGAGEMENT_RATE,
    "retweets": M.SHARES,
    "replies": M.COMMENTS,
    "likes": M.LIKES,
    "favorites": M.LIKES,
    "user profile clicks": M.PROFILE_VISITS,
    "url clicks": M.LINK_CLICKS,
    "detail expands": M.DETAIL_EXPANDS,
    "follows": M.FOLLOWERS_GAINED,
    "media views": M.MEDIA_VIEWS,
    "media engagements": M.MEDIA_ENGAGEMENTS,
}
X_NEW = {
    "impressions": M.IMPRESSIONS,
    "likes": M.LIKES,
    "engagements": M.ENGAGEMENTS,
    "bookmarks": M.BOOKMARKS,
    "shares": M.SHARE_CLICKS,
    "share": M.SHARE_CLICKS,
    "new follows": M.FOLLOWERS_GAINED,
    "replies": M.COMMENTS,
    "reposts": M.SHARES,
    "profile visits": M.PROFILE_VISITS,
    "detail expands": M.DETAIL_EXPANDS,
    "url clicks": M.LINK_CLICKS,
    "unfollows": M.FOLLOWERS_LOST,
    "create post": M.POSTS_PUBLISHED,
    "video views": M.VIDEO_VIEWS,
    "media views": M.MEDIA_VIEWS,
}
X_LEFT_OUT = frozenset(
    """tweet permalink|tweet text|hashtag clicks|permalink clicks|app opens|app installs|email tweet|dial phone
    |post text|post link|link""".replace("\n    ", "").split("|")
)
META_POSTS = {
    "views": M.VIEWS,
    "impressions": M.IMPRESSIONS,
    "reach": M.REACH,
    "likes": M.LIKES,
    "reactions": M.LIKES,
    "comments": M.COMMENTS,
    "shares": M.SHARES,
    "saves": M.SAVES,
    "follows": M.FOLLOWERS_GAINED,
    "reactions, comments and shares": M.ENGAGEMENTS,
    "total clicks": M.CLICKS,
    "link clicks": M.LINK_CLICKS,
}
META_LEFT_OUT = frozenset(
    """account id|account username|account name|page id|page name|title|description|duration (sec)|duration (secs)
    |permalink|post type|data comment|date|caption type|is crosspost|is share|languages|custom labels
    |funded content status""".replace("\n    ", "").split("|")
)
TIKTOK = {
    "video views": M.VIDEO_VIEWS,
    "reached audience": M.REACH,
    "profile views": M.PROFILE_VISITS,
    "likes": M.LIKES,
    "shares": M.SHARES,
    "comments": M.COMMENTS,
    "new followers": M.FOLLOWERS_GAINED,
    "lost followers": M.FOLLOWERS_LOST,
    "total followers": M.FOLLOWERS,
    "followers": M.FOLLOWERS,
    "total likes": M.LIKES,
    "total comments": M.COMMENTS,
    "total shares": M.SHARES,
    "total views": M.VIDEO_VIEWS,
    "add to favorites": M.SAVES,
}
# A difference can be below zero, which no metric may be; gains and losses are told apart instead.
NET = frozenset({"net growth", "difference in followers from previous day", "subscribers"})
LINKEDIN_POSTS = {
    "impressions": M.IMPRESSIONS,
    "views": M.VIDEO_VIEWS,
    "clicks": M.CLICKS,
    "click through rate (ctr)": M.CTR,
    "likes": M.LIKES,
    "comments": M.COMMENTS,
    "reposts": M.SHARES,
    "shares": M.SHARES,
    "follows": M.FOLLOWERS_GAINED,
    "engagement rate": M.ENGAGEMENT_RATE,
}
LINKEDIN_DAYS = {
    "impressions (total)": M.IMPRESSIONS,
    "unique impressions (organic)": M.REACH,
    "clicks (total)": M.CLICKS,
    "reactions (total)": M.LIKES,
    "comments (total)": M.COMMENTS,
    "reposts (total)": M.SHARES,
    "shares (total)": M.SHARES,
    "engagement rate (total)": M.ENGAGEMENT_RATE,
}
YOUTUBE = {
    "views": M.VIEWS,
    "watch time (hours)": M.WATCH_TIME_HOURS,
    "impressions": M.IMPRESSIONS,
    "impressions click-through rate (%)": M.CTR,
    "likes": M.LIKES,
    "comments added": M.COMMENTS,
    "shares": M.SHARES,
}
MAIL = {
    "total recipients": M.SENDS,
    "sends": M.SENDS,
    "successful deliveries": M.DELIVERIES,
    "total bounces": M.BOUNCES,
    "bounces": M.BOUNCES,
    "unique opens": M.OPENS,
    "opens": M.OPENS,
    "open rate": M.OPEN_RATE,
    "total opens": M.OPENS_TOTAL,
    "unique clicks": M.CLICKS,
    "clicks": M.CLICKS,
    "click rate": M.CLICK_RATE,
    "total clicks": M.CLICKS_TOTAL,
    "unsubscribes": M.UNSUBSCRIBES,
    "abuse complaints": M.SPAM_COMPLAINTS,
    "bounce rate": M.BOUNCE_RATE,
}
MAIL_LEFT_OUT = frozenset(
    ["title", "subject", "list", "audience", "send weekday", "folder id", "campaign name"]
)

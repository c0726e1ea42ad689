"""The admin of the planning side; importing it registers every page."""

from campaigns.admin import (
    account,
    api_token,
    audit_log,
    cadence,
    calendar_feed,
    calendar_item,
    campaign,
    client,
    kept_answer,
    metric_entry,
    people,
    plan,
    preferences,
    sign_in,
    webhook,
)

__all__ = [
    "account",
    "api_token",
    "audit_log",
    "cadence",
    "calendar_feed",
    "calendar_item",
    "campaign",
    "client",
    "kept_answer",
    "metric_entry",
    "people",
    "plan",
    "preferences",
    "sign_in",
    "webhook",
]

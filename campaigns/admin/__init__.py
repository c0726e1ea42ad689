"""The admin of the planning side; importing it registers every page."""

from campaigns.admin import (
    account,
    audit_log,
    cadence,
    calendar_item,
    campaign,
    client,
    metric_entry,
    people,
    plan,
    preferences,
)

__all__ = [
    "account",
    "audit_log",
    "cadence",
    "calendar_item",
    "campaign",
    "client",
    "metric_entry",
    "people",
    "plan",
    "preferences",
]

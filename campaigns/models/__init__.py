"""What the planning side stores; each model refuses writes outside a verb."""

from campaigns.models.api_token import ApiToken, ApiTokenQuerySet
from campaigns.models.audit_entry import HOUSE_CHAIN, AuditChain, AuditItem, OperatorAuditLog
from campaigns.models.audited import AuditedModel, AuditedQuerySet
from campaigns.models.cadence import Cadence
from campaigns.models.calendar_feed import CalendarFeed
from campaigns.models.calendar_item import CalendarItem, CalendarItemQuerySet
from campaigns.models.campaign import Campaign, CampaignQuerySet
from campaigns.models.client import Account, Client, ClientMembership
from campaigns.models.kept_answer import KeptAnswer
from campaigns.models.metric_entry import MetricEntry
from campaigns.models.plan import CampaignPlan
from campaigns.models.preferences import Preferences
from campaigns.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "HOUSE_CHAIN",
    "Account",
    "ApiToken",
    "ApiTokenQuerySet",
    "AuditChain",
    "AuditItem",
    "AuditedModel",
    "AuditedQuerySet",
    "Cadence",
    "CalendarFeed",
    "CalendarItem",
    "CalendarItemQuerySet",
    "Campaign",
    "CampaignPlan",
    "CampaignQuerySet",
    "Client",
    "ClientMembership",
    "KeptAnswer",
    "MetricEntry",
    "OperatorAuditLog",
    "Preferences",
    "WebhookDelivery",
    "WebhookEndpoint",
]

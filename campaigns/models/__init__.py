"""What the planning side stores; each model refuses writes outside a verb."""

from campaigns.models.audit_entry import HOUSE_CHAIN, AuditChain, AuditItem, OperatorAuditLog
from campaigns.models.audited import AuditedModel, AuditedQuerySet
from campaigns.models.cadence import Cadence
from campaigns.models.calendar_item import CalendarItem, CalendarItemQuerySet
from campaigns.models.campaign import Campaign, CampaignQuerySet
from campaigns.models.client import Account, Client, ClientMembership
from campaigns.models.metric_entry import MetricEntry
from campaigns.models.plan import CampaignPlan
from campaigns.models.preferences import Preferences

__all__ = [
    "HOUSE_CHAIN",
    "Account",
    "AuditChain",
    "AuditItem",
    "AuditedModel",
    "AuditedQuerySet",
    "Cadence",
    "CalendarItem",
    "CalendarItemQuerySet",
    "Campaign",
    "CampaignPlan",
    "CampaignQuerySet",
    "Client",
    "ClientMembership",
    "MetricEntry",
    "OperatorAuditLog",
    "Preferences",
]

"""The addresses of the planning side's resources, below /api/v1/."""

from django.urls import URLPattern, path, re_path
from rest_framework.routers import SimpleRouter

from campaigns.api.audit_log import AuditDoor
from campaigns.api.calendar import CalendarDoor
from campaigns.api.calendar_import import CalendarImportDoor
from campaigns.api.calendar_items import CalendarItemDoor
from campaigns.api.campaigns import CampaignDoor
from campaigns.api.clients import AccountDoor, ClientDoor
from campaigns.api.door import PK
from campaigns.api.me import MeDoor
from campaigns.api.members import MembersDoor
from campaigns.api.metric_import import MetricImportDoor
from campaigns.api.metrics import MetricDoor
from campaigns.api.plans import PlanDoor
from campaigns.api.platforms import PlatformDoor
from campaigns.api.preferences import PreferencesDoor
from campaigns.api.webhooks import WebhookDeliveryDoor, WebhookDoor

router = SimpleRouter()
router.register("clients", ClientDoor, basename="client")
router.register("accounts", AccountDoor, basename="account")
router.register("campaigns", CampaignDoor, basename="campaign")
router.register(rf"campaigns/(?P<pk>{PK})/plans", PlanDoor, basename="plan")
router.register(rf"campaigns/(?P<pk>{PK})/calendar", CalendarDoor, basename="campaign-calendar")
router.register("calendar-items", CalendarItemDoor, basename="calendar-item")
router.register("platforms", PlatformDoor, basename="platform")
router.register("audit-log", AuditDoor, basename="audit-log")
router.register("metrics", MetricDoor, basename="metric")
router.register("webhooks", WebhookDoor, basename="webhook")
router.register(rf"webhooks/(?P<webhook>{PK})/deliveries", WebhookDeliveryDoor, basename="webhook-delivery")

urlpatterns: list[URLPattern] = [
    path(
        "me/preferences/",
        PreferencesDoor.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="preferences",
    ),
    path("me/", MeDoor.as_view({"get": "retrieve"}), name="me"),
    re_path(
        rf"^clients/(?P<pk>{PK})/members/$",
        MembersDoor.as_view({"get": "retrieve", "put": "update"}),
        name="client-members",
    ),
    re_path(
        rf"^campaigns/(?P<pk>{PK})/calendar/import/$",
        CalendarImportDoor.as_view({"post": "create"}),
        name="campaign-calendar-import",
    ),
    path("metrics/import/", MetricImportDoor.as_view({"post": "create"}), name="metric-import"),
    *router.urls,
]

"""The addresses of the working side's resources, below /api/v1/."""

from django.urls import URLPattern, path, re_path
from rest_framework.routers import SimpleRouter

from campaigns.api.door import PK
from operator_tasks.api.away_periods import AwayPeriodDoor
from operator_tasks.api.calendar_links import CalendarLinkDoor
from operator_tasks.api.campaign_tasks import CampaignTasksDoor
from operator_tasks.api.jobs import AutomationDoor, JobDoor
from operator_tasks.api.search import SearchDoor
from operator_tasks.api.sop_reports import SopReportDoor
from operator_tasks.api.sops import SopDoor, SopVersionDoor
from operator_tasks.api.summaries import SummaryDoor
from operator_tasks.api.task_bulk import TaskBulkDoor
from operator_tasks.api.task_files import TaskFileDoor
from operator_tasks.api.task_procedure import TaskProcedureDoor
from operator_tasks.api.tasks import TaskDoor

router = SimpleRouter()
router.register("tasks", TaskDoor, basename="task")
router.register("sops", SopDoor, basename="sop")
router.register("away-periods", AwayPeriodDoor, basename="away-period")
router.register("calendar-links", CalendarLinkDoor, basename="calendar-link")
router.register("sop-reports", SopReportDoor, basename="sop-report")
router.register("jobs", JobDoor, basename="job")

CAMPAIGN = rf"^campaigns/(?P<pk>{PK})"
TASK = rf"^tasks/(?P<pk>{PK})"

urlpatterns: list[URLPattern] = [
    *router.urls,
    path(
        "automation/",
        AutomationDoor.as_view({"get": "retrieve", "post": "switch"}),
        name="automation",
    ),
    path("search/", SearchDoor.as_view({"get": "retrieve"}), name="search"),
    path("tasks/bulk/", TaskBulkDoor.as_view({"post": "do"}), name="task-bulk"),
    re_path(rf"{TASK}/proof/file/$", TaskFileDoor.as_view({"get": "download"}), name="task-proof-file"),
    re_path(rf"{TASK}/proof/read/$", TaskFileDoor.as_view({"post": "read"}), name="task-proof-read"),
    re_path(rf"{TASK}/steps/$", TaskProcedureDoor.as_view({"get": "retrieve"}), name="task-steps"),
    re_path(
        rf"{TASK}/steps/(?P<number>{PK})/$",
        TaskProcedureDoor.as_view({"post": "tick"}),
        name="task-step",
    ),
    re_path(rf"{TASK}/report/$", TaskProcedureDoor.as_view({"post": "report"}), name="task-report"),
    re_path(
        rf"{CAMPAIGN}/tasks/generate/$",
        CampaignTasksDoor.as_view({"post": "generate"}),
        name="campaign-tasks-generate",
    ),
    re_path(
        rf"{CAMPAIGN}/tasks/assign-evenly/$",
        CampaignTasksDoor.as_view({"post": "assign_evenly"}),
        name="campaign-tasks-assign-evenly",
    ),
    re_path(
        rf"{CAMPAIGN}/summary/$",
        SummaryDoor.as_view({"get": "retrieve", "post": "write"}),
        name="campaign-summary",
    ),
    re_path(rf"{CAMPAIGN}/summaries/$", SummaryDoor.as_view({"get": "list"}), name="campaign-summaries"),
    re_path(
        rf"^sops/(?P<pk>{PK})/versions/$",
        SopVersionDoor.as_view({"get": "list", "post": "create"}),
        name="sop-versions",
    ),
]

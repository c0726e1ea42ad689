"""The addresses of the operator pages."""

from django.urls import path

from operator_tasks.views import board, campaign_tasks, files, reports, tasks
from operator_tasks.views.acts import ACTS, act_view

app_name = "operator_tasks"

urlpatterns = [
    path("", board.my_day, name="my_day"),
    path("tasks/<int:task_id>/", tasks.task_detail, name="task_detail"),
    *[
        path(f"tasks/<int:task_id>/{act.name.replace('_', '-')}/", act_view(act), name=f"task_{act.name}")
        for act in ACTS
    ],
    path("proofs/<int:proof_id>/file/", files.proof_file, name="proof_file"),
    path("calendar-items/<int:item_id>/asset/", files.item_asset, name="item_asset"),
    path("campaigns/<int:campaign_id>/tasks/", campaign_tasks.campaign_panel, name="campaign_panel"),
    path("campaigns/<int:campaign_id>/tasks/generate/", campaign_tasks.tasks_generate, name="tasks_generate"),
    path("campaigns/<int:campaign_id>/tasks/new/", campaign_tasks.task_create, name="task_create"),
    path("reports/", reports.report_list, name="report_list"),
    path("campaigns/<int:campaign_id>/reports/<str:week>/", reports.report_detail, name="report_detail"),
    path(
        "campaigns/<int:campaign_id>/reports/<str:week>/write/", reports.summary_write, name="summary_write"
    ),
]

"""The addresses of the planning side."""

from django.urls import path

from campaigns.views import (
    calendar,
    calendar_generate,
    calendar_import,
    calendar_panel,
    campaign_audit,
    campaign_pages,
    campaign_verbs,
    clients,
    items,
    metric_charts,
    metric_grid,
    metric_import,
    metrics,
    plans,
)

app_name = "campaigns"

urlpatterns = [
    path("campaigns/", campaign_pages.campaign_list, name="campaign_list"),
    path("campaigns/new/", campaign_pages.campaign_create, name="campaign_create"),
    path("campaigns/<int:pk>/", campaign_pages.campaign_detail, name="campaign_detail"),
    path("campaigns/<int:pk>/edit/", campaign_pages.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/audit/", campaign_audit.campaign_audit, name="campaign_audit"),
    path("campaigns/<int:pk>/activate/", campaign_verbs.campaign_activate, name="campaign_activate"),
    path("campaigns/<int:pk>/pause/", campaign_verbs.campaign_pause, name="campaign_pause"),
    path("campaigns/<int:pk>/resume/", campaign_verbs.campaign_resume, name="campaign_resume"),
    path("campaigns/<int:pk>/complete/", campaign_verbs.campaign_complete, name="campaign_complete"),
    path("campaigns/<int:pk>/reopen/", campaign_verbs.campaign_reopen, name="campaign_reopen"),
    path("campaigns/<int:pk>/archive/", campaign_verbs.campaign_archive, name="campaign_archive"),
    path("campaigns/<int:pk>/delete/", campaign_verbs.campaign_delete, name="campaign_delete"),
    path(
        "campaigns/<int:pk>/automation/",
        campaign_verbs.campaign_hold_automation,
        name="campaign_hold_automation",
    ),
    path("campaigns/<int:pk>/plans/", plans.plan_list, name="plan_list"),
    path("campaigns/<int:pk>/plans/new/", plans.plan_create, name="plan_create"),
    path("campaigns/<int:pk>/plans/generate/", plans.plan_generate, name="plan_generate"),
    path("campaigns/<int:pk>/plans/<int:number>/", plans.plan_detail, name="plan_detail"),
    path(
        "campaigns/<int:pk>/calendar/generate/", calendar_generate.calendar_generate, name="calendar_generate"
    ),
    path("campaigns/<int:pk>/calendar/import/", calendar_import.calendar_import, name="calendar_import"),
    path("campaigns/<int:pk>/calendar/items/new/", items.item_create, name="item_create"),
    path("campaigns/<int:pk>/metrics/", metric_charts.campaign_metrics, name="campaign_metrics"),
    path("campaigns/<int:pk>/metrics/new/", metrics.metric_log, name="metric_log"),
    path("campaigns/<int:pk>/metrics/grid/", metric_grid.metric_grid, name="metric_grid"),
    path("campaigns/<int:pk>/metrics/import/", metric_import.metric_import, name="metric_import"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/items/<int:pk>/", items.item_detail, name="item_detail"),
    path("calendar/items/<int:pk>/panel/", calendar_panel.item_panel, name="item_panel"),
    path("calendar/items/<int:pk>/asset/", items.item_attach_asset, name="item_attach_asset"),
    path("calendar/items/<int:pk>/asset/remove/", items.item_remove_asset, name="item_remove_asset"),
    path("calendar/items/<int:pk>/edit/", items.item_edit, name="item_edit"),
    path("calendar/items/<int:pk>/move/", items.item_move, name="item_move"),
    path("calendar/items/<int:pk>/delete/", items.item_delete, name="item_delete"),
    path("calendar/items/<int:pk>/restore/", items.item_restore, name="item_restore"),
    path("metrics/", metrics.metric_list, name="metric_list"),
    path("metrics/<int:pk>/correct/", metrics.metric_correct, name="metric_correct"),
    path("metrics/<int:pk>/delete/", metrics.metric_delete, name="metric_delete"),
    path("clients/", clients.client_list, name="client_list"),
    path("clients/new/", clients.client_create, name="client_create"),
    path("clients/<int:pk>/", clients.client_detail, name="client_detail"),
    path("clients/<int:pk>/edit/", clients.client_edit, name="client_edit"),
    path("clients/<int:pk>/members/", clients.client_members, name="client_members"),
    path("clients/<int:pk>/accounts/new/", clients.account_create, name="account_create"),
    path("accounts/<int:pk>/edit/", clients.account_edit, name="account_edit"),
]

"""The addresses of the operator pages."""

from django.urls import path

from operator_tasks.views import (
    board,
    bulk,
    calendar_feed,
    campaign_tasks,
    files,
    people,
    proof_reading,
    report_files,
    reports,
    search,
    settings_away,
    settings_feeds,
    settings_help,
    settings_mine,
    settings_running,
    settings_tokens,
    share,
    sop_changes,
    sops,
    steps,
    task_list,
    tasks,
)
from operator_tasks.views.acts import ACTS, act_view

app_name = "operator_tasks"

urlpatterns = [
    path("", board.my_day, name="my_day"),
    path("share/", share.share, name="share"),
    path("search/", search.search_page, name="search"),
    path("tasks/", task_list.all_tasks, name="task_list"),
    path("tasks/bulk/", bulk.task_bulk, name="task_bulk"),
    path("tasks/take-back/", bulk.task_take_back, name="task_take_back"),
    path("tasks/<int:task_id>/", tasks.task_detail, name="task_detail"),
    path("tasks/<int:task_id>/steps/<int:number>/", steps.step_tick, name="step_tick"),
    path("tasks/<int:task_id>/steps/<int:number>/report/", steps.step_report, name="step_report"),
    path("tasks/<int:task_id>/procedure/report/", steps.step_report, name="procedure_report"),
    path("tasks/<int:task_id>/proof/read/", proof_reading.proof_read, name="proof_read"),
    *[
        path(f"tasks/<int:task_id>/{act.name.replace('_', '-')}/", act_view(act), name=f"task_{act.name}")
        for act in ACTS
    ],
    path("proofs/<int:proof_id>/file/", files.proof_file, name="proof_file"),
    path("calendar-items/<int:item_id>/asset/", files.item_asset, name="item_asset"),
    path("campaigns/<int:campaign_id>/tasks/", campaign_tasks.campaign_panel, name="campaign_panel"),
    path("campaigns/<int:campaign_id>/tasks/generate/", campaign_tasks.tasks_generate, name="tasks_generate"),
    path(
        "campaigns/<int:campaign_id>/tasks/share-out/",
        campaign_tasks.tasks_share_out,
        name="tasks_share_out",
    ),
    path("campaigns/<int:campaign_id>/tasks/new/", campaign_tasks.task_create, name="task_create"),
    path("reports/", reports.report_list, name="report_list"),
    path("campaigns/<int:campaign_id>/reports/", reports.report_jump, name="report_jump"),
    path("campaigns/<int:campaign_id>/reports/csv/", report_files.weeks_csv, name="report_weeks_csv"),
    path("campaigns/<int:campaign_id>/reports/<str:week>/", reports.report_detail, name="report_detail"),
    path("campaigns/<int:campaign_id>/reports/<str:week>/csv/", report_files.week_csv, name="report_csv"),
    path(
        "campaigns/<int:campaign_id>/reports/<str:week>/write/", reports.summary_write, name="summary_write"
    ),
    path("people/", people.people, name="people"),
    path("people/invite/", people.people_invite, name="people_invite"),
    path("people/invitations/<int:invitation_id>/", people.invitation_link, name="invitation_link"),
    path("people/invitations/<int:invitation_id>/again/", people.invitation_again, name="invitation_again"),
    path(
        "people/invitations/<int:invitation_id>/revoke/", people.invitation_revoke, name="invitation_revoke"
    ),
    path("invitations/<str:text>/", people.invitation, name="invitation"),
    path("settings/", settings_mine.settings_mine, name="settings_mine"),
    path("settings/test-mail/", settings_mine.trial_mail, name="settings_trial_mail"),
    path("settings/morning-mail/", settings_mine.morning_mail, name="settings_morning_mail"),
    path("settings/password/", settings_mine.settings_password, name="settings_password"),
    path("settings/away/", settings_away.settings_away, name="settings_away"),
    path("settings/away/<int:period_id>/remove/", settings_away.away_remove, name="away_remove"),
    path("settings/running/", settings_running.settings_running, name="settings_running"),
    path("settings/tokens/", settings_tokens.settings_tokens, name="settings_tokens"),
    path("settings/tokens/<int:token_id>/revoke/", settings_tokens.token_revoke, name="token_revoke"),
    path("settings/calendar-links/", settings_feeds.settings_feeds, name="settings_feeds"),
    path("settings/calendar-links/<int:feed_id>/revoke/", settings_feeds.feed_revoke, name="feed_revoke"),
    path("settings/help/", settings_help.settings_help, name="settings_help"),
    path("api/v1/calendar.ics", calendar_feed.calendar_feed, name="calendar_feed"),
    path("sops/", sops.sop_list, name="sop_list"),
    path("sops/<int:sop_id>/", sops.sop_detail, name="sop_detail"),
    path("sops/<int:sop_id>/draft/", sop_changes.sop_draft, name="sop_draft"),
    path("sops/<int:sop_id>/draft/discard/", sop_changes.sop_discard, name="sop_discard"),
    path("sops/<int:sop_id>/retire/", sop_changes.sop_retire, name="sop_retire"),
    path("sops/<int:sop_id>/restore/", sop_changes.sop_restore, name="sop_restore"),
    path("sops/<int:sop_id>/move-tasks/", sop_changes.sop_move_tasks, name="sop_move_tasks"),
    path("sops/reports/<int:report_id>/answer/", sops.sop_answer, name="sop_answer"),
]

"""Every page of the demo workspace that a person can open, by a name that a picture can have."""

from django.contrib import admin
from django.urls import reverse

from campaigns.models import CalendarItem, Campaign
from operator_tasks.models import OperatorTask, Sop


def manager_pages():
    campaign = Campaign.objects.get(name="Winter bread")
    posts = OperatorTask.objects.filter(campaign=campaign, task_type="POST", platform="linkedin")
    week = campaign.weekly_summaries.latest("week_start").week
    item = CalendarItem.objects.filter(campaign=campaign).first()
    metric = campaign.metric_entries.first()
    account = campaign.client.accounts.first()
    own, client = f"/campaigns/{campaign.pk}", f"/clients/{campaign.client_id}"
    return {
        "my-day": "/",
        "tasks": "/tasks/",
        "search": "/search/?q=bread",
        "task": f"/tasks/{posts.filter(status='PENDING').first().pk}/",
        "task-done": f"/tasks/{posts.filter(status='DONE').first().pk}/",
        "task-block": f"/tasks/{posts.filter(status='PENDING').first().pk}/block/",
        "share": "/share/?text=https://www.linkedin.com/feed/update/urn:li:share:7454978812603375616",
        "campaigns": "/campaigns/",
        "campaign": f"{own}/",
        "campaign-edit": f"{own}/edit/",
        "campaign-tasks": f"{own}/tasks/",
        "new-campaign": "/campaigns/new/",
        "new-task": f"{own}/tasks/new/",
        "plan": f"{own}/plans/1/",
        "new-plan": f"{own}/plans/new/",
        "calendar": f"/calendar/?campaign={campaign.pk}",
        "calendar-all": "/calendar/",
        "calendar-week": f"/calendar/?campaign={campaign.pk}&view=week",
        "calendar-list": f"/calendar/?campaign={campaign.pk}&view=list",
        "calendar-generate": f"{own}/calendar/generate/",
        "calendar-import": f"{own}/calendar/import/",
        "calendar-item": f"/calendar/items/{item.pk}/",
        "calendar-item-edit": f"/calendar/items/{item.pk}/edit/",
        "new-calendar-item": f"{own}/calendar/items/new/",
        "metrics": "/metrics/",
        "campaign-metrics": f"{own}/metrics/",
        "metric-log": f"{own}/metrics/new/",
        "metric-grid": f"{own}/metrics/grid/",
        "metric-import": f"{own}/metrics/import/",
        "metric-correct": f"/metrics/{metric.pk}/correct/",
        "reports": "/reports/",
        "report": f"{own}/reports/{week}/",
        "audit": f"{own}/audit/",
        "clients": "/clients/",
        "client": f"{client}/",
        "client-edit": f"{client}/edit/",
        "client-members": f"{client}/members/",
        "account": f"/accounts/{account.pk}/edit/",
        "people": "/people/",
        "people-invite": "/people/invite/",
        "settings": "/settings/",
        "password": "/settings/password/",
        "security": "/settings/security/",
        "security-keys": "/settings/security/keys/",
        "devices": "/settings/devices/",
        "away": "/settings/away/",
        "running": "/settings/running/",
        "tokens": "/settings/tokens/",
        "calendar-links": "/settings/calendar-links/",
        "webhooks": "/settings/webhooks/",
        "new-webhook": "/settings/webhooks/new/",
        "help": "/settings/help/",
        "sops": "/sops/",
        "sop": f"/sops/{Sop.objects.get(platform='linkedin', content_type='post').pk}/",
        "sop-draft": f"/sops/{Sop.objects.get(platform='linkedin', content_type='post').pk}/draft/",
        "offline": "/offline/",
    }


def admin_pages():
    return {
        "admin": "/admin/",
        "admin-away": "/admin/operator_tasks/awayperiod/",
        "admin-tasks": "/admin/operator_tasks/operatortask/",
        "admin-audit": "/admin/campaigns/operatorauditlog/",
        "admin-tokens": "/admin/campaigns/apitoken/",
        "admin-calendar-links": "/admin/campaigns/calendarfeed/",
    }


def every_admin_page():
    """The list of each model, the page of a new row where one can be made, and that of the first row there is."""
    pages = {"overview": "/admin/", "run-now": "/admin/operator_tasks/jobrun/run-now/"}
    for model, page in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        short = model._meta.model_name
        pages[short] = reverse(f"admin:{name}_changelist")
        if getattr(page, "can_add", False):
            pages[f"{short}, new"] = reverse(f"admin:{name}_add")
        if getattr(page, "can_import", False):
            pages[f"{short}, import"] = reverse(f"admin:{name}_import")
        first = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
        if first is not None:
            pages[f"{short}, one"] = reverse(f"admin:{name}_change", args=[first])
    return pages

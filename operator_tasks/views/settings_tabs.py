"""The tabs above every page of the settings: what a person of this role finds there."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from campaigns.actor import WORKS

Tab = dict[str, object]
EVERYBODY = ""
PAGES = (
    ("operator_tasks:settings_mine", gettext_lazy("My settings"), EVERYBODY),
    ("operator_tasks:settings_password", gettext_lazy("Password"), EVERYBODY),
    ("mfa_index", gettext_lazy("Security"), EVERYBODY),
    ("usersessions_list", gettext_lazy("Devices"), EVERYBODY),
    ("operator_tasks:settings_away", gettext_lazy("Away days"), WORKS),
    ("operator_tasks:sop_list", gettext_lazy("Procedures"), WORKS),
    ("operator_tasks:settings_running", gettext_lazy("What is running"), WORKS),
    ("operator_tasks:settings_tokens", gettext_lazy("API tokens"), EVERYBODY),
    ("operator_tasks:settings_feeds", gettext_lazy("Calendar links"), EVERYBODY),
    ("campaigns:webhook_list", gettext_lazy("Webhooks"), "campaigns.manage_webhooks"),
    ("operator_tasks:settings_help", gettext_lazy("Guide"), EVERYBODY),
)


def settings_tabs(request: HttpRequest) -> list[Tab]:
    """Viewers find their own choices and keys, and the guide; procedures and what runs are for those who work here."""
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        {"url": reverse(view), "text": str(text), "is_current": view == here}
        for view, text, permission in PAGES
        if permission == EVERYBODY or request.user.has_perm(permission)
    ]

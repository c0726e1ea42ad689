"""The tabs above every page of the settings: what a person of this role finds there."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.views.doors import works_here

Tab = dict[str, object]


def settings_tabs(request: HttpRequest) -> list[Tab]:
    """Viewers find their own choices and keys, and the guide; procedures and what runs are for those who work here."""
    pages = [
        ("operator_tasks:settings_mine", _("My settings"), True),
        ("operator_tasks:settings_password", _("Password"), True),
        ("operator_tasks:settings_away", _("Away days"), works_here(request)),
        ("operator_tasks:sop_list", _("Procedures"), works_here(request)),
        ("operator_tasks:settings_running", _("What is running"), works_here(request)),
        ("operator_tasks:settings_tokens", _("API tokens"), True),
        ("operator_tasks:settings_feeds", _("Calendar links"), True),
        ("campaigns:webhook_list", _("Webhooks"), request.user.has_perm("campaigns.manage_webhooks")),
        ("operator_tasks:settings_help", _("Guide"), True),
    ]
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        {"url": reverse(view), "text": text, "is_current": view == here}
        for view, text, is_shown in pages
        if is_shown
    ]

"""The admin as managers find it: its first page says what is late, who has how much, what ends and what runs."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from campaigns.actor import MANAGES
from campaigns.domain.preferences import preferences_of
from operator_tasks.domain.overview import overview


class OperationsSite(AdminSite):
    index_template = "admin/overview.html"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The one sign-in for all pages; people who are signed in and no staff are refused."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """People change their own password on the page that enters it in the audit log."""
        return redirect("operator_tasks:settings_password")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The overview is for managers; other staff find the list of pages alone."""
        shown = dict(extra_context or {})
        if isinstance(request.user, User) and request.user.has_perm(MANAGES):
            zone = preferences_of(request.user).zone
            shown |= {"overview": overview(request.user, zone=zone, now=timezone.now()), "zone": zone}
        return super().index(request, shown)

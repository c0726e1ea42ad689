"""What every page of the planning side does at its door: who may enter, who acts, and what a refusal answers."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from campaigns.actor import WORKS, Actor, Via
from campaigns.forms import VerbForm
from campaigns.models import Campaign

MANAGE = "campaigns.manage_campaigns"
MANAGE_CLIENTS = "campaigns.manage_clients"
LOG_METRICS = "campaigns.log_metrics"
PAUSE_AUTOMATION = "campaigns.pause_automation"
READ_AUDIT = "campaigns.read_audit"

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def needs(permission: str) -> Callable[[View[Rest]], View[Rest]]:
    """Signed in and allowed: others are sent to the login, or answered 403."""

    def guarded(view: View[Rest]) -> View[Rest]:
        allowed = permission_required(permission, raise_exception=True)(view)
        return login_required(allowed)

    return guarded


def asks_for_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts a part of a page in place; a plain browser wants whole pages."""
    return bool(request.htmx)  # type: ignore[attr-defined]  # set by django-htmx


def page_actor(request: HttpRequest) -> Actor:
    return Actor.from_request(request, via=Via.PAGE)


def works_here(request: HttpRequest) -> bool:
    return request.user.has_perm(WORKS)


def visible_campaign(request: HttpRequest, pk: int) -> Campaign:
    """The campaign with its client; another client's is 404."""
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("client"), pk=pk)


def form_page(request: HttpRequest, template: str, form: VerbForm, context: dict[str, Any]) -> HttpResponse:
    """A page around a form; refused, it says so by its status as well."""
    return render(request, template, {"form": form, **context}, status=form.answer_status)

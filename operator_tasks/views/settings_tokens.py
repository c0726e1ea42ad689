"""My API tokens: made here, their text shown once in the answer and kept nowhere, revoked when no longer used."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from campaigns.domain.api_tokens import create_token, revoke_token
from campaigns.domain.key_states import token_state
from campaigns.domain.preferences import preferences_of
from campaigns.errors import DomainError
from campaigns.forms import submit
from campaigns.models import ApiToken
from campaigns.views.doors import page_actor
from operator_tasks.settings_forms import TokenForm
from operator_tasks.views.answers import person
from operator_tasks.views.settings_tabs import settings_tabs
from operator_tasks.views.shown_keys import MOST_SHOWN, ShownKey

PAGE = "operator_tasks:settings_tokens"
CURL = 'curl -H "Authorization: Bearer cops_…" \\\n  %s/api/v1/tasks/'


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_tokens(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = TokenForm(request.POST if request.method == "POST" else None)
    if submit(form, lambda: _make(request, form, now)):
        token, text = form.result
        shown = {"made": token, "text": text, "form": TokenForm()}
        return _page(request, shown, now, status=201)
    return _page(request, {"form": form}, now, status=form.answer_status)


def _make(request: HttpRequest, form: TokenForm, now: datetime) -> tuple[ApiToken, str]:
    return create_token(person(request), **form.cleaned_data, by=page_actor(request), now=now)


def _page(request: HttpRequest, shown: dict[str, Any], now: datetime, status: int) -> HttpResponse:
    user = person(request)
    context = {
        "tokens": _tokens(user, now),
        "zone": preferences_of(user).zone,
        "example": CURL % settings.SITE_URL,
        "tabs": settings_tabs(request),
        **shown,
    }
    return render(request, "operator_tasks/settings_tokens.html", context, status=status)


def _tokens(user: User, now: datetime) -> list[ShownKey]:
    """The person's own, the latest first; those that were revoked come last."""
    rows = ApiToken.objects.filter(user=user)
    rows = rows.order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk")
    return [ShownKey(token, token_state(token, now=now)) for token in rows[:MOST_SHOWN]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=token_id, user=person(request))
    if request.method != "POST":
        return render(request, "operator_tasks/settings_token_revoke.html", {"token": token})
    try:
        revoke_token(token, by=page_actor(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("“%(name)s” is revoked.") % {"name": token.name})
    return redirect(PAGE)

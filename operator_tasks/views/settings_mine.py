"""My settings: clock, language, look, keys and mail; my password; and a mail to see whether mail arrives."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.actor import WORKS
from campaigns.choices import DigestDays
from campaigns.domain.people import change_password
from campaigns.domain.preferences import change_preferences, preferences_of
from campaigns.errors import DomainError, StaleVersion
from campaigns.forms import submit
from campaigns.models import Preferences
from campaigns.views.doors import needs, page_actor, works_here
from operator_tasks.choices import NoticeKind
from operator_tasks.domain.letters import compose
from operator_tasks.domain.mail_parts import Unsent
from operator_tasks.domain.trial_mail import next_morning, send_trial_mail
from operator_tasks.models import Notice
from operator_tasks.settings_forms import PasswordForm, PreferencesForm
from operator_tasks.views.answers import person
from operator_tasks.views.settings_tabs import settings_tabs

MINE = "operator_tasks:settings_mine"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_mine(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), person(request)
    stored = preferences_of(user)
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm(sent, stored=stored, now=now, gets_mail=works_here(request))
    if submit(form, lambda: _change(request, form, now)):
        # The answer is already in the language that was chosen a moment ago.
        with translation.override(form.result.language or translation.get_language()):
            messages.success(request, _("Your settings are saved."))
        return redirect(MINE)
    if isinstance(form.refusal, StaleVersion):
        form.meet_stored(Preferences.objects.get(user=user))
    return _mine(request, form, stored)


def _change(request: HttpRequest, form: PreferencesForm, now: datetime) -> Preferences:
    seen = form.cleaned_data["version"]
    return change_preferences(
        person(request), values=form.values, by=page_actor(request), now=now, seen_version=seen
    )


def _mine(request: HttpRequest, form: PreferencesForm, stored: Preferences) -> HttpResponse:
    email = person(request).email
    wants_mail = stored.digest != DigestDays.NEVER or stored.escalation_mail
    context = {
        "form": form,
        "email": email,
        "lacks_address": wants_mail and not email,
        "gets_mail": works_here(request),
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_tasks/settings_mine.html", context, status=form.answer_status)


@require_POST
@login_required
def trial_mail(request: HttpRequest) -> HttpResponse:
    try:
        went = send_trial_mail(person(request))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, went)
    return redirect(MINE)


@require_safe
@needs(WORKS)
def morning_mail(request: HttpRequest) -> HttpResponse:
    """What the next morning mail would say, were nothing done until then; nothing is sent or entered."""
    user = person(request)
    chosen = preferences_of(user)
    at = next_morning(chosen, timezone.now())
    day = at.astimezone(chosen.zone).date().isoformat()
    letter = compose(Notice(pk=0, user=user, kind=NoticeKind.DIGEST, key=day, created_at=at), now=at)
    context = {
        "letter": None if isinstance(letter, Unsent) else letter,
        "why_not": letter.why if isinstance(letter, Unsent) else "",
        "at": at,
        "zone": chosen.zone,
    }
    return render(request, "operator_tasks/settings_morning_mail.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if submit(form, lambda: _change_password(request, form)):
        # Every other session of this person ends with the old password; this one goes on.
        update_session_auth_hash(request, form.result)
        messages.success(request, _("Your password is changed. Other devices have to log in again."))
        return redirect(MINE)
    context = {"form": form, "tabs": settings_tabs(request)}
    return render(request, "operator_tasks/settings_password.html", context, status=form.answer_status)


def _change_password(request: HttpRequest, form: PasswordForm) -> object:
    old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
    return change_password(person(request), old=old, new=new, by=page_actor(request), now=timezone.now())

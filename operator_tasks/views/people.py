"""People: who is here and who is to come, for those who invite; and the page that a link of an invitation opens."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.domain.preferences import preferences_of
from campaigns.errors import DomainError
from campaigns.forms import submit
from campaigns.forms.clients import ClientFilterForm
from campaigns.models.audited import AuditedModel
from campaigns.views.doors import needs, page_actor
from campaigns.views.paging import asked_page
from operator_tasks.domain.invitations import (
    accept_invitation,
    invitation_behind,
    invite,
    invite_again,
    link_of,
    revoke_invitation,
)
from operator_tasks.domain.mail_server import mail_stays_here
from operator_tasks.domain.people_list import open_invitations, people_found, person_rows
from operator_tasks.models import Invitation
from operator_tasks.models.invitation import INVITES
from operator_tasks.people_forms import AcceptForm, InvitationForm
from operator_tasks.views.answers import person

PEOPLE = "operator_tasks:people"


@require_safe
@needs(INVITES)
def people(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    filters = ClientFilterForm(request.GET)
    q = filters.cleaned_data["q"] if filters.is_valid() else ""
    page = asked_page(people_found(q), request)
    context = {
        "page": page,
        "people": person_rows(page.rows),
        "filters": filters,
        "is_filtered": bool(q),
        "invitations": open_invitations(now=now),
        "mail_stays_here": mail_stays_here(),
        "zone": preferences_of(person(request)).zone,
    }
    return render(request, "operator_tasks/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(INVITES)
def people_invite(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), person(request)
    sent = request.POST if request.method == "POST" else None
    form = InvitationForm(sent, may_invite_managers=user.is_superuser)
    if submit(form, lambda: _invite(request, form, now)):
        told = _("%(address)s is invited; the mail goes out within a minute.")
        messages.success(request, told % {"address": form.result.email})
        return redirect(PEOPLE)
    return render(request, "operator_tasks/people_invite.html", {"form": form}, status=form.answer_status)


def _invite(request: HttpRequest, form: InvitationForm, now: datetime) -> Invitation:
    given: dict[str, Any] = form.cleaned_data
    role, clients = given["role"], given["clients"]
    return invite(given["email"], role=role, client_ids=clients, by=page_actor(request), now=now)


@require_POST
@needs(INVITES)
def invitation_again(request: HttpRequest, invitation_id: int) -> HttpResponse:
    return _change(
        request, invitation_id, invite_again, _("%(address)s gets a new link; the older one ended.")
    )


@require_POST
@needs(INVITES)
def invitation_revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    return _change(
        request, invitation_id, revoke_invitation, _("The invitation of %(address)s is taken back.")
    )


def _change(
    request: HttpRequest, invitation_id: int, verb: Callable[..., AuditedModel], told: str
) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=invitation_id)
    try:
        verb(invitation, by=page_actor(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, told % {"address": invitation.email})
    return redirect(PEOPLE)


@require_safe
@needs(INVITES)
def invitation_link(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The link to hand over by other means, only where no mail server is set: elsewhere it is for who is invited."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user).open(), pk=invitation_id)
    if not mail_stays_here():
        messages.error(request, _("The link is in the mail; only who is invited gets it."))
        return redirect(PEOPLE)
    context = {"invitation": invitation, "link": link_of(invitation)}
    return render(request, "operator_tasks/invitation_link.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, text: str) -> HttpResponse:
    now = timezone.now()
    try:
        found = invitation_behind(text, now=now)
    except DomainError as refusal:
        told = {"refusal": refusal.message}
        return render(request, "operator_tasks/invitation_ended.html", told, status=refusal.status)
    if request.user.is_authenticated:
        return render(request, "operator_tasks/invitation_other.html", {"invitation": found}, status=409)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if submit(form, lambda: _accept(found, form, now)):
        messages.success(request, _("Welcome! Log in with the name and password that you chose."))
        return redirect("account_login")
    context = {"form": form, "invitation": found}
    return render(request, "operator_tasks/invitation.html", context, status=form.answer_status)


def _accept(found: Invitation, form: AcceptForm, now: datetime) -> Any:
    username, name, password = (form.cleaned_data[field] for field in ("username", "name", "new_password"))
    return accept_invitation(found, username=username, name=name, password=password, now=now)

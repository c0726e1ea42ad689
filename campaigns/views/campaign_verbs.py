"""The doors that the verbs of a campaign are posted to; a refusal shows the campaign with the refused form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.choices import ResumePolicy
from campaigns.domain import campaigns as verbs
from campaigns.domain.housekeeping import archive_campaign, delete_campaign, hold_automation
from campaigns.forms import submit
from campaigns.models import Campaign
from campaigns.views.campaign_pages import campaign_page
from campaigns.views.doors import MANAGE, PAUSE_AUTOMATION, needs, page_actor, visible_campaign
from campaigns.views.verb_boxes import KIND_OF

# Takes the campaign, what the form gave, and by whom and when as `by` and `now`.
Verb = Callable[..., Any]


def _answer(request: HttpRequest, pk: int, name: str, verb: Verb, done: str, to: str = "") -> HttpResponse:
    campaign = visible_campaign(request, pk)
    form = KIND_OF[name].form(request.POST)
    told = {"by": page_actor(request), "now": timezone.now()}
    if submit(form, lambda: verb(campaign, form.cleaned_data, **told)):
        messages.success(request, done)
        return redirect(to) if to else redirect("campaigns:campaign_detail", pk)
    return campaign_page(request, visible_campaign(request, pk), refused=(name, form))


@require_POST
@needs(MANAGE)
def campaign_activate(request: HttpRequest, pk: int) -> HttpResponse:
    def activate(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        return verbs.activate_campaign(campaign, seen_version=given["version"], **told)

    return _answer(request, pk, "activate", activate, _("The campaign is active."))


@require_POST
@needs(MANAGE)
def campaign_pause(request: HttpRequest, pk: int) -> HttpResponse:
    def pause(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        return verbs.pause_campaign(campaign, reason=given["reason"], seen_version=given["version"], **told)

    return _answer(request, pk, "pause", pause, _("The campaign is paused."))


@require_POST
@needs(MANAGE)
def campaign_resume(request: HttpRequest, pk: int) -> HttpResponse:
    def resume(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        policy = ResumePolicy(given["policy"])
        return verbs.resume_campaign(campaign, policy=policy, seen_version=given["version"], **told)

    return _answer(request, pk, "resume", resume, _("The campaign is active again."))


@require_POST
@needs(MANAGE)
def campaign_complete(request: HttpRequest, pk: int) -> HttpResponse:
    def complete(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        return verbs.complete_campaign(
            campaign, open_tasks_seen=given["open_tasks"], seen_version=given["version"], **told
        )

    return _answer(request, pk, "complete", complete, _("The campaign is completed."))


@require_POST
@needs(MANAGE)
def campaign_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    def reopen(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        return verbs.reopen_campaign(
            campaign,
            reason=given["reason"],
            end_date=given["end_date"],
            seen_version=given["version"],
            **told,
        )

    return _answer(request, pk, "reopen", reopen, _("The campaign is active again."))


@require_POST
@needs(MANAGE)
def campaign_archive(request: HttpRequest, pk: int) -> HttpResponse:
    def archive(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        return archive_campaign(campaign, seen_version=given["version"], **told)

    return _answer(request, pk, "archive", archive, _("The campaign is archived."))


@require_POST
@needs(MANAGE)
def campaign_delete(request: HttpRequest, pk: int) -> HttpResponse:
    def delete(campaign: Campaign, given: dict[str, Any], **told: Any) -> None:
        delete_campaign(campaign, seen_version=given["version"], **told)

    done = _("The campaign was deleted; the audit log keeps its last state.")
    return _answer(request, pk, "delete", delete, done, to="campaigns:campaign_list")


@require_POST
@needs(PAUSE_AUTOMATION)
def campaign_hold_automation(request: HttpRequest, pk: int) -> HttpResponse:
    def hold(campaign: Campaign, given: dict[str, Any], **told: Any) -> Campaign:
        return hold_automation(campaign, held=given["held"], **told)

    return _answer(request, pk, "hold_automation", hold, _("Done. The change counts from now on."))

"""The tasks of one campaign: its panel, making them from the calendar, and making one by hand."""

from collections.abc import Sequence
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.actor import MANAGES, WORKS
from campaigns.choices import CampaignStatus
from campaigns.forms import VerbForm, submit
from campaigns.models import Campaign
from campaigns.views.doors import (
    MANAGE,
    asks_for_part,
    form_page,
    needs,
    page_actor,
    visible_campaign,
    works_here,
)
from operator_tasks.domain import queries
from operator_tasks.domain.even_load import share_out
from operator_tasks.domain.planning import PlannedTasks, plan_tasks
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.forms import ManualTaskForm, page_number
from operator_tasks.views.answers import person

NOTES_TOLD = 5


@login_required
@require_safe
@vary_on_headers("HX-Request")
def campaign_panel(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """A page of its own, and only its list for the campaign page that loads it."""
    return _panel(request, visible_campaign(request, campaign_id))


@needs(MANAGE)
@require_POST
def tasks_generate(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    now, form = timezone.now(), VerbForm({})
    if not submit(form, lambda: plan_tasks(campaign, by=page_actor(request), now=now)):
        return _panel(request, campaign, form=form)
    _tell(request, form.result)
    return redirect("campaigns:campaign_detail", campaign.pk)


@needs(MANAGES)
@require_POST
def tasks_share_out(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    shared = share_out(campaign, by=page_actor(request), now=timezone.now())
    text = ngettext("%(count)d task was shared out", "%(count)d tasks were shared out", shared.count)
    people = ", ".join(f"{name} {count}" for name, count in shared.given)
    messages.success(request, ": ".join(filter(None, [text % {"count": shared.count}, people])) + ".")
    for sentence in _at_most(shared.left):
        messages.warning(request, sentence)
    return redirect("operator_tasks:campaign_panel", campaign.pk)


@needs(WORKS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_create(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    now = timezone.now()
    form = ManualTaskForm(request.POST if request.method == "POST" else None, campaign=campaign)
    verb = partial(create_manual_task, campaign, by=page_actor(request), now=now)
    if form.is_bound and submit(form, lambda: verb(**form.cleaned_data)):
        messages.success(request, _("Made: %(task)s.") % {"task": form.result.title})
        return redirect("operator_tasks:task_detail", form.result.pk)
    return form_page(request, "operator_tasks/task_create.html", form, {"campaign": campaign})


def _panel(request: HttpRequest, campaign: Campaign, *, form: VerbForm | None = None) -> HttpResponse:
    now, wanted = timezone.now(), request.GET.get("status", "")
    bucket = wanted if wanted in queries.CAMPAIGN else ""
    page = page_number(request.GET)
    context = {
        "campaign": campaign,
        "tasks": queries.campaign_tasks(campaign, person(request), now, bucket=bucket, page=page),
        "bucket": bucket,
        "form": form,
        "may_work": works_here(request),
        "is_finished": campaign.status == CampaignStatus.COMPLETED,
        "now": now,
    }
    name = "_campaign_panel" if asks_for_part(request) else "campaign_panel"
    status = form.answer_status if form else 200
    return render(request, f"operator_tasks/{name}.html", context, status=status)


def _at_most(sentences: Sequence[str]) -> list[str]:
    more = len(sentences) - NOTES_TOLD
    return [*sentences[:NOTES_TOLD], *([_("and %(count)d more.") % {"count": more}] if more > 0 else [])]


def _tell(request: HttpRequest, planned: PlannedTasks) -> None:
    """What was made and kept as one message, and the reasons for what was left out as another."""
    made = len(planned.created)
    text = ngettext("%(count)d task was made", "%(count)d tasks were made", made) % {"count": made}
    kept = _("%(count)d were there already") % {"count": planned.kept}
    messages.success(request, f"{text}; {kept}.")
    if not planned.notes:
        return
    told = _at_most(planned.notes)
    left_out = ngettext(
        "%(count)d item was left out:", "%(count)d items were left out:", len(planned.notes)
    ) % {"count": len(planned.notes)}
    messages.warning(request, " ".join([left_out, *told]))

"""The pages of plans: a new version, and a version with what it changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import plan_generators
from campaigns.domain.plans import generate_plan, save_plan
from campaigns.forms import submit
from campaigns.forms.plan import AgainstForm, GeneratePlanForm, PlanForm
from campaigns.models import Campaign, CampaignPlan
from campaigns.views.doors import MANAGE, form_page, needs, page_actor, visible_campaign
from campaigns.views.paging import asked_page
from campaigns.views.plan_diff import plan_diff

VERSIONS_TO_CHOOSE = 100
CONTENT = ("positioning", "angles", "messaging", "weekly_themes")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def plan_create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    latest = campaign.plans.order_by("-number").first()
    initial = {name: getattr(latest, name) for name in CONTENT} if latest else {}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: save_plan(campaign, **form.cleaned_data, by=by, now=now)):
        return _to_plan(request, campaign, form.result.number)
    drafts = GeneratePlanForm(generators=plan_generators.names())
    context = {"campaign": campaign, "latest": latest, "drafts": drafts}
    return form_page(request, "campaigns/plan_create.html", form, context)


@require_POST
@needs(MANAGE)
def plan_generate(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    drafts = GeneratePlanForm(request.POST, generators=plan_generators.names())
    by, now = page_actor(request), timezone.now()
    if submit(
        drafts, lambda: generate_plan(campaign, generator=drafts.cleaned_data["generator"], by=by, now=now)
    ):
        return _to_plan(request, campaign, drafts.result.number)
    context = {"campaign": campaign, "form": PlanForm(), "drafts": drafts}
    return render(request, "campaigns/plan_create.html", context, status=drafts.answer_status)


def _to_plan(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    messages.success(request, _("Version %(number)d of the plan is saved.") % {"number": number})
    return redirect("campaigns:plan_detail", campaign.pk, number)


@require_safe
@login_required
def plan_list(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    page = asked_page(campaign.plans.order_by("-number"), request)
    return render(request, "campaigns/plan_list.html", {"campaign": campaign, "page": page, "tab": "plans"})


@require_safe
@login_required
def plan_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version beside the one before it, or beside the one that `?against=` names."""
    campaign = visible_campaign(request, pk)
    plan = get_object_or_404(campaign.plans, number=number)
    numbers = list(campaign.plans.order_by("-number").values_list("number", flat=True)[:VERSIONS_TO_CHOOSE])
    form = AgainstForm(request.GET, numbers=[each for each in numbers if each != number])
    other = _other(campaign, plan, form.cleaned_data["against"] if form.is_valid() else None)
    older, newer = (other, plan) if other and other.number < plan.number else (plan, other)
    context = {
        "campaign": campaign,
        "plan": plan,
        "form": form,
        "older": older if other else None,
        "newer": newer,
        "parts": plan_diff(older, newer) if newer else [],
        "previous": number - 1,
        "next": number + 1 if numbers and number < numbers[0] else None,
    }
    return render(request, "campaigns/plan_detail.html", context)


def _other(campaign: Campaign, plan: CampaignPlan, number: int | None) -> CampaignPlan | None:
    """The version to compare with: the one asked for, else the one before."""
    others = campaign.plans.filter(number=number) if number else campaign.plans.filter(number__lt=plan.number)
    return others.order_by("-number").first()

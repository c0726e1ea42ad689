"""Weekly summaries: which there are, one beside the week before it, and writing one by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import InvalidInput
from campaigns.forms import VerbForm, submit
from campaigns.models import Campaign
from campaigns.views.doors import needs, page_actor, visible_campaign
from operator_tasks.domain.queries import page_of
from operator_tasks.domain.reports import week_report, week_to_show
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.weeks import Week, parse_week
from operator_tasks.forms import FIRST_YEAR, LAST_YEAR, page_number
from operator_tasks.models import WeeklySummary
from operator_tasks.views.charts import engagement_chart, tasks_chart

WRITES = "operator_tasks.write_summaries"
CAMPAIGNS_TO_CHOOSE = 100


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    summaries = WeeklySummary.objects.visible_to(request.user).select_related("campaign__client")
    campaigns = Campaign.objects.visible_to(request.user).listed().select_related("client")
    context = {
        "page": page_of(summaries, page_number(request.GET)),
        "campaigns": [(each, week_to_show(each, now).name) for each in campaigns[:CAMPAIGNS_TO_CHOOSE]],
        "now": now,
    }
    return render(request, "operator_tasks/report_list.html", context)


@login_required
@require_safe
def report_detail(request: HttpRequest, campaign_id: int, week: str) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    return _report(request, campaign, _week(campaign, week))


@needs(WRITES)
@require_POST
def summary_write(request: HttpRequest, campaign_id: int, week: str) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    wanted = _week(campaign, week)
    now, form = timezone.now(), VerbForm({})
    if not submit(form, lambda: write_summary(campaign, wanted, by=page_actor(request), now=now)):
        return _report(request, campaign, wanted, form=form)
    messages.success(request, _("The summary of %(week)s was written.") % {"week": wanted.name})
    return redirect("operator_tasks:report_detail", campaign.pk, wanted.name)


def _week(campaign: Campaign, name: str) -> Week:
    try:
        week = parse_week(name, campaign.zone)
    except InvalidInput as refusal:
        raise Http404(refusal.message) from refusal
    if not FIRST_YEAR <= week.monday.year <= LAST_YEAR:
        raise Http404("No campaign runs in such a week.")
    return week


def _report(
    request: HttpRequest, campaign: Campaign, week: Week, *, form: VerbForm | None = None
) -> HttpResponse:
    report = week_report(campaign, week, timezone.now())
    context = {
        "report": report,
        "campaign": campaign,
        "form": form,
        "tasks_chart": tasks_chart(report),
        "engagement_chart": engagement_chart(report),
        "may_write": report.has_begun and request.user.has_perm(WRITES),
        "next_week": week.next().name,
        "week_before": week.before().name,
    }
    status = form.answer_status if form else 200
    return render(request, "operator_tasks/report_detail.html", context, status=status)

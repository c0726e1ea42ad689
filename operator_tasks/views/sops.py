"""The library of procedures: the list, one procedure with its history, and the answers to what was reported."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.actor import PUBLISHES, WORKS
from campaigns.errors import StaleVersion
from campaigns.forms import submit
from campaigns.views.doors import needs, page_actor
from campaigns.views.plan_diff import DiffPart
from operator_tasks.domain.sop_library import SopPage, VersionRow, library, sop_page
from operator_tasks.domain.sop_reports import answer_report
from operator_tasks.models import Sop, SopReport
from operator_tasks.settings_forms import AnswerForm
from operator_tasks.views.answers import person
from operator_tasks.views.settings_tabs import settings_tabs
from operator_tasks.views.sop_diff import sop_diff


@dataclass(frozen=True)
class ShownVersion:
    """A version with what it changed in the one before it; nothing for the first."""

    row: VersionRow
    before: VersionRow | None
    parts: tuple[DiffPart, ...]


@dataclass(frozen=True)
class ShownReport:
    """A report, with the form of its answer for those who may give it."""

    report: SopReport
    form: AnswerForm | None


@require_safe
@needs(WORKS)
def sop_list(request: HttpRequest) -> HttpResponse:
    context = {"shelves": library(person(request)), "tabs": settings_tabs(request)}
    return render(request, "operator_tasks/sop_list.html", context)


@require_safe
@needs(WORKS)
def sop_detail(request: HttpRequest, sop_id: int) -> HttpResponse:
    return _page(request, get_object_or_404(Sop, pk=sop_id))


@require_POST
@needs(PUBLISHES)
def sop_answer(request: HttpRequest, report_id: int) -> HttpResponse:
    visible = SopReport.objects.visible_to(person(request)).select_related("sop_version__sop")
    report = get_object_or_404(visible, pk=report_id)
    form = AnswerForm(request.POST, prefix=_prefix(report))
    if submit(form, lambda: _answer(request, report, form)):
        messages.success(request, _("The report is answered."))
        return redirect("operator_tasks:sop_detail", report.sop_version.sop_id)
    if isinstance(form.refusal, StaleVersion):
        form.renew({"version": visible.get(pk=report_id).version})
    return _page(request, report.sop_version.sop, refused=(report, form))


def _answer(request: HttpRequest, report: SopReport, form: AnswerForm) -> SopReport:
    answer, seen = form.cleaned_data["answer"], form.cleaned_data["version"]
    return answer_report(report, answer=answer, by=page_actor(request), now=timezone.now(), seen_version=seen)


def _prefix(report: SopReport) -> str:
    return f"report-{report.pk}"


def _page(
    request: HttpRequest, sop: Sop, *, refused: tuple[SopReport, AnswerForm] | None = None
) -> HttpResponse:
    page = sop_page(sop, person(request))
    may_publish = request.user.has_perm(PUBLISHES)
    context = {
        "sop": sop,
        "page": page,
        "versions": _versions(page),
        "reports": [_shown(report, may_publish, refused) for report in page.reports],
        "may_publish": may_publish,
    }
    status = refused[1].answer_status if refused else 200
    return render(request, "operator_tasks/sop_detail.html", context, status=status)


def _shown(report: SopReport, may_publish: bool, refused: tuple[SopReport, AnswerForm] | None) -> ShownReport:
    if refused and refused[0].pk == report.pk:
        return ShownReport(report, refused[1])
    if not may_publish or report.answered_at is not None:
        return ShownReport(report, None)
    return ShownReport(report, AnswerForm(prefix=_prefix(report), initial={"version": report.version}))


def _versions(page: SopPage) -> list[ShownVersion]:
    rows = page.versions
    before: list[VersionRow | None] = [*rows[1:], None]
    return [
        ShownVersion(row, older, sop_diff(older.version, row.version) if older else ())
        for row, older in zip(rows, before, strict=False)
    ]

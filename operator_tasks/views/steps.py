"""The steps of a task's procedure: ticked by whoever works on it, and reported when they are wrong."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from campaigns.actor import WORKS
from campaigns.forms import refusal_status, submit
from campaigns.views.doors import asks_for_part, needs, page_actor
from operator_tasks.domain.checklists import tick_step
from operator_tasks.domain.cockpit import Procedure, Step, procedure_of
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.forms import StepReportForm, TickForm
from operator_tasks.models import OperatorTask
from operator_tasks.views.answers import person, visible_task


@needs(WORKS)
@require_POST
@vary_on_headers("HX-Request")
def step_tick(request: HttpRequest, task_id: int, number: int) -> HttpResponse:
    """Tick a step or take its tick back; `number` counts from 1, as the page does."""
    now = timezone.now()
    task = visible_task(request, task_id)
    form = TickForm(request.POST)
    by = page_actor(request)
    if submit(form, lambda: tick_step(task, step=number - 1, done=form.is_done, by=by, now=now)):
        return _steps(request, task, number)
    return _refused_tick(request, task, form)


def _steps(request: HttpRequest, task: OperatorTask, number: int) -> HttpResponse:
    if not asks_for_part(request):
        return redirect(f"{_address(task)}#step-{number}")
    context = {"task": task, "procedure": procedure_of(task, person(request)), "is_swap": True}
    return render(request, "operator_tasks/_task_steps.html", context)


def _refused_tick(request: HttpRequest, task: OperatorTask, form: TickForm) -> HttpResponse:
    context = {"task": task, "form": form, "procedure": procedure_of(task, person(request)), "is_swap": True}
    page = "_task_steps" if asks_for_part(request) else "task_tick"
    return render(request, f"operator_tasks/{page}.html", context, status=refusal_status(form))


@needs(WORKS)
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def step_report(request: HttpRequest, task_id: int, number: int | None = None) -> HttpResponse:
    """Say what is wrong in a step, or in the whole procedure; managers read and answer it."""
    now = timezone.now()
    task = visible_task(request, task_id)
    step = _step(procedure_of(task, person(request)), number)
    form = StepReportForm(
        request.POST if request.method == "POST" else None, auto_id=f"report-{number or 0}-%s"
    )
    place, by = None if number is None else number - 1, page_actor(request)
    if submit(form, lambda: report_step(task, step=place, note=form.cleaned_data["note"], by=by, now=now)):
        messages.success(request, _("Reported. A manager will look at it; you find the answer here."))
        return redirect(f"{_address(task)}#{f'step-{number}' if step else 'procedure'}")
    part = asks_for_part(request) and not form.is_bound
    template = "_task_report_form" if part else "task_report"
    context = {"task": task, "form": form, "step": step}
    return render(request, f"operator_tasks/{template}.html", context, status=refusal_status(form))


def _step(procedure: Procedure | None, number: int | None) -> Step | None:
    """The step that an address names, None for the procedure as a whole; 404 where there is no such thing."""
    if procedure is None or procedure.version is None:
        raise Http404("The task follows no procedure.")
    if number is None:
        return None
    if not 1 <= number <= len(procedure.steps):
        raise Http404("The procedure has no such step.")
    return procedure.steps[number - 1]


def _address(task: OperatorTask) -> str:
    return reverse("operator_tasks:task_detail", args=[task.pk])

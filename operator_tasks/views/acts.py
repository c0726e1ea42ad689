"""The verbs on a task as pages offer them: one table, and one view for all of its lines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap, retarget

from campaigns.actor import MANAGES, WORKS
from campaigns.forms import refusal_status, submit
from campaigns.views.doors import asks_for_part, needs, page_actor
from operator_tasks.domain import tasks, transitions
from operator_tasks.domain.cockpit import task_history
from operator_tasks.domain.queries import row_of
from operator_tasks.domain.take_back import way_back
from operator_tasks.forms import (
    AssignForm,
    BlockForm,
    CompleteForm,
    EditForm,
    ProofForm,
    ReasonForm,
    ReopenForm,
    RescheduleForm,
    TaskForm,
)
from operator_tasks.models import OperatorTask
from operator_tasks.views.answers import back_to, person, visible_task
from operator_tasks.views.toasts import tell

Input = Callable[[Any, HttpRequest], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """A verb with its words; `values` takes from a valid form what the verb needs beside the task."""

    name: str
    verb: Callable[..., Any]
    form: type[TaskForm]
    values: Input
    button: str
    done: str
    permission: str = WORKS
    tone: str = "primary"

    @property
    def url_name(self) -> str:
        return f"operator_tasks:task_{self.name}"

    @property
    def label(self) -> str:
        return gettext(self.button)

    def told(self, task: OperatorTask) -> str:
        return gettext(self.done) % {"task": task.title}

    @property
    def is_grave(self) -> bool:
        """Whether it gives work up, so that pages keep it apart from what is done every day."""
        return self.tone == "danger"

    @property
    def needs_words(self) -> bool:
        """Whether a person must say more than which task."""
        return self.form is not TaskForm

    def run(self, task: OperatorTask, form: TaskForm, request: HttpRequest, now: datetime) -> Any:
        by, seen = page_actor(request), form.seen_version
        return self.verb(task, **self.values(form, request), by=by, now=now, seen_version=seen)


def _nothing(_form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {}


def _reason(form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"]}


def _time_and_reason(form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"due_at": form.cleaned_data["due_at"], "reason": form.cleaned_data["reason"]}


def _proof(form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"proof": form.proof}


def _proof_and_time(form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"proof": form.proof, "performed_at": form.cleaned_data["performed_at"]}


def _person(form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"to": form.cleaned_data["assignee"]}


def _myself(_form: Any, request: HttpRequest) -> dict[str, Any]:
    return {"to": request.user}


def _nobody(_form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"to": None}


def _edits(form: Any, _request: HttpRequest) -> dict[str, Any]:
    return {"values": form.changes}


COMPLETE = Act(
    "complete", transitions.complete_task, CompleteForm, _proof_and_time, _("Complete"), _("Done: %(task)s.")
)
ACTS = (
    COMPLETE,
    Act("undo", transitions.undo_task, TaskForm, _nothing, _("Undo"), _("Open again: %(task)s.")),
    Act(
        "replace_proof",
        transitions.replace_proof,
        ProofForm,
        _proof,
        _("Replace the proof"),
        _("The proof was replaced: %(task)s."),
    ),
    Act("block", transitions.block_task, BlockForm, _reason, _("Block"), _("Blocked: %(task)s.")),
    Act("unblock", transitions.unblock_task, TaskForm, _nothing, _("Unblock"), _("Unblocked: %(task)s.")),
    Act(
        "reschedule",
        transitions.reschedule_task,
        RescheduleForm,
        _time_and_reason,
        _("Reschedule"),
        _("Moved: %(task)s."),
    ),
    Act("claim", tasks.assign_task, TaskForm, _myself, _("Claim"), _("Yours now: %(task)s.")),
    Act("release", tasks.assign_task, TaskForm, _nobody, _("Release"), _("Nobody's again: %(task)s.")),
    Act("assign", tasks.assign_task, AssignForm, _person, _("Assign"), _("Assigned: %(task)s."), MANAGES),
    Act("edit", tasks.edit_task, EditForm, _edits, _("Edit"), _("Saved: %(task)s.")),
    Act(
        "reopen",
        transitions.reopen_task,
        ReopenForm,
        _time_and_reason,
        _("Reopen"),
        _("Reopened: %(task)s."),
        MANAGES,
    ),
    Act(
        "miss",
        transitions.miss_task,
        ReasonForm,
        _reason,
        _("Give up as missed"),
        _("Missed: %(task)s."),
        MANAGES,
        "danger",
    ),
    Act(
        "cancel",
        transitions.cancel_task,
        ReasonForm,
        _reason,
        _("Take out of the plan"),
        _("Cancelled: %(task)s."),
        MANAGES,
        "danger",
    ),
    Act(
        "restore",
        transitions.restore_task,
        TaskForm,
        _nothing,
        _("Restore"),
        _("Restored: %(task)s."),
        MANAGES,
    ),
)


# Refusals that somebody else's doing may explain.
_MEANWHILE = (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED)


def act_view(act: Act) -> Callable[..., HttpResponseBase]:
    """GET shows the form of a verb, alone or inside a list; POST runs the verb."""

    @needs(act.permission)
    @require_http_methods(["GET", "HEAD", "POST"])
    @vary_on_headers("HX-Request")
    def view(request: HttpRequest, task_id: int) -> HttpResponse:
        now = timezone.now()
        task = visible_task(request, task_id)
        if request.method != "POST":
            return _form_page(request, act, task, act.form(task=task, user=person(request)), now)
        form = act.form(request.POST, request.FILES, task=task, user=person(request))
        if not submit(form, lambda: act.run(task, form, request, now)):
            # Read anew after a refusal, so that the page shows what is there now.
            return _form_page(request, act, visible_task(request, task_id), form, now)
        _tell(request, act, task, form, now)
        return _done(request, task_id, now)

    return view


def _tell(request: HttpRequest, act: Act, task: OperatorTask, form: TaskForm, now: datetime) -> None:
    """A form that came twice is answered like the first, and says that nothing was recorded again."""
    if isinstance(form, ProofForm) and form.result.updated_at != now:
        messages.info(request, gettext("Recorded already: %(task)s.") % {"task": task.title})
        return
    back = way_back(act.name, task, form.result, by=page_actor(request), now=now)
    tell(request, act.told(task), back)


def _in_list(request: HttpRequest) -> bool:
    return bool(asks_for_part(request) and request.GET.get("row"))


def _form_page(
    request: HttpRequest, act: Act, task: OperatorTask, form: TaskForm, now: datetime
) -> HttpResponse:
    status = refusal_status(form)
    if isinstance(form, EditForm):
        form.meet_stored(task)
    context = _form_context(request, act, task, form, now, status)
    if not asks_for_part(request):
        return render(request, "operator_tasks/task_act.html", context, status=status)
    answer = render(request, "operator_tasks/_act_form.html", context, status=status)
    if not context["in_list"]:
        return answer
    return reswap(retarget(answer, f"#task-{task.pk}-form"), "innerHTML")


def _form_context(
    request: HttpRequest, act: Act, task: OperatorTask, form: TaskForm, now: datetime, status: int
) -> dict[str, Any]:
    row = row_of(task, person(request), now)
    return {
        "act": act,
        "row": row,
        "form": form,
        "now": now,
        "is_open": act.name in row.can,
        "is_refused": form.is_bound,
        "last_change": next(iter(task_history(task)), None) if status in _MEANWHILE else None,
        "next": back_to(request, reverse("operator_tasks:task_detail", args=[task.pk])),
        "in_list": _in_list(request),
    }


def _done(request: HttpRequest, task_id: int, now: datetime) -> HttpResponse:
    back = back_to(request, reverse("operator_tasks:task_detail", args=[task_id]))
    if not _in_list(request):
        return redirect(back)
    row = row_of(visible_task(request, task_id), person(request), now)
    answer = render(
        request,
        "operator_tasks/_task_row_done.html",
        {"rows": (row,), "now": now, "here": back, "may_work": True},
    )
    return reswap(retarget(answer, f"#task-{task_id}"), "outerHTML")

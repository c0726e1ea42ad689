"""Acts on many tasks at once, and the way back from what was just done."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.actor import WORKS
from campaigns.errors import InvalidInput
from campaigns.views.doors import needs, page_actor
from operator_tasks.domain.bulk import MOST_AT_ONCE, BulkAct, Outcome, Pick, do_to_each, for_each
from operator_tasks.domain.people import people_who_work
from operator_tasks.domain.take_back import Step, parse_steps, take_back
from operator_tasks.list_forms import BulkForm
from operator_tasks.models import OperatorTask
from operator_tasks.views.answers import back_to, person
from operator_tasks.views.toasts import tell


@needs(WORKS)
@require_POST
def task_bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to the ticked tasks: back to the list, or to the names of those that refused."""
    now = timezone.now()
    form = BulkForm(request.POST, user=person(request))
    if not form.is_valid():
        return _ask_again(request, form)
    wish = form.wish
    outcome = do_to_each(form.picks, wish, user=person(request), by=page_actor(request), now=now)
    return _answer(request, outcome, _told(wish.act, len(outcome.done)))


@needs(WORKS)
@require_POST
def task_take_back(request: HttpRequest) -> HttpResponse:
    """Undo what a toast offers to undo, each task by the verb that leads back."""
    now, by = timezone.now(), page_actor(request)
    try:
        steps = parse_steps(request.POST.get("steps", ""), most=MOST_AT_ONCE)
    except InvalidInput as refusal:
        return _page(request, {"sentence": refusal.message}, HTTPStatus.BAD_REQUEST)
    people = list(people_who_work())

    def act_on(task: OperatorTask, step: Step) -> tuple[OperatorTask, tuple[Step, ...]]:
        return take_back(task, step, people=people, by=by, now=now), ()

    outcome = for_each(steps, act_on, user=person(request))
    count = len(outcome.done)
    told = ngettext("%(count)d task is as it was.", "%(count)d tasks are as they were.", count)
    return _answer(request, outcome, told % {"count": count})


def _answer(request: HttpRequest, outcome: Outcome, told: str) -> HttpResponse:
    if outcome.done:
        tell(request, told, outcome.back)
    if not outcome.refused:
        return redirect(back_to(request, reverse("operator_tasks:my_day")))
    return _page(request, {"outcome": outcome}, HTTPStatus.OK)


def _ask_again(request: HttpRequest, form: BulkForm) -> HttpResponse:
    """The same form with what is wrong in it, and the tasks that stay ticked."""
    picked = _picked(form.picks, person(request))
    context = {"form": form, "picked": picked, "verb": form.data.get("verb", "")}
    return _page(request, context, HTTPStatus.BAD_REQUEST)


def _picked(picks: Sequence[Pick], user: User) -> list[tuple[Pick, OperatorTask]]:
    visible = OperatorTask.objects.visible_to(user).select_related("campaign__client")
    found = visible.in_bulk([pick.task_id for pick in picks])
    return [(pick, found[pick.task_id]) for pick in picks if pick.task_id in found]


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    back = back_to(request, reverse("operator_tasks:my_day"))
    return render(request, "operator_tasks/task_bulk.html", {**context, "back": back}, status=status)


def _told(act: BulkAct, count: int) -> str:
    sentences = {
        BulkAct.CLAIM: ngettext("%(count)d task is yours now.", "%(count)d tasks are yours now.", count),
        BulkAct.RELEASE: ngettext(
            "%(count)d task is nobody's again.", "%(count)d tasks are nobody's again.", count
        ),
        BulkAct.RESCHEDULE: ngettext("%(count)d task was moved.", "%(count)d tasks were moved.", count),
        BulkAct.BLOCK: ngettext("%(count)d task is blocked.", "%(count)d tasks are blocked.", count),
        BulkAct.ASSIGN: ngettext("%(count)d task was assigned.", "%(count)d tasks were assigned.", count),
        BulkAct.ASSIGN_EVENLY: ngettext(
            "%(count)d task was shared out.", "%(count)d tasks were shared out.", count
        ),
        BulkAct.CANCEL: ngettext(
            "%(count)d task is out of the plan.", "%(count)d tasks are out of the plan.", count
        ),
    }
    return sentences[act] % {"count": count}

"""What operators find wrong in a procedure, and what managers answer."""

import json
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, locked, recorded, refuse_naive, together
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.validators import validate_clean_text
from operator_tasks.models import OperatorTask, SopReport
from operator_tasks.sops.library import steps_of

LONGEST_NOTE = 1000
# A procedure with more open reports than this needs a new version, not a longer page.
SHOWN = 50


def report_step(task: OperatorTask, *, step: int | None, note: str, by: Actor, now: datetime) -> SopReport:
    """Tell the managers what is wrong in the procedure of a task: in one step, counted from 0, or as a whole.

    Anybody who works may report, whoever's task it is. Refuses tasks without a procedure, steps it does not
    have, an empty or unreadable note, and the same note twice while it waits for its answer.
    """
    refuse_naive(now)
    if by.id is None:
        raise NotAllowed(_("Only a person can report what is wrong in a procedure."))
    told = _readable(note, "note", _("Write what is wrong and how it really is."))
    with together():
        fresh = locked(task)
        steps = steps_of(fresh.instructions_text)
        if fresh.sop_version_id is None:
            raise NotNow(_("This task follows no procedure; tell a manager directly."))
        if step is not None and not 0 <= step < len(steps):
            text = _("The procedure has no such step; reload the task.")
            raise InvalidInput(text, {"step": [text]})
        report = SopReport(
            sop_version_id=fresh.sop_version_id,
            task=fresh,
            step=step,
            step_text="" if step is None else steps[step][:LONGEST_NOTE],
            note=told,
            reporter_id=by.id,
            reporter_label=by.label,
            sameness=_sameness(fresh.sop_version_id, step, by.id, told),
        )
        return created("sop_report.made", report, by=by, now=now)


def answer_report(
    report: SopReport, *, answer: str, by: Actor, now: datetime, seen_version: int | None = None
) -> SopReport:
    """Answer an open report, by a manager; the operators see it on their tasks.

    Refuses an empty or unreadable answer, and reports that have one already, naming who gave it and when.
    """
    if not by.is_manager:
        raise NotAllowed(_("Only a manager can answer a report on a procedure."))
    told = _readable(answer, "answer", _("Write what the operators should do."))
    with recorded("sop_report.answered", report, by=by, now=now, seen_version=seen_version) as fresh:
        if fresh.answered_at is not None:
            raise NotNow(
                _("%(who)s answered this report on %(when)s UTC already.")
                % {"who": fresh.answered_by_label, "when": f"{fresh.answered_at:%Y-%m-%d %H:%M}"}
            )
        fresh.answer, fresh.answered_at, fresh.answered_by_label = told, now, by.label
    return fresh


def reports_for(task: OperatorTask, user: User) -> tuple[SopReport, ...]:
    """What was reported on the version that the task follows, latest first, as far as the user may read it."""
    if task.sop_version_id is None:
        return ()
    seen = SopReport.objects.visible_to(user).filter(sop_version=task.sop_version_id)
    return tuple(seen.order_by("-created_at", "-pk")[:SHOWN])


def _sameness(version_id: int, step: int | None, reporter_id: int, note: str) -> str:
    return sha256(json.dumps([version_id, step, reporter_id, note]).encode()).hexdigest()


def _readable(given: str, field: str, ask: str) -> str:
    told = given.strip()
    if not told:
        raise InvalidInput(ask, {field: [ask]})
    if len(told) > LONGEST_NOTE:
        text = _("Say it in up to %(count)d characters.") % {"count": LONGEST_NOTE}
        raise InvalidInput(text, {field: [text]})
    try:
        validate_clean_text(told)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {field: error.messages}) from error
    return told

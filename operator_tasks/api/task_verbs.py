"""The verbs on a task, each as a POST of its own that answers with the task as it is now."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.api.door import Door
from campaigns.api.parsing import JsonParser, UploadParser
from operator_tasks.api.task_proof import (
    COMPLETIONS,
    EXAMPLES,
    PROVEN,
    REPLACEMENTS,
    named_as_here,
    proof_in,
    shape_of,
)
from operator_tasks.api.task_shapes import (
    TaskAssign,
    TaskOut,
    TaskReason,
    TaskReopen,
    TaskReschedule,
    TaskVerbIn,
)
from operator_tasks.domain import transitions
from operator_tasks.domain.people import people_for
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet

ON_TASKS = (
    "complete",
    "undo",
    "replace_proof",
    "block",
    "unblock",
    "reschedule",
    "miss",
    "reopen",
    "assign",
    "cancel",
    "restore",
)
# What an answer shows and the rules ask for; whatever else is read makes every list dearer.
UNTOLD = ("listed_tasks", "clock_at", "miss_at", "escalated_at", "copy_overridden")
OF_TASK = [field.name for field in OperatorTask._meta.local_fields if field.name not in UNTOLD]
OF_OTHERS = (
    "campaign__name",
    "campaign__status",
    "campaign__client__name",
    "account__handle",
    "assignee__username",
    "sop_version__number",
    "sop_version__minutes",
    "sop_version__sop__title",
    "calendar_item__asset",
    "proof__proof_type",
    "proof__value",
    "proof__file",
    "proof__canonical_url",
    "proof__platform",
    "proof__post_id",
    "proof__published_at",
    "proof__is_weak",
    "proof__doubt",
)
PARSERS = [JsonParser, UploadParser]
Verb = Callable[..., OperatorTask]


class TaskVerbs(Door):
    """What people do with a task. Whether this person may do it to this task now is the verb's to say."""

    output = TaskOut
    needs = dict.fromkeys(ON_TASKS, WORKS)
    versioned = dict.fromkeys(ON_TASKS, True)

    def rows(self) -> OperatorTaskQuerySet:
        follow_ups = OperatorTask.objects.live().only(
            "parent", "due_at", "status", "system_kind", "cancelled_at"
        )
        return (
            OperatorTask.objects.visible_to(self.request.user)
            .for_list()
            .select_related("sop_version__sop", "proof", "calendar_item")
            .only(*OF_TASK, *OF_OTHERS)
            .prefetch_related(Prefetch("follow_ups", follow_ups, to_attr="live_follow_ups"))
        )

    def task(self, pk: str) -> OperatorTask:
        """The task as its verbs need it."""
        seen = OperatorTask.objects.visible_to(self.request.user)
        found: OperatorTask = self.found(seen.select_related("campaign__client"), pk)
        return found

    def run(self, task: OperatorTask, verb: Verb, given: dict[str, Any], **told: Any) -> Response:
        """Run the verb and answer with the task; `If-Match` and `version` count where they are given."""
        seen = self.seen_version(given, required=False)
        with named_as_here():
            verb(task, **told, by=self.actor, now=self.now, seen_version=seen)
        return self.told(self.row(str(task.pk)))

    def _act(self, pk: str, verb: Verb, kind: type[TaskVerbIn] = TaskVerbIn) -> Response:
        """A verb whose words are the fields of `kind`."""
        task, given = self.task(pk), self.given(kind)
        told = {name: value for name, value in given.items() if name != "version"}
        return self.run(task, verb, given, **told)

    @extend_schema(request=COMPLETIONS, responses=PROVEN, examples=EXAMPLES)
    @action(detail=True, methods=["post"], parser_classes=PARSERS)
    def complete(self, request: Request, pk: str) -> Response:
        """Record that the task was done, with proof. A post opens its two follow-ups.

        Completed once, it is refused (409); send an `Idempotency-Key` to be answered as the first time.
        """
        task, given = self.task(pk), self.given(shape_of(request, COMPLETIONS))
        told = {"proof": proof_in(given), "performed_at": given.get("performed_at")}
        return self.run(task, transitions.complete_task, given, **told)

    @extend_schema(request=TaskVerbIn, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take a completion back: the proof is withdrawn, open follow-ups are cancelled.

        The one who completed it can for 15 minutes, a manager at any time.
        """
        return self._act(pk, transitions.undo_task)

    @extend_schema(request=REPLACEMENTS, responses=PROVEN, examples=EXAMPLES[:1])
    @action(detail=True, methods=["post"], url_path="replace-proof", parser_classes=PARSERS)
    def replace_proof(self, request: Request, pk: str) -> Response:
        """Give a done task better proof. The one who completed it can for a day, a manager at any time."""
        task, given = self.task(pk), self.given(shape_of(request, REPLACEMENTS))
        return self.run(task, transitions.replace_proof, given, proof=proof_in(given))

    @extend_schema(request=TaskReason, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def block(self, request: Request, pk: str) -> Response:
        """Say what is in the way; the clock of the task stands still until it is unblocked."""
        return self._act(pk, transitions.block_task, TaskReason)

    @extend_schema(request=TaskVerbIn, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def unblock(self, request: Request, pk: str) -> Response:
        """Nothing is in the way any more."""
        return self._act(pk, transitions.unblock_task)

    @extend_schema(request=TaskReschedule, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def reschedule(self, request: Request, pk: str) -> Response:
        """Give an open task another time; its calendar item moves with it.

        Operators can move a task twice, each time by a day at most.
        """
        return self._act(pk, transitions.reschedule_task, TaskReschedule)

    @extend_schema(request=TaskReason, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def miss(self, request: Request, pk: str) -> Response:
        """Give an overdue or blocked task up; managers only."""
        return self._act(pk, transitions.miss_task, TaskReason)

    @extend_schema(request=TaskReopen, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Give a missed task a new time; managers only."""
        return self._act(pk, transitions.reopen_task, TaskReopen)

    @extend_schema(request=TaskAssign, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Give an open task to a person or to nobody. Operators claim for themselves and release their own."""
        task, given = self.task(pk), self.given(TaskAssign)
        name, to = given["assignee"], None
        if name is not None:
            to = people_for(task.campaign.client).filter(username=name).first()
            if to is None:
                text = _("Nobody of this name works on tasks for this client.")
                raise ValidationError({"assignee": [text]})
        return self.run(task, assign_task, given, to=to)

    @extend_schema(request=TaskReason, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take an open task, and the calendar item of a post, out of the plan; managers only."""
        return self._act(pk, transitions.cancel_task, TaskReason)

    @extend_schema(request=TaskVerbIn, responses=TaskOut)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Bring back a task that was cancelled by hand or by a pause; managers only."""
        return self._act(pk, transitions.restore_task)

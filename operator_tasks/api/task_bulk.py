"""One act on many tasks: each for itself, so that one refusal stops no other."""

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Key, Text
from campaigns.api.output import Output
from campaigns.domain.reasons import LONGEST_REASON
from operator_tasks.domain.bulk import MOST_AT_ONCE, BulkAct, Move, Outcome, Pick, Wish, do_to_each
from operator_tasks.domain.people import people_who_work

WALL_CLOCK = r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]"
# What is said with each act: what must be there, and what may.
NEEDED = {
    BulkAct.RESCHEDULE: ("move",),
    BulkAct.BLOCK: ("reason",),
    BulkAct.ASSIGN: ("assignee",),
    BulkAct.CANCEL: ("reason",),
}
AT_WILL = {BulkAct.RESCHEDULE: ("reason", "wall_clock")}
EXAMPLES = [
    OpenApiExample("Take three", value={"verb": "claim", "tasks": [11, 12, 15]}, request_only=True),
    OpenApiExample(
        "One refused",
        value={
            "done": [11, 12],
            "refused": [{"task": 15, "detail": "There is no such task, or it is not one of yours."}],
        },
        response_only=True,
    ),
]


@extend_schema_field({"type": "string", "pattern": f"^{WALL_CLOCK}$"})
class WallClock(serializers.Field):
    """A day and time without an offset, read on the clock of each campaign."""

    def to_internal_value(self, data: Any) -> datetime:
        text = _("Write a day and a time without an offset, as 2026-03-02T09:00.")
        if not isinstance(data, str) or not re.fullmatch(WALL_CLOCK, data):
            raise serializers.ValidationError(text)
        try:
            return datetime.fromisoformat(data)
        except ValueError:
            raise serializers.ValidationError(_("There is no such day; correct it.")) from None


class TaskBulkIn(Input):
    """What is to be done to which tasks. Each verb has its own words and takes no others."""

    verb = Choice(BulkAct)
    tasks = serializers.ListField(
        child=Key(), min_length=1, max_length=MOST_AT_ONCE, help_text="Their ids; the same one counts once."
    )
    reason = Text(
        max_length=LONGEST_REASON,
        required=False,
        help_text="With `block` and `cancel`; with `reschedule` where a task is overdue.",
    )
    move = Choice(
        Move,
        required=False,
        help_text="With `reschedule`: `hour` or `day` later, tomorrow `morning` at nine, or at a `time`.",
    )
    wall_clock = WallClock(
        required=False, help_text="With `move` as `time`: when, on the clock of each campaign."
    )
    assignee = Text(
        max_length=150,
        allow_null=True,
        required=False,
        help_text="With `assign`: a username; null for nobody.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        act = BulkAct(given["verb"])
        needed, at_will = NEEDED.get(act, ()), AT_WILL.get(act, ())
        if given.get("move") == Move.TIME:
            needed = (*needed, "wall_clock")
        elif "wall_clock" in given and "move" in given:
            raise serializers.ValidationError({"wall_clock": [_("This goes with the move “time” alone.")]})
        said = given.keys() - {"verb", "tasks"}
        wrong = {name: [_("This is needed for this verb.")] for name in needed if name not in said}
        wrong |= {
            name: [_("This does not go with this verb; leave it out.")]
            for name in sorted(said - {*needed, *at_will})
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return given


class RefusedOut(Output):
    """A task that stayed as it was, and why."""

    task = serializers.IntegerField(source="number")
    detail = serializers.CharField(source="reason")


class TaskBulkOut(Output):
    """What was done and what was not; each task for itself."""

    done = serializers.ListField(child=serializers.IntegerField())
    refused = RefusedOut(many=True)


class TaskBulkDoor(Door):
    """Acts on many tasks of the clients that the person works for."""

    output = TaskBulkOut
    needs = {"do": WORKS}

    @extend_schema(
        operation_id="tasks_bulk", request=TaskBulkIn, responses={200: TaskBulkOut}, examples=EXAMPLES
    )
    def do(self, request: Request) -> Response:
        """Do one thing to up to 200 tasks; those that refuse stay as they are and say why."""
        given = self.given(TaskBulkIn)
        wish = Wish(
            BulkAct(given["verb"]),
            reason=given.get("reason", ""),
            move=given.get("move", ""),
            wall_clock=given.get("wall_clock"),
            assignee=_person(given.get("assignee")),
        )
        picks = [Pick(key) for key in dict.fromkeys(given["tasks"])]
        return Response(_told(do_to_each(picks, wish, user=request.user, by=self.actor, now=self.now)))


def _person(name: str | None) -> User | None:
    if name is None:
        return None
    found = people_who_work().filter(username=name).first()
    if found is None:
        raise serializers.ValidationError({"assignee": [_("Nobody of this name works on tasks here.")]})
    return found


def _told(outcome: Outcome) -> dict[str, Any]:
    refused = RefusedOut().to_representation
    return {
        "done": [task.pk for task in outcome.done],
        "refused": [refused(one) for one in outcome.refused],
    }

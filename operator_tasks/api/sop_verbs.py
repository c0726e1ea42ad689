"""What managers do with a procedure: retire it, take it into use again, move open tasks to its latest version."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import PUBLISHES
from campaigns.api.door import Door
from campaigns.api.fields import Input, Version
from campaigns.api.output import Output
from operator_tasks.domain.sop_keeping import move_tasks, restore_sop, retire_sop


class SopSeen(Input):
    version = Version()


class SopStateOut(Output):
    """Whether a procedure is in use: `retired_at` is null as long as tasks are made by it."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    retired_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class MovedTasksOut(Output):
    """How many open tasks follow the latest version now that did not before."""

    moved = serializers.IntegerField()


class SopVerbs(Door):
    """The verbs of a procedure; each for those who may publish."""

    needs = dict.fromkeys(("create", "retire", "restore", "move_tasks"), PUBLISHES)
    versioned = {"retire": True, "restore": True}

    def _act(self, pk: str, verb: Callable[..., Any]) -> Response:
        sop, seen = self.row(pk), self.seen_version(self.given(SopSeen), required=False)
        return self.told(verb(sop, by=self.actor, now=self.now, seen_version=seen), output=SopStateOut)

    @extend_schema(request=SopSeen, responses=SopStateOut)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Take a procedure out of use; open tasks keep their version.

        Refused where tasks may still be made that no other procedure is for.
        """
        return self._act(pk, retire_sop)

    @extend_schema(request=SopSeen, responses=SopStateOut)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Take a retired procedure into use again."""
        return self._act(pk, restore_sop)

    @extend_schema(request=None, responses=MovedTasksOut)
    @action(detail=True, methods=["post"], url_path="move-tasks")
    def move_tasks(self, request: Request, pk: str) -> Response:
        """Let every open task of a procedure follow its latest version.

        Ticks are taken back where the steps are others.
        """
        sop = self.row(pk)
        self.given(Input)
        return Response({"moved": move_tasks(sop, by=self.actor, now=self.now)})

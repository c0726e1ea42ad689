"""What programs read and send of tasks."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.api.fields import Input, Key, Moment, PlatformName, Text, Version
from campaigns.api.output import Output
from campaigns.choices import CancelReason, ContentType, Platform
from campaigns.platforms.facts import composer_link
from campaigns.platforms.post_check import check_post
from operator_tasks.choices import ProofType, SystemKind, TaskStatus, TaskType
from operator_tasks.domain.allowed import allowed_verbs
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.states import TASK_TRANSITIONS

VERBS = sorted({*TASK_TRANSITIONS, "claim", "release", "restore"})
Address = serializers.URLField(allow_null=True)


def _shown_status(task: OperatorTask, now: datetime) -> str:
    """The clock of a cancelled task stands still: it keeps the status that it had."""
    return task.shown_status(now) if task.is_live else task.status


def _told_value(proof: TaskProof, context: dict[str, Any]) -> str:
    is_inside = proof.proof_type == ProofType.MANUAL
    return "" if is_inside and not context["works_here"] else proof.value


class TaskSopOut(Output):
    """The version of the procedure that a task keeps."""

    title = serializers.CharField(source="sop.title")
    version = serializers.IntegerField(source="number")
    minutes = serializers.IntegerField(help_text="How long the task takes.")


class TaskProofOut(Output):
    """What shows that a task was done.

    A manager's word and doubts are for those who work here.
    """

    inside = ("doubt",)

    type = serializers.ChoiceField(ProofType.choices, source="proof_type")
    value = serializers.SerializerMethodField()
    file_url = serializers.SerializerMethodField(help_text="Where its file is downloaded.")
    canonical_url = serializers.CharField()
    platform = serializers.ChoiceField([*Platform.choices, ""])
    post_id = serializers.CharField()
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="The time that the id of the post tells, where its platform has one."
    )
    is_weak = serializers.BooleanField(help_text="Not of a kind that the procedure asks for, or in doubt.")
    doubt = serializers.CharField(help_text="What a manager should look at.")

    @extend_schema_field(serializers.CharField())
    def get_value(self, proof: TaskProof) -> str:
        return _told_value(proof, self.context)

    @extend_schema_field(Address)
    def get_file_url(self, proof: TaskProof) -> str | None:
        if not proof.file:
            return None
        return _address(self.context, "task-proof-file", proof.task_id)


class FollowUpOut(Output):
    """A task that the completion of another opened."""

    id = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    status = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(TaskStatus.choices))
    def get_status(self, task: OperatorTask) -> str:
        return _shown_status(task, self.context["now"])


class TaskOut(Output):
    """One thing for one person to do: where, how, when, and what shows that it was done.

    `status` is judged by the clock at the moment of the answer; a cancelled task keeps the one it had. `allowed`
    names the verbs that its state and the role of the person leave open: `edit` is PATCH, `claim` and `release`
    are the two ways in which an operator may `assign`. The procedure, reasons and names of people are for those who
    work here.
    """

    inside = ("sop", "instructions_text", "assignee", "blocked_reason", "completed_by", "composer_url")

    id = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    campaign_name = serializers.CharField(source="campaign.name")
    client = serializers.IntegerField(source="campaign.client_id")
    client_name = serializers.CharField(source="campaign.client.name")
    calendar_item = serializers.IntegerField(source="calendar_item_id", allow_null=True)
    parent = serializers.IntegerField(
        source="parent_id", allow_null=True, help_text="The post that a follow-up follows."
    )
    follow_up_hours = serializers.IntegerField(allow_null=True)
    follow_ups = FollowUpOut(many=True, source="live_follow_ups")
    system_kind = serializers.ChoiceField(
        [*SystemKind.choices, ""], help_text="Tasks of the house, which are never late."
    )
    week = serializers.CharField(help_text="The week that a weekly analysis is about, as 2026-W10.")
    task_type = serializers.ChoiceField(TaskType.choices)
    platform = serializers.ChoiceField(Platform.choices)
    content_type = serializers.ChoiceField([*ContentType.choices, ""])
    account = serializers.IntegerField(source="account_id", allow_null=True)
    account_handle = serializers.CharField(source="account.handle", allow_null=True)
    due_at = serializers.DateTimeField()
    title = serializers.CharField()
    sop = TaskSopOut(source="sop_version", allow_null=True)
    instructions_text = serializers.CharField()
    copy_text = serializers.CharField()
    asset_ref = serializers.CharField()
    asset_url = serializers.SerializerMethodField(
        help_text="Where the file of the calendar item is downloaded."
    )
    assignee = serializers.CharField(source="assignee.username", allow_null=True)
    status = serializers.SerializerMethodField()
    blocked_reason = serializers.CharField()
    proof = TaskProofOut(allow_null=True)
    proof_type = serializers.ChoiceField(ProofType.choices, source="proof.proof_type", allow_null=True)
    proof_value = serializers.SerializerMethodField()
    completed_at = serializers.DateTimeField(allow_null=True)
    completed_by = serializers.SerializerMethodField(allow_null=True)
    performed_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.ChoiceField([*CancelReason.choices, ""])
    composer_url = serializers.SerializerMethodField(
        allow_null=True,
        help_text="Opens the composer of the platform, with the copy where the platform takes it.",
    )
    allowed = serializers.SerializerMethodField()
    page_url = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ChoiceField(TaskStatus.choices))
    def get_status(self, task: OperatorTask) -> str:
        return _shown_status(task, self.context["now"])

    @extend_schema_field(Address)
    def get_asset_url(self, task: OperatorTask) -> str | None:
        item = task.calendar_item
        if item is None or not item.asset:
            return None
        return _address(self.context, "calendar-item-asset", item.pk)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_proof_value(self, task: OperatorTask) -> str | None:
        return None if task.proof is None else _told_value(task.proof, self.context)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_completed_by(self, task: OperatorTask) -> str | None:
        return task.completed_by_label or None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_composer_url(self, task: OperatorTask) -> str | None:
        platform = Platform(task.platform)
        if platform is Platform.INTERNAL:
            return None
        text = task.copy_text
        if task.content_type == ContentType.THREAD:
            text = check_post(platform, text=text, content_type=task.content_type).parts[0].text
        return composer_link(platform, text=text)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(VERBS)))
    def get_allowed(self, task: OperatorTask) -> list[str]:
        return sorted(allowed_verbs(task, self.context["request"].user, self.context["now"]))

    @extend_schema_field(serializers.URLField())
    def get_page_url(self, task: OperatorTask) -> str:
        return _address(self.context, "operator_tasks:task_detail", task.pk)


def _address(context: dict[str, Any], name: str, pk: int) -> str:
    return str(context["request"].build_absolute_uri(reverse(name, args=[pk])))


# What a program reads and cannot set, in no body of any kind.
FOLLOWS = tuple(TaskOut().fields)


class TaskIn(Input):
    """A task of its own, without a calendar item (`MANUAL`)."""

    fixed = FOLLOWS

    campaign = Key()
    title = Text(max_length=255)
    due_at = Moment()
    platform = PlatformName(inward=True, required=False, help_text="`internal` unless given.")
    copy_text = Text(max_length=100_000, required=False, allow_blank=True)


class TaskChange(Input):
    """What is to be published, and from where. Operators change the copy; managers also the rest.

    Status, time, person and proof have verbs of their own.
    """

    fixed = FOLLOWS

    title = Text(max_length=255)
    copy_text = Text(max_length=100_000, required=False, allow_blank=True)
    asset_ref = Text(max_length=2000, required=False, allow_blank=True)
    account = Key(required=False, allow_null=True)
    version = Version()


class TaskVerbIn(Input):
    """Nothing but, at will, the version that was seen."""

    fixed = FOLLOWS

    version = Version()


class TaskReason(TaskVerbIn):
    reason = Text(max_length=500)


class TaskReschedule(TaskVerbIn):
    """`reason` is needed where the task is overdue."""

    due_at = Moment()
    reason = Text(max_length=500, required=False, allow_blank=True)


class TaskReopen(TaskVerbIn):
    due_at = Moment()
    reason = Text(max_length=500)


class TaskAssign(TaskVerbIn):
    assignee = Text(max_length=150, allow_null=True, help_text="A username; null for nobody.")

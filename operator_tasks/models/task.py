"""Operator tasks: one thing for one person to do, with where, how, when and proof."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.actor import WORKS
from campaigns.choices import CancelReason, ContentType, Platform
from campaigns.expressions import Literal
from campaigns.models import Account, AuditedModel, AuditedQuerySet, CalendarItem, Campaign
from campaigns.validators import validate_clean_text, validate_one_line
from operator_tasks.choices import SystemKind, TaskStatus, TaskType
from operator_tasks.models.sop import SopVersion
from operator_tasks.states import DUE_WINDOW, FINAL, OPEN, status_by_clock

LIVE = Q(cancelled_at__isnull=True)
# Said in the same words by the index over open tasks and by those who look for them: SQLite knows it by its words.
UNFINISHED = ~Q(status__in=[Literal(status) for status in sorted(FINAL)])


class OperatorTaskQuerySet(AuditedQuerySet["OperatorTask"]):
    """Lists judge by `due_at`, so that a late tick hides nothing."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "OperatorTaskQuerySet":
        """As elsewhere; tasks of the house are only for those who work."""
        found = super().visible_to(user)
        works = isinstance(user, PermissionsMixin) and user.has_perm(WORKS)
        return found if works else found.filter(system_kind="")

    def live(self) -> "OperatorTaskQuerySet":
        return self.filter(LIVE)

    def open(self) -> "OperatorTaskQuerySet":
        return self.filter(LIVE, UNFINISHED)

    def _on_the_clock(self) -> "OperatorTaskQuerySet":
        return self.open().exclude(status=TaskStatus.BLOCKED)

    def overdue(self, now: datetime) -> "OperatorTaskQuerySet":
        return self._on_the_clock().filter(due_at__lt=now, system_kind="")

    def due(self, now: datetime) -> "OperatorTaskQuerySet":
        """Due within the hour, and tasks of the house, which are due at once and never late."""
        within = Q(due_at__gte=now, due_at__lt=now + DUE_WINDOW) | (Q(due_at__lt=now) & ~Q(system_kind=""))
        return self._on_the_clock().filter(within)

    def upcoming(self, now: datetime) -> "OperatorTaskQuerySet":
        return self._on_the_clock().filter(due_at__gte=now + DUE_WINDOW)

    def blocked(self) -> "OperatorTaskQuerySet":
        return self.open().filter(status=TaskStatus.BLOCKED)

    def to_do_before(self, end: datetime) -> "OperatorTaskQuerySet":
        """What people have to do in running campaigns before `end`, what is late among it; not tasks of the house."""
        return self.in_running_campaigns().open().filter(due_at__lt=end, system_kind="")

    def in_running_campaigns(self) -> "OperatorTaskQuerySet":
        return self.filter(campaign__status__in=["ACTIVE", "PAUSED"])

    def for_list(self) -> "OperatorTaskQuerySet":
        """With everything a row of a list shows, in one query."""
        return self.select_related("campaign__client", "account", "assignee").order_by("due_at", "id")


class OperatorTask(AuditedModel):
    """A task; its status is changed by the verbs in `domain.transitions` and `domain.ticking` alone."""

    audit_noun = "task"
    unaudited_fields: ClassVar[frozenset[str]] = frozenset({"clock_at", "escalated_at", "instructions_text"})

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks")
    calendar_item = models.ForeignKey(
        CalendarItem, on_delete=models.SET_NULL, null=True, related_name="tasks", editable=False
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="follow_ups", editable=False
    )
    follow_up_hours = models.PositiveSmallIntegerField(null=True, editable=False)
    system_kind = models.CharField(max_length=20, choices=SystemKind.choices, blank=True, editable=False)
    week = models.CharField(max_length=8, blank=True, editable=False)
    listed_tasks = models.JSONField(default=list, blank=True, editable=False)
    task_type = models.CharField(_("type"), max_length=20, choices=TaskType.choices, editable=False)
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    content_type = models.CharField(_("content type"), max_length=20, choices=ContentType.choices, blank=True)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(_("due"), editable=False)
    title = models.CharField(_("title"), max_length=255, validators=[validate_clean_text, validate_one_line])
    sop_version = models.ForeignKey(
        SopVersion, on_delete=models.PROTECT, null=True, related_name="tasks", editable=False
    )
    instructions_text = models.TextField(blank=True, editable=False)
    copy_text = models.TextField(
        _("copy"), blank=True, max_length=100000, validators=[validate_clean_text, MaxLengthValidator(100000)]
    )
    copy_overridden = models.BooleanField(default=False, editable=False)
    asset_ref = models.CharField(_("asset"), max_length=2000, blank=True, validators=[validate_clean_text])
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        editable=False,
    )
    status = models.CharField(_("status"), max_length=10, choices=TaskStatus.choices, editable=False)
    clock_at = models.DateTimeField(null=True, editable=False)
    miss_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    operator_moves = models.PositiveSmallIntegerField(default=0, editable=False)
    blocked_reason = models.CharField(max_length=500, blank=True, editable=False)
    proof = models.OneToOneField(
        "operator_tasks.TaskProof", on_delete=models.RESTRICT, null=True, related_name="+", editable=False
    )
    completed_at = models.DateTimeField(null=True, editable=False)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    completed_by_label = models.CharField(max_length=255, blank=True, editable=False)
    performed_at = models.DateTimeField(null=True, editable=False)
    is_late = models.BooleanField(default=False, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.CharField(max_length=30, blank=True, choices=CancelReason.choices, editable=False)

    objects = OperatorTaskQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own words

    class Meta(AuditedModel.Meta):
        ordering = ["due_at", "id"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=TaskStatus.values), name="task_status_known"),
            models.CheckConstraint(
                condition=Q(
                    status=TaskStatus.DONE,
                    completed_at__isnull=False,
                    performed_at__isnull=False,
                    proof__isnull=False,
                    performed_at__lte=F("completed_at"),
                )
                | (
                    ~Q(status=TaskStatus.DONE)
                    & Q(completed_at__isnull=True, performed_at__isnull=True, proof__isnull=True)
                ),
                name="task_done_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(status=TaskStatus.BLOCKED) | ~Q(blocked_reason=""),
                name="task_blocked_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(miss_at__isnull=True) | Q(status=TaskStatus.OVERDUE),
                name="task_missed_when_overdue",
            ),
            models.CheckConstraint(
                condition=Q(system_kind="")
                | ~Q(status__in=[TaskStatus.OVERDUE, TaskStatus.MISSED, TaskStatus.BLOCKED]),
                name="task_of_the_house_never_late",
            ),
            models.UniqueConstraint(
                fields=["calendar_item"],
                condition=LIVE & Q(task_type=TaskType.POST),
                name="task_once_per_item",
                violation_error_message=_("This calendar item has its task already; reload the page."),
            ),
            models.UniqueConstraint(
                fields=["parent", "follow_up_hours"],
                condition=LIVE,
                name="task_follow_up_once",
                violation_error_message=_("This follow-up is there already; reload the page."),
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=LIVE & Q(system_kind=SystemKind.ESCALATION) & ~Q(status__in=FINAL),
                name="task_one_open_escalation",
                violation_error_message=_(
                    "An escalation of this campaign is open already; work on that one."
                ),
            ),
            models.UniqueConstraint(
                fields=["campaign", "week"],
                condition=Q(system_kind=SystemKind.WEEKLY),
                name="task_one_weekly",
                violation_error_message=_("The analysis of this week is there already."),
            ),
        ]
        indexes = [
            models.Index(fields=["clock_at"], condition=Q(clock_at__isnull=False), name="task_by_clock"),
            models.Index(
                fields=["due_at", "id"],
                condition=LIVE & ~Q(status__in=sorted(FINAL)),
                name="task_open_by_due",
            ),
            models.Index(fields=["due_at", "id"], condition=LIVE, name="task_live_by_due"),
            models.Index(fields=["campaign", "due_at"], name="task_by_campaign"),
            models.Index(fields=["status", "campaign"], name="task_by_status"),
        ]
        permissions = [
            ("work_tasks", "Can complete, block, reschedule and claim tasks"),
            ("manage_tasks", "Can assign, cancel, miss, reopen and undo any task"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.cancelled_at is None

    @property
    def is_open(self) -> bool:
        return self.is_live and self.status in OPEN

    @property
    def is_system(self) -> bool:
        return bool(self.system_kind)

    def shown_status(self, now: datetime) -> str:
        """The status a person sees at `now`, whether or not the tick has been by."""
        if self.status not in (TaskStatus.PENDING, TaskStatus.DUE) or self.is_system:
            return self.status
        return status_by_clock(self.due_at, now)

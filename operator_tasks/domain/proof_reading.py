"""What the address of a post says about a task, read without changing anything.

The page that shows it while somebody types and the verb that keeps it ask here, so that they cannot differ.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.utils.translation import gettext as _

from campaigns.choices import Platform
from campaigns.errors import Never
from campaigns.platforms.proof_urls import ProofUrl, recognise
from campaigns.validators import account_key
from operator_tasks.choices import ProofType, TaskType
from operator_tasks.domain.links import the_link_in
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.states import TAIL

ODD_AHEAD = timedelta(hours=1)
# A post this much earlier than planned, or than the time somebody gave, is worth a manager's look.
ODD_DISTANCE = timedelta(hours=6)
A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
_LONGEST_HANDLE = 50


@dataclass(frozen=True)
class OtherAccount:
    """The link names another account than the task."""

    found: str
    wanted: str

    @property
    def text(self) -> str:
        told = {"found": self.found[:_LONGEST_HANDLE], "wanted": self.wanted[:_LONGEST_HANDLE]}
        return _("The link names %(found)s, the task was for %(wanted)s.") % told


class Oddness(Enum):
    IMPOSSIBLE = auto()
    BEFORE_TASK = auto()
    LONG_BEFORE_DUE = auto()
    NOT_AS_GIVEN = auto()


@dataclass(frozen=True)
class OddTime:
    """The time hidden in a post's id is strange for this task."""

    oddness: Oddness
    published_at: datetime

    @property
    def text(self) -> str:
        texts = {
            Oddness.IMPOSSIBLE: _("The id of the post says %(time)s UTC, which does not fit this campaign."),
            Oddness.BEFORE_TASK: _("The id of the post says %(time)s UTC, before this task was made."),
            Oddness.LONG_BEFORE_DUE: _("The id of the post says %(time)s UTC, hours before it was due."),
            Oddness.NOT_AS_GIVEN: _(
                "The id of the post says %(time)s UTC, hours away from the time that was given."
            ),
        }
        return texts[self.oddness] % {"time": f"{self.published_at:%Y-%m-%d %H:%M}"}


@dataclass(frozen=True)
class ProofReading:
    """An address that can be proof of the task.

    `reasons` are for a manager, none of them stops anybody; `is_weak` proof does not name one post, is
    not of a kind that the procedure asks for, or cannot be this task's post as far as one can see.
    """

    found: ProofUrl
    platform_label: str
    reasons: tuple[OtherAccount | OddTime, ...]
    is_weak: bool
    is_late: bool
    is_early: bool

    @property
    def doubts(self) -> tuple[str, ...]:
        """The reasons as sentences, in the language that is spoken where they are asked for."""
        return tuple(reason.text for reason in self.reasons)

    @property
    def is_other_account(self) -> bool:
        return any(isinstance(reason, OtherAccount) for reason in self.reasons)


def read_proof(
    task: OperatorTask, url: str, *, now: datetime, performed_at: datetime | None = None
) -> ProofReading:
    """Recognise the post behind an address, or behind the one address in a text, and judge it against the task.

    Refuses a text with no address or with several, what `recognise` refuses, and a post that is the proof of
    another task, which it names where that task is the same client's.
    """
    platform = Platform(task.platform)
    found = recognise(platform, the_link_in(url))
    if found.post_id:
        _refuse_reuse(task, found)
    published_at = found.published_at
    other_account = _other_account(task, found.handle)
    odd = _odd_time(task, published_at, performed_at, now)
    is_doubtful = other_account is not None or (odd is not None and odd.oddness is Oddness.IMPOSSIBLE)
    return ProofReading(
        found=found,
        platform_label=str(platform.label),
        reasons=tuple(reason for reason in (other_account, odd) if reason is not None),
        is_late=published_at is not None and published_at >= task.due_at + A_MINUTE,
        is_early=published_at is not None and published_at <= task.due_at - AN_HOUR,
        is_weak=found.is_weak or is_doubtful or not is_asked_for(task, ProofType.URL),
    )


def is_asked_for(task: OperatorTask, proof_type: str) -> bool:
    """Whether the procedure of the task accepts this kind of proof; without a procedure every kind is."""
    asked_for = task.sop_version.proof_types if task.sop_version else []
    return not asked_for or proof_type in asked_for


def _other_account(task: OperatorTask, handle: str) -> OtherAccount | None:
    """What a manager should look at when the link names another account than the task."""
    if not handle or task.account is None or account_key(handle) == account_key(task.account.handle):
        return None
    return OtherAccount(handle, task.account.handle)


def _odd_time(
    task: OperatorTask, published_at: datetime | None, performed_at: datetime | None, now: datetime
) -> OddTime | None:
    """The time in a post's id is a hint: a manager should look where it can hardly be this task's post.

    A time that is possible is strange for posts alone; being late is not, for the page says that anyway.
    """
    if published_at is None:
        return None
    if not task.campaign.starts_at - TAIL <= published_at <= now + ODD_AHEAD:
        return OddTime(Oddness.IMPOSSIBLE, published_at)
    if task.task_type != TaskType.POST:
        return None
    if published_at < task.created_at:
        return OddTime(Oddness.BEFORE_TASK, published_at)
    if published_at < task.due_at - ODD_DISTANCE:
        return OddTime(Oddness.LONG_BEFORE_DUE, published_at)
    if performed_at is not None and abs(published_at - performed_at) > ODD_DISTANCE:
        return OddTime(Oddness.NOT_AS_GIVEN, published_at)
    return None


def _refuse_reuse(task: OperatorTask, found: ProofUrl) -> None:
    used = (
        TaskProof.objects.filter(platform=found.platform, post_id=found.post_id, withdrawn_at__isnull=True)
        .exclude(task=task)
        .select_related("task__campaign")
        .first()
    )
    if used is None:
        return
    same_client = used.task.campaign.client_id == task.campaign.client_id
    where = _("task “%(title)s” of %(campaign)s") % {"title": used.task.title, "campaign": used.task.campaign}
    text = _("This post is the proof of %(where)s already; paste the address of the new post.") % {
        "where": where if same_client else _("another task")
    }
    raise Never(text, {"proof_value": [text]})

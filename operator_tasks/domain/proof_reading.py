"""What the address of a post says about a task, read without changing anything.

The page that shows it while somebody types and the verb that keeps it ask here, so that they cannot differ.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from campaigns.choices import Platform
from campaigns.errors import Never
from campaigns.platforms.proof_urls import ProofUrl, recognise
from campaigns.validators import account_key
from campaigns.words import in_house_words
from operator_tasks.choices import ProofType, TaskType
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.states import TAIL

ODD_AHEAD = timedelta(hours=1)
# A post this much earlier than planned, or than the time somebody gave, is worth a manager's look.
ODD_DISTANCE = timedelta(hours=6)
A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
_LONGEST_HANDLE = 50


@dataclass(frozen=True)
class ProofReading:
    """An address that can be proof of the task.

    `doubts` are sentences for a manager, none of which stops anybody; `is_weak` proof does not name one post, is
    not of a kind that the procedure asks for, or cannot be this task's post as far as one can see.
    """

    found: ProofUrl
    platform_label: str
    is_other_account: bool
    doubts: tuple[str, ...]
    is_weak: bool
    is_late: bool
    is_early: bool


def read_proof(
    task: OperatorTask, url: str, *, now: datetime, performed_at: datetime | None = None
) -> ProofReading:
    """Recognise the post behind an address, without surrounding spaces, and judge it against the task.

    Refuses what `recognise` refuses, and a post that is the proof of another task, which it names where that
    task is the same client's.
    """
    platform = Platform(task.platform)
    found = recognise(platform, url)
    if found.post_id:
        _refuse_reuse(task, found)
    other_account = _other_account(task, found.handle)
    published_at = found.published_at
    impossible = _impossible_time(task, published_at, now)
    odd = impossible or _odd_time(task, published_at, performed_at)
    return ProofReading(
        found=found,
        platform_label=str(platform.label),
        is_other_account=bool(other_account),
        doubts=tuple(doubt for doubt in (other_account, odd) if doubt),
        is_late=published_at is not None and published_at >= task.due_at + A_MINUTE,
        is_early=published_at is not None and published_at <= task.due_at - AN_HOUR,
        is_weak=found.is_weak or bool(other_account or impossible) or not is_asked_for(task, ProofType.URL),
    )


def is_asked_for(task: OperatorTask, proof_type: str) -> bool:
    """Whether the procedure of the task accepts this kind of proof; without a procedure every kind is."""
    asked_for = task.sop_version.proof_types if task.sop_version else []
    return not asked_for or proof_type in asked_for


@in_house_words
def _other_account(task: OperatorTask, handle: str) -> str:
    """What a manager should look at when the link names another account than the task; empty when it does not."""
    if not handle or task.account is None or account_key(handle) == account_key(task.account.handle):
        return ""
    return _("The link names %(found)s, the task was for %(wanted)s.") % {
        "found": handle[:_LONGEST_HANDLE],
        "wanted": task.account.handle[:_LONGEST_HANDLE],
    }


@in_house_words
def _impossible_time(task: OperatorTask, published_at: datetime | None, now: datetime) -> str:
    """The time hidden in a post's id is a hint: a manager should look where it cannot be this task's post."""
    if published_at is None or task.campaign.starts_at - TAIL <= published_at <= now + ODD_AHEAD:
        return ""
    return _("The id of the post says %(time)s UTC, which does not fit this campaign.") % {
        "time": f"{published_at:%Y-%m-%d %H:%M}"
    }


@in_house_words
def _odd_time(task: OperatorTask, published_at: datetime | None, performed_at: datetime | None) -> str:
    """A time that is possible and strange; being late is none, for the page says that anyway."""
    if published_at is None or task.task_type != TaskType.POST:
        return ""
    told = {"time": f"{published_at:%Y-%m-%d %H:%M}"}
    if published_at < task.created_at:
        return _("The id of the post says %(time)s UTC, before this task was made.") % told
    if published_at < task.due_at - ODD_DISTANCE:
        return _("The id of the post says %(time)s UTC, hours before it was due.") % told
    if performed_at is not None and abs(published_at - performed_at) > ODD_DISTANCE:
        return _("The id of the post says %(time)s UTC, hours away from the time that was given.") % told
    return ""


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

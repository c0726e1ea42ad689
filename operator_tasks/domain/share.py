"""The address of a published post, shared from a phone, meets the task it proves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from campaigns.choices import Platform
from campaigns.errors import InvalidInput
from campaigns.platforms.facts import has_permalinks
from campaigns.platforms.proof_urls import ProofUrl, recognise
from campaigns.validators import account_key
from operator_tasks.choices import TaskType
from operator_tasks.domain import links
from operator_tasks.domain.allowed import allowed_verbs
from operator_tasks.domain.queries import TaskRow, row_of
from operator_tasks.models import OperatorTask, TaskProof

# What apps share is a sentence or two around one link.
MOST_ADDRESSES = 5
# Each way from now; nobody picks from more.
MOST_TASKS = 25
# What is due further away than this is hardly what was just posted.
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class UsedProof:
    """The shared post proves a task already; `task` is None where that is not the person's to see."""

    task: OperatorTask | None


@dataclass(frozen=True)
class Choice:
    """A task that the shared post could prove; `is_same_account` when the link names its account.

    `is_near` where it does, or is due within `NEAR` of now: those are shown first.
    """

    row: TaskRow
    is_same_account: bool
    is_near: bool


def addresses_in(texts: Sequence[str]) -> list[str]:
    """The first few web addresses, in the order of the texts."""
    found = [address for text in texts for address in links.addresses_in(text)]
    return list(dict.fromkeys(found))[:MOST_ADDRESSES]


def shared_post(texts: Sequence[str]) -> ProofUrl | None:
    """The first address in the texts that is one of a post on any platform; asks no network."""
    platforms = [platform for platform in Platform.outward() if has_permalinks(platform)]
    for address in addresses_in(texts):
        for platform in platforms:
            try:
                return recognise(platform, address)
            except InvalidInput:
                continue  # another platform may know it
    return None


def used_for(post: ProofUrl, user: User) -> UsedProof | None:
    """Which task the post is the proof of; None for a new post, and where the address names no single post."""
    if not post.post_id:
        return None
    proofs = TaskProof.objects.filter(platform=post.platform, post_id=post.post_id, withdrawn_at__isnull=True)
    task_id = proofs.values_list("task", flat=True).first()
    if task_id is None:
        return None
    return UsedProof(OperatorTask.objects.visible_to(user).for_list().filter(pk=task_id).first())


def choices_for(post: ProofUrl, user: User, now: datetime) -> list[Choice]:
    """Open posts of that platform which the person may complete, theirs or nobody's.

    First those of the account that the link names, then by how near they are due; the nearest
    `MOST_TASKS` before now and as many after it.
    """
    waiting = OperatorTask.objects.visible_to(user).open().for_list()
    waiting = waiting.filter(task_type=TaskType.POST, platform=post.platform)
    waiting = waiting.filter(assignee=None) | waiting.filter(assignee=user)
    late = waiting.filter(due_at__lt=now).order_by("-due_at", "id")[:MOST_TASKS]
    ahead = waiting.filter(due_at__gte=now).order_by("due_at", "id")[:MOST_TASKS]
    can = [task for task in (*late, *ahead) if "complete" in allowed_verbs(task, user, now)]
    choices = [_choice(task, post, user, now) for task in can]

    def farness(choice: Choice) -> tuple[bool, timedelta]:
        return not choice.is_same_account, abs(choice.row.task.due_at - now)

    return sorted(choices, key=farness)


def _choice(task: OperatorTask, post: ProofUrl, user: User, now: datetime) -> Choice:
    is_same = _is_same_account(task, post)
    return Choice(row_of(task, user, now), is_same, is_same or abs(task.due_at - now) <= NEAR)


def _is_same_account(task: OperatorTask, post: ProofUrl) -> bool:
    if not post.handle or task.account is None:
        return False
    return account_key(post.handle) == account_key(task.account.handle)

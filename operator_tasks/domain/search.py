"""Finds tasks, campaigns, clients and planned posts by what people remember of them: a word, a handle, a link."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from campaigns.choices import CampaignStatus, Platform
from campaigns.errors import InvalidInput
from campaigns.models import CalendarItem, Campaign, Client
from campaigns.platforms.facts import has_permalinks
from campaigns.platforms.proof_urls import recognise
from operator_tasks.choices import TaskType
from operator_tasks.domain.queries import TaskRow, row_of
from operator_tasks.domain.snippets import Part, snippet
from operator_tasks.models import OperatorTask
from operator_tasks.states import OPEN

SHORTEST, LONGEST, LONGEST_ADDRESS = 2, 100, 2000
MOST = 20
MOST_WORDS = 6


@dataclass(frozen=True)
class Hit:
    """Something found: the row itself, its name with the matches marked, and the words around another match."""

    row: Any
    name: tuple[Part, ...]
    why: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `has_more` where only the first are shown."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False


@dataclass(frozen=True)
class Found:
    """`proved` is the task whose proof the pasted address is."""

    proved: TaskRow | None
    tasks: Group
    campaigns: Group
    clients: Group
    items: Group

    @property
    def is_empty(self) -> bool:
        groups = (self.tasks, self.campaigns, self.clients, self.items)
        return self.proved is None and not any(group.hits for group in groups)


def is_address(q: str) -> bool:
    return q.lower().startswith(("http://", "https://"))


def words_of(q: str) -> tuple[str, ...]:
    """The words that must all match, each anywhere; the @ of a handle is not stored, so it is not looked for."""
    words = [q] if is_address(q) else q.split()
    return tuple(word.removeprefix("@") or word for word in words[:MOST_WORDS])


def matching(words: Iterable[str], *fields: str) -> Q:
    """Every word stands in one of the fields.

    LIKE reads every row that is left by the other conditions: about a tenth of a second for 100,000 tasks on
    SQLite, which no index could help, because the words stand anywhere in the text. It is asked for by hand,
    one page at a time, and carries no more columns than it shows. On SQLite upper and lower case are one for
    the letters A to Z alone.
    """
    condition = Q()
    for word in words:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        condition &= one
    return condition


def search(user: User, q: str, now: datetime) -> Found:
    """At most `MOST` of each kind that the user may see, open work first; four queries, five for an address."""
    words = words_of(q)
    proved = _proved(user, q) if is_address(q) else None
    return Found(
        proved=row_of(proved, user, now) if proved else None,
        tasks=_tasks(user, words, now),
        campaigns=_campaigns(user, words),
        clients=_group(
            Client.objects.visible_to(user).filter(matching(words, "name")).order_by("name"),
            words,
            lambda client: (client.name,),
        ),
        items=_items(user, words),
    )


def _group(rows: QuerySet[Any], words: Sequence[str], texts: Callable[[Any], tuple[str, ...]]) -> Group:
    """The first of `texts` names the row; of the others the first that matches says why it was found."""
    found = list(rows[: MOST + 1])
    return Group(tuple(_hit(row, words, texts(row)) for row in found[:MOST]), len(found) > MOST)


def _hit(row: Any, words: Sequence[str], texts: tuple[str, ...]) -> Hit:
    name, *others = texts
    around = (snippet(text, words) for text in others)
    return Hit(row, snippet(name, words, whole=True), next((parts for parts in around if parts), ()))


def _tasks(user: User, words: Sequence[str], now: datetime) -> Group:
    ended = Case(
        When(Q(cancelled_at__isnull=True, status__in=OPEN), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = OperatorTask.objects.visible_to(user).filter(
        matching(words, "title", "copy_text", "account__handle")
    )
    rows = found.for_list().defer("instructions_text").order_by(ended, "due_at", "id")
    group = _group(rows, words, lambda task: (task.title, _handle(task), task.copy_text))
    hits = tuple(Hit(row_of(hit.row, user, now), hit.name, hit.why) for hit in group.hits)
    return Group(hits, group.has_more)


def _handle(task: OperatorTask) -> str:
    return task.account.handle if task.account else ""


def _campaigns(user: User, words: Sequence[str]) -> Group:
    order = (CampaignStatus.ACTIVE, CampaignStatus.PAUSED, CampaignStatus.PLANNED, CampaignStatus.COMPLETED)
    rank = Case(
        *[When(status=status, then=Value(place)) for place, status in enumerate(order)],
        output_field=IntegerField(),
    )
    found = Campaign.objects.visible_to(user).filter(matching(words, "name", "venture_name"))
    rows = found.select_related("client").order_by(rank, "name", "id")
    return _group(rows, words, lambda campaign: (campaign.name, campaign.venture_name))


def _items(user: User, words: Sequence[str]) -> Group:
    """Posts of the calendar that have no task yet; those with one are found by their task."""
    posts = OperatorTask.objects.live().filter(task_type=TaskType.POST, calendar_item=OuterRef("pk"))
    found = CalendarItem.objects.visible_to(user).live().filter(~Exists(posts))
    rows = found.filter(matching(words, "title", "copy_text")).select_related("campaign__client")
    return _group(rows.order_by("scheduled_at", "id"), words, lambda item: (str(item), item.copy_text))


def _proved(user: User, q: str) -> OperatorTask | None:
    """The task that this address of a post proves, if the user may see it."""
    condition = Q()
    for platform in Platform.outward():
        if not has_permalinks(platform):
            continue
        try:
            post = recognise(platform, q)
        except InvalidInput:  # not a post of this platform; another may know it
            continue
        known = {"post_id": post.post_id} if post.post_id else {"canonical_url": post.canonical_url}
        condition |= Q(proof__platform=platform, **{f"proof__{name}": value for name, value in known.items()})
    if not condition:
        condition = Q(proof__canonical_url=q) | Q(proof__value=q)
    return OperatorTask.objects.visible_to(user).for_list().filter(condition).first()

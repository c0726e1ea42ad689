"""The earlier module's words in ours; what has no place here is told by a note and left out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

from campaigns.choices import CampaignStatus, ContentType, Platform
from operator_tasks.choices import ProofType, TaskStatus, TaskType

Choice = TypeVar("Choice", bound=TextChoices)


@dataclass
class Report:
    """What was taken over, by kind, and what was not and why."""

    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + number

    def note(self, text: str) -> None:
        self.notes.append(text)


def platform_of(value: Any) -> Platform | None:
    try:
        return Platform.parse(str(value or ""))
    except ValueError:
        return None


def content_type_of(value: Any) -> ContentType:
    return _choice(ContentType, value, ContentType.OTHER)


def task_type_of(value: Any) -> TaskType:
    return _choice(TaskType, value, TaskType.MANUAL)


def task_status_of(value: Any) -> TaskStatus:
    return _choice(TaskStatus, value, TaskStatus.PENDING)


def campaign_status_of(value: Any) -> CampaignStatus:
    return _choice(CampaignStatus, value, CampaignStatus.PLANNED)


def proof_type_of(value: Any) -> ProofType:
    """A file of the earlier module was a path on its own machine, so it is kept as a text."""
    kind = _choice(ProofType, value, ProofType.TEXT)
    return kind if kind == ProofType.URL else ProofType.TEXT


def _choice(choices: type[Choice], value: Any, otherwise: Choice) -> Choice:
    """The choice of this word, however it is written."""
    word = str(value or "").strip().lower()
    return next((choice for choice in choices if choice.value.lower() == word), otherwise)


def text_of(value: Any, longest: int) -> str:
    """Text without what no field takes: control characters, and what is too long."""
    kept = "".join(letter for letter in str(value or "") if letter.isprintable() or letter in "\n\t")
    return kept.strip()[:longest]


def line_of(value: Any, longest: int = 255) -> str:
    return " ".join(text_of(value, 10 * longest).split())[:longest]


def local_day(value: datetime, zone: ZoneInfo) -> Any:
    return value.astimezone(zone).date()

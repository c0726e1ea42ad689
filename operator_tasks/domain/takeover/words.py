"""The earlier module's words in ours; what has no place here is told by a note and left out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.choices import CampaignStatus, ContentType, Platform
from operator_tasks.choices import ProofType, TaskStatus, TaskType

OTHER_NAMES = {"twitter": Platform.X}


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
    word = str(value or "").strip().lower()
    if word in OTHER_NAMES:
        return OTHER_NAMES[word]
    return Platform(word) if word in Platform.values else None


def content_type_of(value: Any) -> ContentType:
    word = str(value or "").strip().lower()
    return ContentType(word) if word in ContentType.values else ContentType.OTHER


def task_type_of(value: Any) -> TaskType:
    word = str(value or "").strip().upper()
    return TaskType(word) if word in TaskType.values else TaskType.MANUAL


def task_status_of(value: Any) -> TaskStatus:
    word = str(value or "").strip().upper()
    return TaskStatus(word) if word in TaskStatus.values else TaskStatus.PENDING


def campaign_status_of(value: Any) -> CampaignStatus:
    word = str(value or "").strip().upper()
    return CampaignStatus(word) if word in CampaignStatus.values else CampaignStatus.PLANNED


def proof_type_of(value: Any) -> ProofType:
    """A file of the earlier module was a path on its own machine, so it is kept as a text."""
    word = str(value or "").strip().upper()
    return ProofType(word) if word in (ProofType.URL, ProofType.TEXT) else ProofType.TEXT


def text_of(value: Any, longest: int) -> str:
    """Text without what no field takes: control characters, and what is too long."""
    kept = "".join(letter for letter in str(value or "") if letter.isprintable() or letter in "\n\t")
    return kept.strip()[:longest]


def line_of(value: Any, longest: int = 255) -> str:
    return " ".join(text_of(value, 10 * longest).split())[:longest]


def local_day(value: datetime, zone: ZoneInfo) -> Any:
    return value.astimezone(zone).date()

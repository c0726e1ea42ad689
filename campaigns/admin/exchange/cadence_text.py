"""A cadence in one cell: `linkedin post 3 on mon wed fri at 09:00; x post 2`."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _

from campaigns.choices import ContentType, Platform
from campaigns.domain.cadence_lines import CadenceLine
from campaigns.errors import InvalidInput
from campaigns.models.cadence import MOST_POSTS_A_WEEK

# Numbered from 1, as weekdays are stored.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Line(Protocol):
    @property
    def platform(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def posts_per_week(self) -> int: ...
    @property
    def weekdays(self) -> Iterable[int]: ...
    @property
    def times(self) -> Iterable[str]: ...


def cadence_of(lines: Iterable[Line]) -> str:
    """The cell, in the order of platforms, so that the same cadence is the same text."""
    return "; ".join(
        _text(line) for line in sorted(lines, key=lambda line: (line.platform, line.content_type))
    )


def _text(line: Line) -> str:
    days, times = sorted(line.weekdays), sorted(line.times)
    told = f"{line.platform} {line.content_type} {line.posts_per_week}"
    told += f" on {' '.join(DAYS[number - 1] for number in days)}" if days else ""
    return told + (f" at {' '.join(times)}" if times else "")


def lines_of(text: str, accounts: Mapping[tuple[str, str], int | None] | None = None) -> list[CadenceLine]:
    """The lines of a cell; `accounts` are those that lines of the same kind have already.

    Refuses a cell that it cannot read, and says how to write it; days and times are judged by the verb.
    """
    return [_line(part.split(), accounts or {}) for part in text.lower().split(";") if part.strip()]


def _line(words: list[str], accounts: Mapping[tuple[str, str], int | None]) -> CadenceLine:
    head, days, times = _parts(words)
    if len(head) != 3 or not head[2].isdecimal() or int(head[2][:4]) > MOST_POSTS_A_WEEK:
        raise _unreadable(words)
    platform, content_type, posts = head
    if platform not in Platform.outward() or content_type not in ContentType.values:
        raise _unreadable(words)
    if any(name not in DAYS for name in days):
        raise _unreadable(words)
    return CadenceLine(
        platform,
        content_type,
        int(posts),
        weekdays=tuple(DAYS.index(name) + 1 for name in days),
        times=tuple(times),
        account_id=accounts.get((platform, content_type)),
    )


def _parts(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """What stands before `on`, between `on` and `at`, and behind `at`."""
    head, times = (
        (words[: words.index("at")], words[words.index("at") + 1 :]) if "at" in words else (words, [])
    )
    if "on" not in head:
        return head, [], times
    place = head.index("on")
    return head[:place], head[place + 1 :], times


def _unreadable(words: list[str]) -> InvalidInput:
    told = _("“%(line)s” is no line of a cadence. Write: linkedin post 3 on mon wed at 09:00; x post 2")
    sentence = told % {"line": " ".join(words)[:60]}
    return InvalidInput(sentence, {"cadence": [sentence]})

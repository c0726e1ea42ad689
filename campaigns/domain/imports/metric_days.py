"""Reads days as exports write them; where 3/4 could be two days, the whole column decides or a person does."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.domain.imports.moments import FIRST_YEAR, LAST_YEAR, parsed_time
from campaigns.errors import InvalidInput

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
TIME = r"(?:,?[T ]\s*(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})? ?(?:[AaPp]\.?[Mm]\.?)?))?"
ZONE = r"(?: ?(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?"
YEAR_FIRST = re.compile(rf"(?P<y>[0-9]{{4}})([-/.])(?P<m>[0-9]{{1,2}})\2(?P<d>[0-9]{{1,2}}){TIME}{ZONE}")
COMPACT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,? )?"
NAMED = re.compile(
    rf"{WEEKDAY}(?P<name>[A-Za-z]{{3,9}})\.? (?P<d>[0-9]{{1,2}}),? (?P<y>[0-9]{{4}}){TIME}{ZONE}"
)
DAY_FIRST = re.compile(
    rf"{WEEKDAY}(?P<d>[0-9]{{1,2}})\.? (?P<name>[A-Za-z]{{3,9}})\.?,? (?P<y>[0-9]{{4}}){TIME}{ZONE}"
)
NO_YEAR = re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<d>[0-9]{1,2})")
NUMBERS = re.compile(
    rf"(?P<a>[0-9]{{1,2}})(?P<sign>[/.-])(?P<b>[0-9]{{1,2}})(?P=sign)(?P<y>[0-9]{{4}}){TIME}{ZONE}"
)
MONTH_FIRST, DAY_FIRST_ORDER = "mdy", "dmy"


@dataclass(frozen=True)
class Stamp:
    """A day as it is written, and the time and zone where the text holds them."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None

    def day_in(self, zone: ZoneInfo, *, written_in: str) -> date:
        """The day on the clock of `zone`; without a time of day, or a zone to start from, the day as written."""
        source = self.zone or (ZoneInfo(written_in) if written_in else None)
        if self.clock is None or source is None:
            return self.day
        return datetime.combine(self.day, self.clock, tzinfo=source).astimezone(zone).date()


def order_of(texts: Iterable[str], *, usual: str, chosen: str) -> str:
    """Whether 3/4/2026 has the month or the day first: by the column itself, else as chosen, else as usual.

    Refuses a column in which the numbers contradict each other, and asks where nothing decides.
    """
    can_be = {MONTH_FIRST, DAY_FIRST_ORDER}
    unsure = False
    for text in texts:
        match = NUMBERS.fullmatch(" ".join(text.split()))
        if match is None or match["sign"] == ".":
            continue
        first, second = int(match["a"]), int(match["b"])
        can_be -= {MONTH_FIRST} if first > 12 else set()
        can_be -= {DAY_FIRST_ORDER} if second > 12 else set()
        unsure = unsure or first != second
    if not can_be:
        text = _(
            "Some dates have the day first, others the month. Write them all one way, best as 2026-01-31."
        )
        raise InvalidInput(text, {"file": [text]})
    if len(can_be) == 1:
        return can_be.pop()
    if unsure and not (chosen or usual):
        text = _("Every date could have the day or the month first. Choose which.")
        raise InvalidInput(text, {"day_order": [text]})
    return chosen or usual or MONTH_FIRST


def parsed_stamp(text: str, order: str) -> Stamp:
    """The day in a cell; `order` settles 3/4/2026. Raises ValueError for what is no day, or has no year."""
    words = " ".join(text.split())
    for pattern in (YEAR_FIRST, COMPACT, NAMED, DAY_FIRST):
        match = pattern.fullmatch(words)
        if match:
            found = match.groupdict()
            month = int(found["m"]) if found.get("m") else _month(found["name"])
            return _stamp(int(found["y"]), month, int(found["d"]), found)
    match = NUMBERS.fullmatch(words)
    if match is None:
        raise ValueError(f"{text!r} is not a day")
    is_day_first = order == DAY_FIRST_ORDER or match["sign"] == "."
    first, second = int(match["a"]), int(match["b"])
    month, day = (second, first) if is_day_first else (first, second)
    return _stamp(int(match["y"]), month, day, match.groupdict())


def days_of_year(texts: Sequence[str], last_year: int) -> list[date | None]:
    """Days written without their year, in the order of a calendar: the newest lies in `last_year`.

    None stands for a text that is no such day. Refuses a day that its year does not have.
    """
    found = [_month_and_day(text) for text in texts]
    known = [place for place in found if place is not None]
    # A step over the end of the year is short too: half a year is nobody's step between two rows.
    steps = [(_ordinal(after) - _ordinal(before)) % 366 < 183 for before, after in pairwise(known)]
    is_descending = steps.count(False) > steps.count(True)
    year, newer = last_year, (13, 0)
    days: list[date | None] = []
    for place in found if is_descending else reversed(found):
        if place is None:
            days.append(None)
            continue
        year -= 1 if place > newer else 0
        newer = place
        days.append(_day_in_year(year, place))
    return days if is_descending else days[::-1]


def has_no_year(text: str) -> bool:
    return NO_YEAR.fullmatch(" ".join(text.split())) is not None


def _ordinal(place: tuple[int, int]) -> int:
    """The number of a day in a leap year; days that no year has count as the last."""
    try:
        return date(2000, *place).timetuple().tm_yday
    except ValueError:
        return 366


def _day_in_year(year: int, place: tuple[int, int]) -> date:
    try:
        return date(year, *place)
    except ValueError:
        text = _("There was no such day as %(month)d/%(day)d in %(year)d; is the year right?") % {
            "month": place[0],
            "day": place[1],
            "year": year,
        }
        raise InvalidInput(text, {"year": [text]}) from None


def _month_and_day(text: str) -> tuple[int, int] | None:
    match = NO_YEAR.fullmatch(" ".join(text.split()))
    try:
        return (_month(match["name"]), int(match["d"])) if match else None
    except ValueError:
        return None


def _month(name: str) -> int:
    word = name.casefold()
    if word in NAMES or word in MONTHS or word == "sept":
        return MONTHS.index(word[:3]) + 1
    raise ValueError(f"{name!r} is not the English name of a month")


def _stamp(year: int, month: int, day: int, found: dict[str, str | None]) -> Stamp:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}")
    written = found.get("time")
    return Stamp(date(year, month, day), parsed_time(written) if written else None, _zone(found.get("zone")))


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in {"Z", "UTC"}:
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)

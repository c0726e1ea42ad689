"""Reads dates and times of day as files hold them, and nothing that could mean two days."""

import re
from datetime import date, datetime, time

FIRST_YEAR, LAST_YEAR = 2000, 2199
DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])\.?[Mm]\.?)?")


def parsed_date(text: str) -> date:
    """The day written as 2026-01-31. Raises ValueError for another spelling or a day that does not exist."""
    match = DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not written as YYYY-MM-DD")
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}")
    return date(year, month, day)


def parsed_time(text: str) -> time:
    """The time of day written as 21:00, 21:00:00 or 9:00 pm. Raises ValueError for anything else."""
    match = TIME_OF_DAY.fullmatch(" ".join(text.split()))
    if match is None:
        raise ValueError(f"{text!r} is not a time of day")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4] is None:
        return time(hour, minute, second)
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} is not an hour of a twelve-hour clock")
    return time(hour % 12 + (12 if match[4] in "Pp" else 0), minute, second)


def parsed_local_time(text: str) -> datetime:
    """The wall-clock moment written as a date, a space or T, and a time; naive, because files name no zone.

    Raises ValueError for another spelling or a moment that does not exist on any clock.
    """
    words = text.strip().replace("T", " ", 1).split(maxsplit=1)
    if len(words) != 2:
        raise ValueError(f"{text!r} is not a date and a time")
    return datetime.combine(parsed_date(words[0]), parsed_time(words[1]))

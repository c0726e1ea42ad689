"""Reads the cadence of a brief: a number for the simple case, more words only where somebody needs them."""

from dataclasses import dataclass
from datetime import time

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.brief_fields import Section, as_line, as_number, nearest
from campaigns.domain.imports.moments import parsed_time
from campaigns.domain.imports.texts import shown

MOST_POSTS_PER_WEEK = MOST_TIMES = 50
CADENCE_KEYS = ("per_week", "weekdays", "times")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ISO_WEEKDAYS = {
    name[:length]: number for number, name in enumerate(WEEKDAYS, start=1) for length in (3, len(name))
}


@dataclass(frozen=True)
class CadenceBrief:
    """Posts a week; `weekdays` are ISO, 1 (Monday) to 7, `times` local; both ascend, empty means any."""

    platform: Platform
    content_type: ContentType
    posts_per_week: int
    weekdays: tuple[int, ...] = ()
    times: tuple[time, ...] = ()


def read_cadence(section: Section) -> tuple[CadenceBrief, ...]:
    """The rows in the order of the brief; what is wrong is reported to the section's problems."""
    if section.is_given and not section.values:
        section.problems.add(
            section.path, f"{section.path} names no platform; write one, such as linkedin: 3."
        )
    rows: dict[tuple[Platform, ContentType], CadenceBrief] = {}
    for name in section.values:
        try:
            platform = as_platform(name)
        except ValueError as error:
            section.report(name, str(error))
            continue
        for path_section, key, row in _platform_rows(section, name, platform):
            if (platform, row.content_type) in rows:
                path_section.report(key, f"gives {row.content_type.value} on {platform.value} a second time.")
            rows[platform, row.content_type] = row
    return tuple(rows.values())


def as_platform(value: object) -> Platform:
    """Raises ValueError with the rest of a sentence for anything nobody can publish on."""
    text = as_line(value)
    outward = [platform.value for platform in Platform.outward()]
    try:
        platform = Platform.parse(text)
    except ValueError as error:
        raise ValueError(
            f"is {shown(text)}, which is not a known platform; {nearest(text, outward)}"
        ) from error
    if platform not in Platform.outward():
        raise ValueError(f"is {shown(text)}, where nothing is published; known here: {', '.join(outward)}.")
    return platform


def default_content_type(platform: Platform) -> ContentType:
    """What a bare number counts on a platform."""
    return ContentType.NEWSLETTER if platform is Platform.EMAIL else ContentType.POST


def _platform_rows(
    section: Section, name: str, platform: Platform
) -> list[tuple[Section, str, CadenceBrief]]:
    """Each row with the place that gave it, for a message about it."""
    if not isinstance(section.values[name], dict):
        return [(section, name, _row(section, name, platform, default_content_type(platform)))]
    by_type = section.section(name)
    if not by_type.values:
        section.report(name, "is empty; write posts a week, such as 3.")
    found: list[tuple[Section, str, CadenceBrief]] = []
    for key in by_type.values:
        try:
            content_type = ContentType(key.strip().lower())
        except ValueError:
            by_type.report(key, f"is not a known content type; {nearest(key, ContentType.values)}")
            continue
        found.append((by_type, key, _row(by_type, key, platform, content_type)))
    return found


def _row(section: Section, key: str, platform: Platform, content_type: ContentType) -> CadenceBrief:
    if not section.has(key):
        section.report(key, f"is empty; write a whole number from 0 to {MOST_POSTS_PER_WEEK}.")
    if not isinstance(section.values[key], dict):
        return CadenceBrief(platform, content_type, section.number(key, 0, 0, MOST_POSTS_PER_WEEK))
    details = section.section(key, CADENCE_KEYS)
    details.require("per_week")
    return CadenceBrief(
        platform,
        content_type,
        details.number("per_week", 0, 0, MOST_POSTS_PER_WEEK),
        tuple(sorted(set(details.each("weekdays", _as_weekday)))),
        tuple(sorted(set(details.each("times", _as_time, MOST_TIMES)))),
    )


def _as_weekday(value: object) -> int:
    if isinstance(value, int):
        return as_number(value, 1, 7)
    name = as_line(value).lower()
    if name not in ISO_WEEKDAYS:
        raise ValueError(f"is {shown(name)}; write a weekday as mon, tue, wed, thu, fri, sat or sun.")
    return ISO_WEEKDAYS[name]


def _as_time(value: object) -> time:
    text = as_line(value)
    try:
        moment = parsed_time(text)
    except ValueError as error:
        raise ValueError(f'is {shown(text)}; write a time of day like "09:30".') from error
    if moment.second:
        raise ValueError(f'is {shown(text)}; write a time of day in whole minutes, like "09:30".')
    return moment

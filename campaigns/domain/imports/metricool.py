"""Reads the planner file of Metricool, where one row is published on every network it ticks."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.calendar_rows import (
    BadRow,
    CalendarFile,
    CalendarRow,
    SkippedRow,
    bad_moment,
    blank_row,
    checked_item,
    refused_rows,
    title_from,
)
from campaigns.domain.imports.moments import parsed_local_time
from campaigns.domain.imports.tables import Table, TableRow, column_key
from campaigns.domain.imports.texts import shown
from campaigns.words import in_house_words

GOOGLE_COLUMN = "GBP"
PICTURES = range(1, 11)
CONTENT_TYPES = {
    "": ContentType.POST,
    "POST": ContentType.POST,
    "FEED": ContentType.POST,
    "TEXT": ContentType.POST,
    "IMAGE": ContentType.POST,
    "VIDEO": ContentType.POST,
    "ARTICLE": ContentType.POST,
    "REEL": ContentType.REEL,
    "SHORT": ContentType.REEL,
    "STORY": ContentType.STORY,
    "CAROUSEL": ContentType.CAROUSEL,
    "DOCUMENT": ContentType.CAROUSEL,
    "THREAD": ContentType.THREAD,
    "POLL": ContentType.OTHER,
}


@dataclass(frozen=True)
class Network:
    """Where the file keeps what concerns one platform; an empty column name means that it keeps nothing."""

    column: str
    platform: Platform
    type_column: str = ""
    title_column: str = ""


NETWORKS = (
    Network("Facebook", Platform.FACEBOOK, "Facebook Post Type", "Facebook Title"),
    Network("Twitter/X", Platform.X, "Twitter/X Type"),
    Network("LinkedIn", Platform.LINKEDIN, "LinkedIn Type"),
    Network("Instagram", Platform.INSTAGRAM, "Instagram Post Type"),
    Network("Pinterest", Platform.PINTEREST, title_column="Pinterest Pin Title"),
    Network("TikTok", Platform.TIKTOK, title_column="TikTok Title"),
    Network("Youtube", Platform.YOUTUBE, "Youtube Video Type", "Youtube Video Title"),
    Network("Threads", Platform.THREADS, "Threads Post Type"),
    Network("Bluesky", Platform.BLUESKY),
)
LABELLED_COLUMNS = {
    Platform.PINTEREST: (
        (gettext_noop("Pinterest board"), "Pinterest Board"),
        (gettext_noop("Pin link"), "Pinterest Pin Link"),
    ),
    Platform.LINKEDIN: ((gettext_noop("Document title"), "Document title"),),
}


class NotImported(Exception):
    """The row is meant for nothing we plan; it is left out and said so."""


class MetricoolReader:
    name = "metricool"
    columns: tuple[str, ...] = ("Text", "Date", "Time", "Draft")
    has_platform_column = True

    def missing_columns(self, header: tuple[str, ...]) -> tuple[str, ...]:
        present = {column_key(name) for name in header}
        missing = tuple(column for column in self.columns if column_key(column) not in present)
        networks = [network.column for network in NETWORKS] + [GOOGLE_COLUMN]
        if any(column_key(column) in present for column in networks):
            return missing
        return (*missing, _("a column for a network (%(networks)s)") % {"networks": ", ".join(networks)})

    def recognises(self, header: tuple[str, ...]) -> bool:
        return not self.missing_columns(header)

    def read(self, table: Table, platforms: tuple[Platform, ...]) -> CalendarFile:
        """One item for each row and ticked network. Refuses bad rows all together."""
        rows: list[CalendarRow] = []
        skipped: list[SkippedRow] = []
        bad: list[tuple[int, str]] = []
        for row in table.rows:
            try:
                rows.extend(_items(row, platforms))
            except NotImported as left_out:
                skipped.append(SkippedRow(row.number, str(left_out)))
            except BadRow as error:
                bad.append((row.number, str(error)))
        if bad:
            raise refused_rows(bad)
        return CalendarFile(self.name, tuple(rows), tuple(skipped), len(table.rows))


def _items(row: TableRow, platforms: tuple[Platform, ...]) -> list[CalendarRow]:
    if row.is_blank:
        raise NotImported(blank_row())
    networks = _networks(row, platforms)
    is_draft = _is_ticked(row, "Draft")
    if is_draft and not (row.value("Date") and row.value("Time")):
        raise NotImported(_("a draft without a date and a time"))
    local_time = _local_time(row)
    copy_text = row.value("Text")
    asset_ref = " ".join(filter(None, (row.value(f"Picture Url {number}") for number in PICTURES)))
    if not copy_text and not asset_ref:
        raise BadRow(_("Text and Picture Url 1 are both empty, so there is nothing to publish"))
    return [
        checked_item(
            CalendarRow(
                row_number=row.number,
                platform=network.platform,
                content_type=_content_type(row, network),
                local_time=local_time,
                title=title_from(row.value(network.title_column), copy_text, asset_ref),
                copy_text=copy_text,
                asset_ref=asset_ref,
                cta_text="",
                notes=_notes(row, network, is_draft),
            )
        )
        for network in networks
    ]


def _networks(row: TableRow, platforms: tuple[Platform, ...]) -> list[Network]:
    """The ticked networks, narrowed to the platforms asked for, if any."""
    ticked = [network for network in NETWORKS if _is_ticked(row, network.column)]
    if not ticked and _is_ticked(row, GOOGLE_COLUMN):
        raise NotImported(_("it is only for Google Business Profile, which has no tasks here"))
    if not ticked:
        raise NotImported(_("no network is ticked"))
    wanted = [network for network in ticked if not platforms or network.platform in platforms]
    if not wanted:
        raise NotImported(_("none of its networks was asked for"))
    return wanted


def _is_ticked(row: TableRow, column: str) -> bool:
    text = row.value(column)
    if text.lower() not in {"true", "false", ""}:
        sentence = _("%(column)s is %(text)s; write true or false")
        raise BadRow(sentence % {"column": column, "text": shown(text)})
    return text.lower() == "true"


def _local_time(row: TableRow) -> datetime:
    text = f"{row.value('Date')} {row.value('Time')}".strip()
    example = _("2026-01-31 in Date and 21:00:00 in Time")
    if not text:
        raise BadRow(_("Date and Time are empty; write them like %(example)s") % {"example": example})
    try:
        return parsed_local_time(text)
    except ValueError as error:
        raise bad_moment(text, example) from error


def _content_type(row: TableRow, network: Network) -> ContentType:
    if network.platform is Platform.LINKEDIN and _is_ticked(row, "LinkedIn Images as Carousel"):
        return ContentType.CAROUSEL
    text = row.value(network.type_column)
    if text.upper() not in CONTENT_TYPES:
        known = ", ".join(filter(None, CONTENT_TYPES))
        sentence = _("%(column)s is %(text)s; write one of %(known)s, or nothing for a post")
        raise BadRow(sentence % {"column": network.type_column, "text": shown(text), "known": known})
    return CONTENT_TYPES[text.upper()]


@in_house_words
def _notes(row: TableRow, network: Network, is_draft: bool) -> str:
    lines = [_("draft in Metricool")] if is_draft else []
    if _is_ticked(row, GOOGLE_COLUMN):
        lines.append(_("also ticked for Google Business Profile, which has no tasks here"))
    labelled = [(_("First comment"), "First Comment Text")]
    labelled += [(_(label), column) for label, column in LABELLED_COLUMNS.get(network.platform, ())]
    labelled += [
        (_("Alt text %(number)d") % {"number": number}, f"Alt text picture {number}") for number in PICTURES
    ]
    lines += [f"{label}: {row.value(column)}" for label, column in labelled if row.value(column)]
    return "\n".join(lines)

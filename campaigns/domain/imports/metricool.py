"""Reads the planner file of Metricool, where one row is published on every network it ticks."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.calendar_rows import (
    BLANK_ROW,
    BadRow,
    CalendarFile,
    CalendarRow,
    SkippedRow,
    bad_moment,
    checked_item,
    refused_rows,
    title_from,
)
from campaigns.domain.imports.moments import parsed_local_time
from campaigns.domain.imports.tables import Table, TableRow, column_key
from campaigns.domain.imports.texts import shown

GOOGLE_COLUMN = "GBP"
EXAMPLE_TIME = "2026-01-31 in Date and 21:00:00 in Time"
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
    Platform.PINTEREST: (("Pinterest board", "Pinterest Board"), ("Pin link", "Pinterest Pin Link")),
    Platform.LINKEDIN: (("Document title", "Document title"),),
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
        return (*missing, f"a column for a network ({', '.join(networks)})")

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
        raise NotImported(BLANK_ROW)
    networks = _networks(row, platforms)
    is_draft = _is_ticked(row, "Draft")
    if is_draft and not (row.value("Date") and row.value("Time")):
        raise NotImported("a draft without a date and a time")
    local_time = _local_time(row)
    copy_text = row.value("Text")
    asset_ref = " ".join(filter(None, (row.value(f"Picture Url {number}") for number in PICTURES)))
    if not copy_text and not asset_ref:
        raise BadRow("Text and Picture Url 1 are both empty, so there is nothing to publish")
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
        raise NotImported("it is only for Google Business Profile, which has no tasks here")
    if not ticked:
        raise NotImported("no network is ticked")
    wanted = [network for network in ticked if not platforms or network.platform in platforms]
    if not wanted:
        raise NotImported("none of its networks was asked for")
    return wanted


def _is_ticked(row: TableRow, column: str) -> bool:
    text = row.value(column)
    if text.lower() not in {"true", "false", ""}:
        raise BadRow(f"{column} is {shown(text)}; write true or false")
    return text.lower() == "true"


def _local_time(row: TableRow) -> datetime:
    text = f"{row.value('Date')} {row.value('Time')}".strip()
    if not text:
        raise BadRow(f"Date and Time are empty; write them like {EXAMPLE_TIME}")
    try:
        return parsed_local_time(text)
    except ValueError as error:
        raise bad_moment(text, EXAMPLE_TIME) from error


def _content_type(row: TableRow, network: Network) -> ContentType:
    if network.platform is Platform.LINKEDIN and _is_ticked(row, "LinkedIn Images as Carousel"):
        return ContentType.CAROUSEL
    text = row.value(network.type_column)
    if text.upper() not in CONTENT_TYPES:
        known = ", ".join(filter(None, CONTENT_TYPES))
        raise BadRow(f"{network.type_column} is {shown(text)}; write one of {known}, or nothing for a post")
    return CONTENT_TYPES[text.upper()]


def _notes(row: TableRow, network: Network, is_draft: bool) -> str:
    lines = ["draft in Metricool"] if is_draft else []
    if _is_ticked(row, GOOGLE_COLUMN):
        lines.append("also ticked for Google Business Profile, which has no tasks here")
    labelled = [("First comment", "First Comment Text"), *LABELLED_COLUMNS.get(network.platform, ())]
    labelled += [(f"Alt text {number}", f"Alt text picture {number}") for number in PICTURES]
    lines += [f"{label}: {row.value(column)}" for label, column in labelled if row.value(column)]
    return "\n".join(lines)

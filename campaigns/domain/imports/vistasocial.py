"""Reads the bulk calendar that Vista Social publishes, which leaves the platform to whoever uploads it."""

from django.utils.translation import gettext as _

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.calendar_rows import (
    CTA_CHARS,
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
from campaigns.domain.imports.texts import refused_file, shown
from campaigns.words import in_house_words

CONTENT_TYPES = {
    "image": ContentType.POST,
    "video": ContentType.POST,
    "article": ContentType.POST,
    "message": ContentType.POST,
    "carousel": ContentType.CAROUSEL,
    "story": ContentType.STORY,
    "reel": ContentType.REEL,
}
TYPES_WHOSE_LINK_IS_SHARED = {"article", "message"}
PLATFORMS_WHERE_A_VIDEO_IS_A_REEL = {Platform.INSTAGRAM, Platform.TIKTOK}
COMMENT_COLUMNS = tuple(f"comment{number}" for number in range(1, 6))


class VistaSocialReader:
    name = "vistasocial"
    columns: tuple[str, ...] = ("message", "type", "link", "time")
    has_platform_column = False

    def missing_columns(self, header: tuple[str, ...]) -> tuple[str, ...]:
        present = {column_key(name) for name in header}
        return tuple(column for column in self.columns if column not in present)

    def recognises(self, header: tuple[str, ...]) -> bool:
        return not self.missing_columns(header)

    def read(self, table: Table, platforms: tuple[Platform, ...]) -> CalendarFile:
        """One item for each row and platform. Refuses a table for no platform, and bad rows all together."""
        if not platforms:
            raise refused_file(
                _(
                    "A Vista Social file does not say which platform it is for. Choose it (with --platform on "
                    "the command line), or name it in the file's name, such as calendar_linkedin.csv."
                )
            )
        rows: list[CalendarRow] = []
        skipped: list[SkippedRow] = []
        bad: list[tuple[int, str]] = []
        for row in table.rows:
            if row.is_blank:
                skipped.append(SkippedRow(row.number, blank_row()))
                continue
            try:
                rows.extend(_items(row, platforms))
            except BadRow as error:
                bad.append((row.number, str(error)))
        if bad:
            raise refused_rows(bad)
        return CalendarFile(self.name, tuple(rows), tuple(skipped), len(table.rows))


def _items(row: TableRow, platforms: tuple[Platform, ...]) -> list[CalendarRow]:
    """The items of one row, or all that is wrong with it in one BadRow."""
    problems: list[str] = []
    kind = row.value("type").lower()
    if kind not in CONTENT_TYPES:
        problems.append(_type_problem(kind))
    copy_text, link = row.value("message"), row.value("link")
    is_link_shared = kind in TYPES_WHOSE_LINK_IS_SHARED
    if not copy_text and not link:
        problems.append(_("message and link are both empty, so there is nothing to publish"))
    try:
        local_time = parsed_local_time(row.value("time"))
    except ValueError:
        problems.append(_time_problem(row.value("time")))
    if problems:
        raise BadRow("; ".join(problems))
    return [
        checked_item(
            CalendarRow(
                row_number=row.number,
                platform=platform,
                content_type=_content_type(kind, platform),
                local_time=local_time,
                title=title_from(row.value("title"), copy_text, link),
                copy_text=copy_text,
                asset_ref="" if is_link_shared else link,
                cta_text=link if is_link_shared and len(link) <= CTA_CHARS else "",
                notes=_notes(row, link if is_link_shared and len(link) > CTA_CHARS else ""),
            )
        )
        for platform in platforms
    ]


def _content_type(kind: str, platform: Platform) -> ContentType:
    if kind == "video" and platform in PLATFORMS_WHERE_A_VIDEO_IS_A_REEL:
        return ContentType.REEL
    return CONTENT_TYPES[kind]


def _type_problem(kind: str) -> str:
    known = ", ".join(CONTENT_TYPES)
    if kind:
        return _("%(type)s is not a known type; write one of %(known)s") % {
            "type": shown(kind),
            "known": known,
        }
    return _("type is empty; write one of %(known)s") % {"known": known}


def _time_problem(text: str) -> str:
    example = _("2026-01-31 21:00 or 2026-01-31 9:00 pm")
    if text:
        return str(bad_moment(text, example))
    return _("time is empty; write it like %(example)s") % {"example": example}


@in_house_words
def _notes(row: TableRow, long_link: str) -> str:
    labelled = [(_("Link to share"), long_link), (_("Description"), row.value("description"))]
    labelled += [
        (_("Comment %(number)d") % {"number": number}, row.value(name))
        for number, name in enumerate(COMMENT_COLUMNS, start=1)
    ]
    return "\n".join(f"{label}: {text}" for label, text in labelled if text)

"""Rules for single fields, shared by models, forms and file readers."""

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from campaigns.choices import ApiScope, WebhookEvent

# Letters and signs that take their place on the line without showing anything.
BLANK_SIGNS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def normalise_name(text: str) -> str:
    """The form under which two names count as the same: composed, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def account_key(handle: str) -> str:
    """The form under which two spellings of a handle name the same account."""
    return normalise_name(handle).removeprefix("@")


def validate_time_zone(value: str) -> None:
    if value not in _zones():
        raise ValidationError(
            _("%(zone)s is not a time zone. Write an IANA name such as Europe/Berlin."),
            code="unknown_zone",
            params={"zone": value[:60]},
        )


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Places of the IANA database; names that mean another zone on every machine are not among them."""
    return frozenset(available_timezones()) - {"localtime", "posixrules", "Factory"}


def validate_clean_text(value: str) -> None:
    """Refuse what no database or reader can carry: NUL, lone surrogates and text-direction overrides.

    Refuses text of invisible characters alone too: a name that nobody can see names nothing.
    """
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValidationError(
            _("This text holds characters that cannot be stored; remove them."), code="unclean"
        )
    if any(char in BIDI_CONTROLS for char in value):
        raise ValidationError(_("This text holds hidden direction marks; type it again."), code="unclean")
    if value.strip() and not any(_shows(char) for char in value):
        raise ValidationError(
            _("This text holds only characters that cannot be seen; write something that can be read."),
            code="unclean",
        )


def validate_one_line(value: str) -> None:
    """Refuse line breaks in what names something: it stands in lists, subjects and addresses."""
    if len(value.splitlines()) > 1 or value != value.strip("\r\n"):
        raise ValidationError(_("Write this in one line."), code="lines")


def _shows(char: str) -> bool:
    """Whether a character draws something of its own: letters, digits, punctuation and signs do."""
    return unicodedata.category(char)[0] in "LNPS" and char not in BLANK_SIGNS


def validate_text_list(value: Any) -> None:
    """A list of short texts, as plans keep angles and weekly themes."""
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValidationError(_("Give a list of texts, one a line."), code="not_a_text_list")
    if len(value) > 200 or any(len(entry) > 2000 for entry in value):
        raise ValidationError(_("Give at most 200 texts of at most 2,000 characters."), code="too_long")
    for entry in value:
        validate_clean_text(entry)


def validate_text_map(value: Any) -> None:
    """Themes with their messages: {theme: [text]}."""
    if not isinstance(value, dict) or not all(isinstance(theme, str) for theme in value):
        raise ValidationError(_("Give each theme with its messages."), code="not_a_text_map")
    for theme, texts in value.items():
        validate_clean_text(theme)
        validate_text_list(texts)


def validate_dates(value: Any) -> None:
    """A list of ISO dates, as blackout days are kept."""
    if not isinstance(value, list) or len(value) > 400:
        raise ValidationError(_("Give at most 400 dates, one a line, as 2026-12-24."), code="not_dates")
    for entry in value:
        try:
            date.fromisoformat(entry)
        except (TypeError, ValueError):
            raise ValidationError(
                _("%(entry)s is not a date; write it as 2026-12-24."), params={"entry": str(entry)[:40]}
            ) from None


def validate_weekdays(value: Any) -> None:
    """ISO weekdays, 1 (Monday) to 7 (Sunday), each at most once; empty means the platform's usual ones."""
    whole = isinstance(value, list) and all(type(day) is int and 1 <= day <= 7 for day in value)
    if not whole or len(set(value)) != len(value):
        raise ValidationError(
            _("Give weekdays as numbers from 1 (Monday) to 7 (Sunday)."), code="bad_weekdays"
        )


def validate_local_times(value: Any) -> None:
    """Local times of day as HH:MM texts, each at most once; empty means the platform's usual ones."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value) or len(value) > 50:
        raise ValidationError(_("Give times of day as 09:30, each once."), code="bad_times")
    for entry in value:
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", str(entry)):
            raise ValidationError(
                _("%(entry)s is not a time of day; write it as 09:30."), params={"entry": str(entry)[:40]}
            )


def _validate_chosen(value: Any, known: Collection[str], text: str) -> None:
    is_list = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    if not is_list or not value or len(set(value)) != len(value) or not set(value) <= set(known):
        raise ValidationError(text % {"known": ", ".join(known)}, code="not_chosen")


def validate_scopes(value: Any) -> None:
    """At least one scope of an API token, each once."""
    _validate_chosen(value, ApiScope.values, _("Choose at least one scope: %(known)s."))


def validate_events(value: Any) -> None:
    """At least one event of a webhook, each once."""
    _validate_chosen(value, WebhookEvent.happenings(), _("Choose at least one event: %(known)s."))


def validate_http_url(value: str) -> None:
    if not value:
        return
    if not value.lower().startswith(("https://", "http://")):
        raise ValidationError(_("Start the address with https://."), code="bad_url")
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError:
        raise ValidationError(
            _("This is not a web address; copy it from the browser."), code="bad_url"
        ) from None


def local_moment(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show this wall-clock time.

    A time that clocks show twice means the first. Refuses a time that clocks leap over, and one that a zone
    offset would push out of the calendar.
    """
    try:
        moment = wall_clock.replace(tzinfo=zone, fold=0).astimezone(UTC)
        shown = moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        shown = None
    if shown is None or shown != wall_clock.replace(fold=0):
        raise ValidationError(
            _("%(time)s does not exist in %(zone)s, where clocks change; choose another time."),
            code="no_such_time",
            params={"time": f"{wall_clock:%Y-%m-%d %H:%M}", "zone": zone.key},
        )
    return moment

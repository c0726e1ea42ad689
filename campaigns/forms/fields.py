"""Fields that read what people type: lines, days, wall-clock times and time zones."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.validators import local_moment, validate_time_zone

# Sums with days and clocks stay far from the ends of what dates can say.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2299, 12, 31)
MOST_PROBLEMS = 20
_NO_SUCH_DAY = gettext_lazy("Choose a day from 2000 to 2299.")


@lru_cache(maxsize=1)
def time_zone_names() -> tuple[str, ...]:
    """The zones people choose from: places, and UTC; not the abbreviations that mean several things."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *sorted(places))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class DayField(forms.DateField):
    """A day from `FIRST_DAY` to `LAST_DAY`."""

    widget = DayInput
    default_validators = [
        MinValueValidator(FIRST_DAY, message=_NO_SUCH_DAY),
        MaxValueValidator(LAST_DAY, message=_NO_SUCH_DAY),
    ]


class TimeZoneField(forms.CharField):
    """An IANA name; the page holds a datalist of them with the id `time-zones`."""

    default_validators = [validate_time_zone]

    def __init__(self, **options: Any) -> None:
        attrs = {"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=64, widget=forms.TextInput(attrs=attrs), **options)


class LinesField(forms.CharField):
    """Texts, one a line; empty lines are left out."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class DayLinesField(LinesField):
    """Days as 2026-12-24, one a line, given back in order and each once; every line that is none is named."""

    def clean(self, value: Any) -> Any:
        days: set[str] = set()
        problems: list[str] = []
        for line in super().clean(value):
            day = _read_day(line)
            if day is None:
                problems.append(_("%(line)s is not a day; write it as 2026-12-24.") % {"line": line[:40]})
            elif not FIRST_DAY <= day <= LAST_DAY:
                problems.append(_("%(line)s: choose a day from 2000 to 2299.") % {"line": line[:40]})
            else:
                days.add(day.isoformat())
        if problems:
            raise forms.ValidationError(problems[:MOST_PROBLEMS])
        return sorted(days)


def _read_day(line: str) -> date | None:
    try:
        return date.fromisoformat(line)
    except ValueError:
        return None


class MessagingField(LinesField):
    """Themes with their messages, each line as "Theme: message"; a theme may have several lines."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{theme}: {text}" for theme, texts in value.items() for text in texts)

    def clean(self, value: Any) -> Any:
        messages: dict[str, list[str]] = {}
        for number, line in enumerate(super().clean(value), start=1):
            theme, colon, text = line.partition(":")
            if not (colon and theme.strip() and text.strip()):
                raise forms.ValidationError(
                    _("Line %(number)d is not a theme with a message; write it as “Theme: message”.")
                    % {"number": number}
                )
            messages.setdefault(theme.strip(), []).append(text.strip())
        return messages


class WallClockField(forms.Field):
    """A date and time on the clocks of `zone`, which the form sets; given back as a moment in UTC.

    Refuses a local time that clocks leap over; one that they show twice means the first.
    """

    zone: ZoneInfo = ZoneInfo("UTC")
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            wall_clock = datetime.fromisoformat(str(value).strip())
        except ValueError:
            wall_clock = None
        if wall_clock is None or wall_clock.tzinfo is not None:
            raise forms.ValidationError(_("Write date and time as 2026-12-24 09:30."))
        if not FIRST_DAY <= wall_clock.date() <= LAST_DAY:
            raise forms.ValidationError(_NO_SUCH_DAY)
        return local_moment(wall_clock, self.zone)

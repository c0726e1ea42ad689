"""Reads numbers as exports and people write them, and refuses to guess where one could mean two values."""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from campaigns.choices import MetricKind
from campaigns.domain.imports.texts import refused_file, shown
from campaigns.metric_names import MetricName, kind_of

MISSING = frozenset({"", "-", "--", "–", "—", "nan", "na", "n/a", "#n/a", "null", "none", "undefined"})
GAPS = re.compile(r"[\s\u00a0\u202f'’]")
PLAIN = re.compile(r"[+\-−]?[0-9][0-9.,]*(e[+-]?[0-9]{1,2})?", re.IGNORECASE)
SUFFIXES = {"k": 3, "m": 6, "b": 9}
POINT_IS_DECIMAL = re.compile(
    r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|0\.[0-9]+"
)
COMMA_IS_DECIMAL = re.compile(
    r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]+,([0-9]{1,2}|[0-9]{4,})|0,[0-9]+"
)
LARGEST = Decimal(10) ** 11
PLACES = Decimal("0.0001")
# Metrics that are summed and yet have parts.
WITH_PARTS = frozenset({MetricName.WATCH_TIME_HOURS})


class BadNumber(ValueError):
    """A cell holds no usable number; its text ends the sentence "Row 7, Likes: …"."""


class Style(Enum):
    """Which sign begins the decimals, as far as the file shows it."""

    UNKNOWN = ""
    POINT = "."
    COMMA = ","


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value, which is not the same as 0."""
    return text.strip().casefold() in MISSING


def style_of(texts: Iterable[str]) -> Style:
    """The style that all numbers of a file share. Refuses a file which writes some this way and some that."""
    found: dict[Style, str] = {}
    for text in texts:
        bare = GAPS.sub("", text).rstrip("%").lstrip("+-−")
        if POINT_IS_DECIMAL.fullmatch(bare):
            found.setdefault(Style.POINT, text)
        elif COMMA_IS_DECIMAL.fullmatch(bare):
            found.setdefault(Style.COMMA, text)
    if len(found) > 1:
        raise refused_file(
            _(
                "Some numbers have a decimal point (%(point)s), others a decimal comma (%(comma)s). "
                "Write them all one way."
            )
            % {"point": shown(found[Style.POINT]), "comma": shown(found[Style.COMMA])}
        )
    return next(iter(found), Style.UNKNOWN)


def parsed_value(text: str, name: MetricName, style: Style, *, is_percent: bool = False) -> Decimal:
    """The value of a metric in a cell, with at most four decimals; rates as parts of 1.

    Understands 1,234 and 1.234,5 by the style of the file, 12.3K, and 4.2%. Raises BadNumber for anything
    else, for values below zero or too large to be kept exactly, for parts of what is counted in whole
    numbers, and for rates above 1.
    """
    bare = GAPS.sub("", text)
    has_sign = bare.endswith("%")
    bare = bare.rstrip("%")
    power = SUFFIXES.get(bare[-1:].lower(), 0)
    bare = bare[:-1] if power else bare
    if not PLAIN.fullmatch(bare):
        raise BadNumber(_("%(text)s is not a number") % {"text": shown(text)})
    is_ratio = kind_of(name) is MetricKind.RATIO
    has_parts = is_ratio or name in WITH_PARTS or power > 0
    value = _decimal(bare, style, text, has_parts=has_parts) * 10**power
    if has_sign and not is_ratio:
        raise BadNumber(_("%(text)s is a percentage, and this metric is counted") % {"text": shown(text)})
    value = value / 100 if has_sign or is_percent else value
    _refuse_impossible(value, text, is_ratio=is_ratio, is_whole=not is_ratio and name not in WITH_PARTS)
    return value.quantize(PLACES)


def is_rounded(text: str) -> bool:
    """Whether the platform has shortened the number, as in 12.3K."""
    return GAPS.sub("", text)[-1:].lower() in SUFFIXES


def _refuse_impossible(value: Decimal, text: str, *, is_ratio: bool, is_whole: bool) -> None:
    if value < 0:
        raise BadNumber(_("%(text)s is below zero, which no metric can be") % {"text": shown(text)})
    if value >= LARGEST:
        raise BadNumber(_("%(text)s is too large to be true") % {"text": shown(text)})
    if is_whole and value != value.to_integral_value():
        raise BadNumber(_("%(text)s has decimals, and this metric is counted") % {"text": shown(text)})
    if is_ratio and value > 1:
        raise BadNumber(
            _("%(text)s is no rate: it lies between 0 and 1, or has a percent sign") % {"text": shown(text)}
        )


def _decimal(bare: str, style: Style, text: str, *, has_parts: bool) -> Decimal:
    bare = bare.replace("−", "-").lower()
    mantissa, _e, exponent = bare.partition("e")
    comma, point = mantissa.rfind(","), mantissa.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
    elif comma >= 0:
        decimal = (
            ","
            if _begins_decimals(mantissa, ",", style is Style.COMMA, style is Style.POINT, has_parts)
            else "."
        )
    else:
        decimal = (
            "."
            if _begins_decimals(mantissa, ".", style is Style.POINT, style is Style.COMMA, has_parts)
            else ","
        )
    thousands = "." if decimal == "," else ","
    whole, _sign, parts = mantissa.partition(decimal)
    groups = whole.lstrip("+-").split(thousands)
    if thousands in parts or decimal in parts or (len(groups) > 1 and not _are_thousands(groups)):
        raise BadNumber(_("%(text)s is not a number") % {"text": shown(text)})
    written = f"{whole.replace(thousands, '')}.{parts or '0'}" + (f"e{exponent}" if exponent else "")
    return Decimal(written)


def _begins_decimals(mantissa: str, sign: str, is_usual: bool, is_other: bool, has_parts: bool) -> bool:
    """Of a number with one kind of sign only: whether it begins the decimals. A count has no thousandths."""
    whole, _found, parts = mantissa.partition(sign)
    if mantissa.count(sign) != 1 or len(parts) != 3 or not 1 <= len(whole.lstrip("+-")) <= 3:
        return mantissa.count(sign) <= 1
    if is_usual or is_other:
        return is_usual
    return has_parts or whole.lstrip("+-") == "0"


def _are_thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])

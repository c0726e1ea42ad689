"""Numbers as this reader's language writes them, and the round ones beside a chart."""

from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.choices import MetricKind
from campaigns.spoken_numbers import spoken_number

MILLION = Decimal(1_000_000)


def rounded_up(value: Decimal) -> Decimal:
    """The next number with one or two leading digits that divides well, so that the grid reads easily."""
    if value <= 0:
        return Decimal(1) / 4
    magnitude = Decimal(10) ** (value.adjusted())
    for factor in (
        Decimal(1),
        Decimal("1.5"),
        Decimal(2),
        Decimal("2.5"),
        Decimal(4),
        Decimal(5),
        Decimal(8),
    ):
        if value <= magnitude * factor:
            return magnitude * factor
    return magnitude * 10


def shown_value(value: Decimal, kind: MetricKind) -> str:
    """A value as this reader's language writes it; rates as percentages."""
    if kind is MetricKind.RATIO:
        return _("%(number)s %%") % {"number": value_text((value * 100).quantize(Decimal("0.01")))}
    return value_text(value)


def value_text(value: Decimal) -> str:
    """A number as people read it: thousands apart, no zeros behind."""
    return spoken_number(value)


def axis_text(value: Decimal, kind: MetricKind) -> str:
    """Short enough for the margin."""
    if kind is not MetricKind.RATIO and value >= 10 * MILLION:
        return _("%(number)s M") % {"number": value_text((value / MILLION).quantize(Decimal("0.1")))}
    return shown_value(value, kind)

"""Numbers as this reader's language writes them."""

from decimal import Decimal

from django.utils.formats import number_format


def spoken_number(value: Decimal | int) -> str:
    """A number as people read it: thousands apart, no zeros behind."""
    exact = Decimal(value).normalize()
    whole = exact.to_integral_value()
    if exact == whole:
        return number_format(whole.quantize(Decimal(1)), use_l10n=True, force_grouping=True)
    return number_format(exact, use_l10n=True, force_grouping=True)

"""Days and times in the order and with the marks in which the reader's language says them."""

from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext, pgettext_lazy

# Written out so that they are found and can be translated, as formats of Django's own date filter.
DATE_FORMS = (
    pgettext_lazy("date format", "j M"),
    pgettext_lazy("date format", "j M Y"),
    pgettext_lazy("date format", "j F"),
    pgettext_lazy("date format", "j F Y"),
    pgettext_lazy("date format", "D j"),
    pgettext_lazy("date format", "D j M"),
    pgettext_lazy("date format", "D j M Y"),
    pgettext_lazy("date format", "D j M, H:i"),
    pgettext_lazy("date format", "D j M Y, H:i"),
    pgettext_lazy("date format", "l j F"),
    pgettext_lazy("date format", "l j F Y"),
    pgettext_lazy("date format", "l j F Y, H:i"),
)


def spoken(value: date, form: str) -> str:
    """`form` is one of `DATE_FORMS` in English, or one that needs no order, such as "H:i" and "F Y"."""
    return format_date(value, pgettext("date format", form))

"""The drill-down by date above a list of the admin, at the same cost however long the list is."""

import calendar
from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()
# A single wrong year in the data shall not make a page of thousands of links.
MOST_YEARS = 40

Choice = dict[str, Any]


@register.inclusion_tag("admin/date_hierarchy.html")
def date_drill(cl: Any) -> dict[str, Any]:
    """Years, the months of a year, the days of a month; Django's own reads every row for those that hold one."""
    name = cl.date_hierarchy
    chosen = [_number(cl.params.get(f"{name}__{part}")) for part in ("year", "month", "day")]
    year, month, day = chosen
    if year and month and day:
        return _shown(cl, _("All dates"), {}, [_choice(cl, year, month, day)])
    if year and month:
        days = range(1, calendar.monthrange(year, month)[1] + 1)
        back = {f"{name}__year": year}
        return _shown(cl, str(year), back, [_choice(cl, year, month, number) for number in days])
    if year:
        return _shown(cl, _("All dates"), {}, [_choice(cl, year, number) for number in range(1, 13)])
    return {"show": True, "choices": [_choice(cl, number) for number in _years(cl)]}


def _years(cl: Any) -> range:
    """From the first to the last year that the list holds."""
    found = cl.queryset.order_by().aggregate(first=Min(cl.date_hierarchy), last=Max(cl.date_hierarchy))
    if found["first"] is None:
        return range(0)
    first, last = (_day(found[name]).year for name in ("first", "last"))
    return range(max(first, last - MOST_YEARS + 1), last + 1)


def _day(moment: date) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def _number(text: Any) -> int:
    """What the address asks for, 0 for nothing and for nonsense, which the list itself refuses."""
    value = text[-1] if isinstance(text, list) else text
    return int(value) if value and str(value).isdecimal() and len(str(value)) < 5 else 0


def _shown(cl: Any, title: str, back: dict[str, int], choices: list[Choice]) -> dict[str, Any]:
    link = cl.get_query_string(back, [f"{cl.date_hierarchy}__"])
    return {"show": True, "back": {"link": link, "title": title}, "choices": choices}


def _choice(cl: Any, year: int, month: int = 0, day: int = 0) -> Choice:
    name = cl.date_hierarchy
    asked = {f"{name}__year": year, f"{name}__month": month, f"{name}__day": day}
    link = cl.get_query_string({key: value for key, value in asked.items() if value}, [f"{name}__"])
    if day:
        return {"link": link, "title": date_format(date(year, month, day), "MONTH_DAY_FORMAT")}
    return {
        "link": link,
        "title": date_format(date(year, month, 1), "YEAR_MONTH_FORMAT") if month else str(year),
    }

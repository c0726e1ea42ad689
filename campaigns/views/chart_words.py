"""What is said beside a chart: its total, how it moved since the period before, and how full both are."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.choices import MetricKind
from campaigns.domain.metric_reads import MetricSeries, Period
from campaigns.spoken_dates import spoken
from campaigns.spoken_numbers import spoken_number
from campaigns.views.chart_numbers import shown_value

# Sums are compared where neither period has values for a tenth more days than the other.
MOST_UNEVEN = Decimal("0.1")


def figure_text(series: MetricSeries) -> str:
    figure = series.figure
    return "–" if figure is None else shown_value(figure, series.kind)


def compared(series: MetricSeries, period: Period) -> tuple[str, str, str]:
    """Whether the period's number rose or fell, by how much, and the sentence that says so."""
    now, before = series.figure, series.figure_before
    if now is None or before is None:
        return "", "", ""
    if not _is_comparable(series):
        return "", _("no full period before"), _told_uneven(series, period)
    days = {"days": period.days}
    if now == before:
        text = ngettext("As the day before", "As the %(days)d days before", period.days)
        return "same", _("no change"), text % days
    trend = "up" if now > before else "down"
    if series.kind is MetricKind.RATIO or before == 0:
        return trend, *_told_before(shown_value(before, series.kind), period)
    change = ((now - before) / before * 100).quantize(Decimal(1), ROUND_HALF_UP)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    told = {**days, "change": f"{sign}{spoken_number(abs(change))}"}
    text = ngettext(
        "%(change)s %% against the day before", "%(change)s %% against the %(days)d days before", period.days
    )
    return trend, _("%(change)s %%") % told, text % told


def _told_before(before: str, period: Period) -> tuple[str, str]:
    """Where no percentage says anything, the number itself."""
    told = {"days": period.days, "before": before}
    text = ngettext("%(before)s on the day before", "%(before)s in the %(days)d days before", period.days)
    return _("before: %(before)s") % told, text % told


def _is_comparable(series: MetricSeries) -> bool:
    """A sum of many days is not more than a sum of few because things went well."""
    now, before = len(series.points), len(series.before)
    return not series.is_additive or abs(now - before) <= max(now, before) * MOST_UNEVEN


def _told_uneven(series: MetricSeries, period: Period) -> str:
    told = {"now": len(series.points), "before": len(series.before), "days": period.days}
    text = _(
        "No full period before to compare with: "
        "it has values for %(before)d of %(days)d days, this period for %(now)d."
    )
    return text % told


def legend(series: MetricSeries, period: Period) -> tuple[str, ...]:
    """Of how many days there are values, in this period and in the one before."""
    if not series.before:
        return ()
    days = period.days
    now = ngettext(
        "This period, %(told)d of %(days)d day", "This period, %(told)d of %(days)d days", days
    ) % {"told": len(series.points), "days": days}
    before = ngettext(
        "The period before, %(told)d of %(days)d day", "The period before, %(told)d of %(days)d days", days
    ) % {"told": len(series.before), "days": days}
    return now, before


def note(series: MetricSeries, period: Period) -> str:
    """What the number of the period is, and whether days are missing from it."""
    if not series.is_additive:
        return _("on %(day)s") % {"day": spoken(series.points[-1][0], "j M Y")}
    told = len(series.points)
    if told == period.days:
        return ngettext("in one day", "in %(days)d days", period.days) % {"days": period.days}
    return _("from %(told)d of %(days)d days") % {"told": told, "days": period.days}


def summary(series: MetricSeries) -> str:
    low = min(series.points, key=lambda point: point[1])
    high = max(series.points, key=lambda point: point[1])
    return _("Lowest %(low)s on %(low_day)s, highest %(high)s on %(high_day)s.") % {
        "low": shown_value(low[1], series.kind),
        "low_day": spoken(low[0], "j M Y"),
        "high": shown_value(high[1], series.kind),
        "high_day": spoken(high[0], "j M Y"),
    }

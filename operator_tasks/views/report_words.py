"""A week in plain words: the sentences above a report, and each number beside the week before."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.spoken_numbers import spoken_number
from operator_tasks.domain.reports import Numbers, WeekReport


@dataclass(frozen=True)
class Change:
    """How a number moved: `direction` is up, down or same; `tone` says whether that is good news."""

    direction: str
    tone: str
    text: str

    @property
    def icon(self) -> str:
        return f"arrow-{self.direction}"


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    status: str
    change: Change | None


def headline(report: WeekReport) -> list[str]:
    """What was planned and became of it, what worked best, and what comes next: one sentence for each."""
    return [*_work(report), *_best(report), *_next(report)]


def _work(report: WeekReport) -> Iterator[str]:
    numbers = report.numbers
    planned, done = numbers.tasks_planned, numbers.tasks_completed
    if not planned:
        yield _("No task was planned for this week.")
        return
    told = {"done": done, "planned": planned}
    if report.is_over:
        yield _done_text(planned, told, numbers.tasks_completed_late)
    else:
        so_far = ngettext(
            "So far %(done)d of %(planned)d planned task is done.",
            "So far %(done)d of %(planned)d planned tasks are done.",
            planned,
        )
        yield so_far % told
    yield from _left(numbers)


def _done_text(planned: int, told: dict[str, int], late: int) -> str:
    if not late:
        text = ngettext(
            "%(done)d of %(planned)d planned task was done, nothing late.",
            "%(done)d of %(planned)d planned tasks were done, none of them late.",
            planned,
        )
        return text % told
    text = ngettext(
        "%(done)d of %(planned)d planned tasks were done, %(late)d of them late.",
        "%(done)d of %(planned)d planned tasks were done, %(late)d of them late.",
        late,
    )
    return text % {**told, "late": late}


def _left(numbers: Numbers) -> Iterator[str]:
    if numbers.tasks_overdue:
        count = numbers.tasks_overdue
        text = ngettext("%(count)d task is overdue.", "%(count)d tasks are overdue.", count)
        yield text % {"count": count}
    if numbers.tasks_missed:
        count = numbers.tasks_missed
        text = ngettext("%(count)d task was missed.", "%(count)d tasks were missed.", count)
        yield text % {"count": count}
    if numbers.tasks_blocked:
        count = numbers.tasks_blocked
        text = ngettext("%(count)d task is blocked.", "%(count)d tasks are blocked.", count)
        yield text % {"count": count}


def _best(report: WeekReport) -> Iterator[str]:
    if report.top_platform:
        yield _("%(platform)s brought the most engagement and clicks.") % {"platform": report.top_platform}
    total, before = report.engagement, report.engagement_before
    if not total or not before or total == before:
        return
    share = abs(total - before) * 100 / before
    told = {"total": spoken_number(total), "share": spoken_number(round(share))}
    if total > before:
        yield _("Engagement and clicks came to %(total)s, %(share)s %% more than the week before.") % told
    else:
        yield _("Engagement and clicks came to %(total)s, %(share)s %% less than the week before.") % told


def _next(report: WeekReport) -> Iterator[str]:
    count = report.numbers.next_week_tasks
    if not count:
        return
    text = ngettext(
        "%(count)d task is planned for the week after.",
        "%(count)d tasks are planned for the week after.",
        count,
    )
    yield text % {"count": count}


def tiles(report: WeekReport) -> list[Tile]:
    """The numbers of the week, each with its change; more is better of the first four, less of the others."""
    now, before = report.numbers, report.before
    late, late_before = now.tasks_completed_late, before.tasks_completed_late
    return [
        _tile(_("Planned"), now.tasks_planned, before.tasks_planned, better=0),
        _tile(_("Done"), now.tasks_completed, before.tasks_completed, better=1, status="DONE"),
        Tile(_("Completion"), report.percent, "", _points(now, before)),
        _tile(_("Engagement and clicks"), report.engagement, report.engagement_before, better=1),
        _tile(_("Late"), late, late_before, better=-1),
        _tile(_("Overdue"), now.tasks_overdue, before.tasks_overdue, better=-1, status="OVERDUE"),
        _tile(_("Missed"), now.tasks_missed, before.tasks_missed, better=-1, status="MISSED"),
        _tile(_("Blocked"), now.tasks_blocked, before.tasks_blocked, better=-1, status="BLOCKED"),
    ]


def _tile(label: str, now: Decimal | int, before: Decimal | int, *, better: int, status: str = "") -> Tile:
    return Tile(label, spoken_number(now), status if now else "", change_of(now, before, better=better))


def change_of(now: Decimal | int, before: Decimal | int, *, better: int) -> Change:
    """In words and as a direction; `better` is 1 where more is good news, -1 where less is, 0 where neither."""
    by = now - before
    if not by:
        return Change("same", "neutral", _("as in the week before"))
    if by > 0:
        return Change(
            "up", _tone(better), _("%(count)s more than the week before") % {"count": spoken_number(by)}
        )
    text = _("%(count)s fewer than the week before") % {"count": spoken_number(-by)}
    return Change("down", _tone(-better), text)


def _points(now: Numbers, before: Numbers) -> Change | None:
    """The change of the completion rate in percentage points; none where a week had nothing planned."""
    if now.completion_rate is None or before.completion_rate is None:
        return None
    by = round(now.completion_rate * 100) - round(before.completion_rate * 100)
    if not by:
        return Change("same", "neutral", _("as in the week before"))
    if by > 0:
        text = ngettext("up by %(count)d point", "up by %(count)d points", by)
        return Change("up", "success", text % {"count": by})
    text = ngettext("down by %(count)d point", "down by %(count)d points", -by)
    return Change("down", "danger", text % {"count": -by})


def completion_change(now: Numbers, before: Numbers | None) -> Change | None:
    """For lists: how the completion rate moved since the week before, where both are known."""
    return _points(now, before) if before is not None else None


def _tone(news: int) -> str:
    return {1: "success", 0: "neutral", -1: "danger"}[news]

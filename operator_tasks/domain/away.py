"""Verbs for the days on which people are not there, and the question who is there on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, deleted, locked, together
from campaigns.domain.preferences import preferences_of
from campaigns.errors import InvalidInput, NotAllowed
from operator_tasks.models import AwayPeriod

LONGEST, FARTHEST = timedelta(days=366), timedelta(days=731)

Days = tuple[date, date]


def add_away(
    user: User, *, starts_on: date, ends_on: date, note: str = "", by: Actor, now: datetime
) -> AwayPeriod:
    """Enter that the person is away from the first day to the last, on their own clock.

    Nobody is given work for these days by rule; tasks they have already stay theirs. Refuses other people's, unless
    a manager does it; days that are over, more than a year, and the same days twice.
    """
    _refuse_others(user, by)
    if ends_on < starts_on:
        text = _("The last day lies before the first.")
        raise InvalidInput(text, {"ends_on": [text]})
    if ends_on - starts_on > LONGEST:
        text = _("Enter a year at most; for longer, take the person out of their clients.")
        raise InvalidInput(text, {"ends_on": [text]})
    today = now.astimezone(preferences_of(user).zone).date()
    if ends_on > today + FARTHEST:
        text = _("Enter days of the next two years.")
        raise InvalidInput(text, {"ends_on": [text]})
    if ends_on < today:
        text = _("These days are over; enter days that still come.")
        raise InvalidInput(text, {"ends_on": [text]})
    period = AwayPeriod(user=user, starts_on=starts_on, ends_on=ends_on, note=note.strip())
    return created("away_period.entered", period, by=by, now=now)


def remove_away(period: AwayPeriod, *, by: Actor, now: datetime, seen_version: int | None = None) -> None:
    """The person is there after all. Refuses other people's, unless a manager does it."""
    _refuse_others(period.user, by)
    with together():
        fresh = locked(period, seen_version=seen_version)
        deleted("away_period.deleted", fresh, by=by, now=now)


def _refuse_others(user: User, by: Actor) -> None:
    if not by.is_manager and by.id != user.pk:
        raise NotAllowed(_("Each person enters their own days; a manager may do it for others."))


class Absences:
    """Who is away when, read once in one query for a run over many tasks.

    Days that ended before `since` are left out; a day earlier is read too, for clocks behind that of UTC.
    """

    def __init__(self, people: Iterable[User], *, since: datetime) -> None:
        self._zones = {person.pk: preferences_of(person).zone for person in people}
        rows = AwayPeriod.objects.filter(
            user__in=list(self._zones), ends_on__gte=since.date() - timedelta(days=1)
        )
        found: dict[int, list[Days]] = defaultdict(list)
        for user_id, starts_on, ends_on in rows.values_list("user_id", "starts_on", "ends_on"):
            found[user_id].append((starts_on, ends_on))
        self._days: Mapping[int, list[Days]] = found

    def is_away(self, person: User, moment: datetime) -> bool:
        """Whether the person is away on the day that this moment is for them."""
        day = moment.astimezone(self._zones[person.pk]).date()
        return any(starts_on <= day <= ends_on for starts_on, ends_on in self._days.get(person.pk, ()))

"""The sentences about slots that moved or were left out: the arithmetic gives the reasons, this words them."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.domain.cadence import Moved, NoDay, NoTime, Slot
from campaigns.domain.slot_times import Leap
from campaigns.words import in_house_words


def left_out_text(reason: NoDay | NoTime) -> str:
    """Why a slot is not made, and what to do about it, in the reader's language."""
    if isinstance(reason, NoDay):
        return _(
            "No day from %(first)s to %(last)s is both a preferred weekday and free of blackouts. "
            "Add a weekday, or make the item by hand."
        ) % {"first": reason.first, "last": reason.last}
    told = {"time": _minute(reason.late.local), "last": reason.last}
    if reason.late.has_passed:
        return (
            _(
                "%(time)s has passed, and no preferred time is free until %(last)s. "
                "Add a preferred time or weekday, or make the item by hand."
            )
            % told
        )
    return (
        _(
            "%(time)s is already in use, and no preferred time is free until %(last)s. "
            "Add a preferred time or weekday, or make the item by hand."
        )
        % told
    )


@in_house_words
def slot_note(slot: Slot) -> str:
    """What the item of a slot keeps about its time, in the language of the house; empty where it did not move."""
    return " ".join(_move_text(move) for move in slot.moves)


def _move_text(move: Moved | Leap) -> str:
    if isinstance(move, Leap):
        return _("%(wanted)s does not exist on %(day)s in %(zone)s; moved to %(shown)s.") % {
            "wanted": f"{move.wanted:%H:%M}",
            "day": move.day,
            "zone": move.zone,
            "shown": f"{move.shown:%H:%M}",
        }
    told = {"time": _minute(move.late.local), "to": _minute(move.to)}
    if move.late.has_passed:
        return _("%(time)s has passed; moved to %(to)s.") % told
    return _("%(time)s is already in use; moved to %(to)s.") % told


def _minute(local: datetime) -> str:
    return f"{local:%Y-%m-%d %H:%M}"

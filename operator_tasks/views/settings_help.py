"""The guide: what the statuses mean, and how proof is read, told from the tables the product obeys."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaigns.choices import Platform
from campaigns.platforms.facts import PlatformFacts, TextUnit, facts_for
from campaigns.views.doors import works_here
from operator_tasks import states
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.views.settings_tabs import settings_tabs


@dataclass(frozen=True)
class Meaning:
    """A status in words, and the verbs that may start from it."""

    status: str
    label: str
    text: str


@dataclass(frozen=True)
class PlatformHelp:
    """What an operator needs to know of a platform to prove a post there."""

    label: str
    example: str
    is_weak: bool
    tells_time: bool
    limit: str
    verified_on: date
    source: str


@login_required
@require_safe
def settings_help(request: HttpRequest) -> HttpResponse:
    context = {
        "meanings": _meanings(),
        "rules": _rules(),
        "platforms": [_platform(facts_for(platform)) for platform in Platform.outward()],
        "works_here": works_here(request),
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_tasks/settings_help.html", context)


def _meanings() -> list[Meaning]:
    """The numbers are those by which the clock judges."""
    window, grace = _length(states.DUE_WINDOW), _length(states.GRACE[TaskType.POST])
    engage = _length(states.GRACE[TaskType.ENGAGE])
    texts = {
        TaskStatus.PENDING: _("Its time is more than %(window)s away.") % {"window": window},
        TaskStatus.DUE: _("It is to be done within %(window)s.") % {"window": window},
        TaskStatus.OVERDUE: _("Its time has passed. Do it now, move it, or say what blocks it."),
        TaskStatus.BLOCKED: _(
            "Somebody wrote down what is in the way. The clock does not move it meanwhile."
        ),
        TaskStatus.DONE: _("It was done, and the proof is kept."),
        TaskStatus.MISSED: _(
            "It was overdue for %(grace)s, or %(engage)s for engaging, or a manager gave it up. "
            "It can still be completed, as late."
        )
        % {"grace": grace, "engage": engage},
    }
    return [Meaning(status.value, str(status.label), texts[status]) for status in TaskStatus]


def _rules() -> list[str]:
    """What an operator may do alone, with the limits that the verbs apply."""
    return [
        _("You can undo a completion of your own for %(length)s; a manager can at any time.")
        % {"length": _length(states.OPERATOR_UNDO)},
        _("You can replace a wrong proof for %(length)s.")
        % {"length": _length(states.OPERATOR_REPLACE_PROOF)},
        ngettext(
            "You can move a task %(count)d time, by %(length)s at most.",
            "You can move a task %(count)d times, by %(length)s at most.",
            states.OPERATOR_MOVES,
        )
        % {"count": states.OPERATOR_MOVES, "length": _length(states.OPERATOR_SHIFT)},
        _("A finished post brings two tasks to engage, %(first)d and %(second)d hours after it was posted.")
        % {"first": states.FOLLOW_UP_HOURS[0], "second": states.FOLLOW_UP_HOURS[1]},
    ]


def _length(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes % 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _platform(facts: PlatformFacts) -> PlatformHelp:
    weights = facts.id_time is not None and any(rule.id_alphabet for rule in facts.proof_rules.value)
    return PlatformHelp(
        label=str(facts.platform.label),
        example=facts.proof_example.value,
        is_weak=not facts.permalinks.value,
        tells_time=weights,
        limit=_limit(facts),
        verified_on=facts.proof_example.verified_on,
        source=facts.proof_example.source,
    )


def _limit(facts: PlatformFacts) -> str:
    if facts.text_limit is None:
        return ""
    count = facts.text_limit.value
    if facts.text_unit.value is TextUnit.WEIGHTED:
        return _("%(count)d, links and emoji weighted") % {"count": count}
    if facts.text_unit.value is TextUnit.GRAPHEMES:
        return _("%(count)d, an emoji counts as one") % {"count": count}
    return ngettext("%(count)d character", "%(count)d characters", count) % {"count": count}

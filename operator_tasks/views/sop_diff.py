"""What changed between two versions of a procedure: its text section by section, and what else counts."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.views.plan_diff import DiffPart, diff_lines
from operator_tasks.domain.cockpit import procedure_parts
from operator_tasks.domain.sop_library import proof_labels
from operator_tasks.models import SopVersion


def sop_diff(before: SopVersion, after: SopVersion) -> tuple[DiffPart, ...]:
    """Only the parts that differ, in the order of the newer version."""
    old, new = _parts(before), _parts(after)
    titles = [*new, *(title for title in old if title not in new)]
    return tuple(
        DiffPart(title, tuple(diff_lines(old.get(title, []), new.get(title, []))))
        for title in titles
        if old.get(title, []) != new.get(title, [])
    )


def _parts(version: SopVersion) -> dict[str, list[str]]:
    before, steps, after = procedure_parts(version.body)
    parts = {
        _("Minutes"): [str(version.minutes)],
        _("Accepted proof"): list(proof_labels(version)),
    }
    parts |= {_title(name): _lines(text) for name, text in before}
    parts[_("Steps")] = list(steps)
    return parts | {_title(name): _lines(text) for name, text in after}


def _title(name: str) -> str:
    return capfirst(name.lower()) or _("Text")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]

"""What changed between two versions of a plan, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from campaigns.models import CampaignPlan


@dataclass(frozen=True)
class DiffLine:
    """`kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class DiffPart:
    """One part of the plan; only parts that changed are told."""

    title: str
    lines: tuple[DiffLine, ...]


def plan_diff(before: CampaignPlan, after: CampaignPlan) -> list[DiffPart]:
    old, new = _parts(before), _parts(after)
    return [
        DiffPart(title, tuple(diff_lines(old[title], new[title])))
        for title in new
        if old[title] != new[title]
    ]


def _parts(plan: CampaignPlan) -> dict[str, list[str]]:
    return {
        _("Positioning"): plan.positioning.splitlines(),
        _("Angles"): plan.angles,
        _("Messaging"): [f"{theme}: {text}" for theme, texts in plan.messaging.items() for text in texts],
        _("Weekly themes"): plan.weekly_themes,
    }


def diff_lines(old: list[str], new: list[str]) -> list[DiffLine]:
    """The lines of both in order: those removed before those added in their place."""
    lines: list[DiffLine] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            lines += [DiffLine("same", text) for text in new[new_from:new_to]]
            continue
        lines += [DiffLine("removed", text) for text in old[old_from:old_to]]
        lines += [DiffLine("added", text) for text in new[new_from:new_to]]
    return lines

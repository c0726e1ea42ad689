"""The few ways in which doors open, told by what each role found at its own and at another client's rows."""

from collections import defaultdict
from collections.abc import Mapping

ROLES = ("anonymous", "viewer", "operator", "manager", "superuser")
IN, NOT_ALLOWED, NOT_THERE, SIGN_IN = "in", "not allowed", "not there", "signs in first"
# What one role found at an own and at another client's row.
Found = tuple[str, str]
BOTH, NEITHER = (IN, IN), (NOT_ALLOWED, NOT_ALLOWED)
OWN, STRANGER = (IN, NOT_THERE), (SIGN_IN, SIGN_IN)

CLASSES: dict[tuple[Found, ...], str] = {
    (BOTH, BOTH, BOTH, BOTH, BOTH): "everybody, signed in or not",
    (STRANGER, BOTH, BOTH, BOTH, BOTH): "everybody who is signed in",
    (STRANGER, OWN, OWN, BOTH, BOTH): "viewers and operators at their clients, managers at all",
    (STRANGER, NEITHER, BOTH, BOTH, BOTH): "operators and managers",
    (STRANGER, NEITHER, OWN, BOTH, BOTH): "operators at their clients, managers at all",
    (STRANGER, NEITHER, NEITHER, BOTH, BOTH): "managers",
    (STRANGER, NEITHER, NEITHER, NEITHER, BOTH): "superusers",
    (STRANGER, NEITHER, NEITHER, NEITHER, NEITHER): "nobody",
}


def class_of(found: Mapping[str, Found]) -> str:
    """The class of a door. One that no class describes is named by all it found, and the test fails by that."""
    seen = tuple(found[role] for role in ROLES)
    # Where somebody may not act at all, it is the same to them whether the row is there.
    plain = tuple(NEITHER if set(each) <= {NOT_ALLOWED, NOT_THERE} else each for each in seen)
    return CLASSES.get(plain, str(dict(zip(ROLES, seen, strict=True))))


def grouped(doors: Mapping[str, Mapping[str, Found]]) -> dict[str, list[str]]:
    """The names of the doors by their class."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, found in doors.items():
        groups[class_of(found)].append(name)
    return groups


def table(pages: dict[str, list[str]], api: dict[str, list[str]], admin: dict[str, list[str]]) -> str:
    """The table of docs/operations.md."""
    lines = ["| who | pages | API | admin |", "|---|---|---|---|"]
    for who in CLASSES.values():
        cells = [" ".join(f"`{name}`" for name in sorted(door.get(who, []))) for door in (pages, api, admin)]
        if any(cells):
            lines.append(f"| {who} | {' | '.join(cell or '–' for cell in cells)} |")
    return "\n".join(lines)

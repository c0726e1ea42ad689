"""The colours of the tokens, and how well one is read on another: WCAG 2.2, computed and not judged by eye."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static/css/tokens.css")
GROUNDS = ("color-page", "color-surface", "color-sunken", "color-raised", "color-hover")
TONES = ("neutral", "info", "attention", "danger", "success", "missed", "held")
TEXT, SHAPE = 4.5, 3.0
_PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
_LENGTH = re.compile(r"--((?:space|text|radius)-[\w]+): ([\d.]+)rem;")


@dataclass(frozen=True)
class Combination:
    """An ink on a ground that the stylesheet uses, in both schemes, and the least ratio that will do."""

    ink: str
    ground: str
    light: float
    dark: float
    least: float

    @property
    def holds(self) -> bool:
        return min(self.light, self.dark) >= self.least


def pairs() -> dict[str, tuple[str, str]]:
    """Each opaque colour as the stylesheet writes it: in the light scheme, in the dark one."""
    return {name: (light, dark) for name, light, dark in _PAIR.findall(TOKENS.read_text(encoding="utf-8"))}


def lengths(family: str) -> list[tuple[str, float]]:
    """The tokens of `space`, `text` or `radius` with their lengths in rem, in the order they are written."""
    found = _LENGTH.findall(TOKENS.read_text(encoding="utf-8"))
    return [(name, float(length)) for name, length in found if name.startswith(f"{family}-")]


def combinations() -> list[Combination]:
    known = pairs()
    return [
        Combination(
            ink=ink,
            ground=ground,
            light=contrast(known[ink][0], known[ground][0]),
            dark=contrast(known[ink][1], known[ground][1]),
            least=least,
        )
        for ink, ground, least in _used()
    ]


def _used() -> list[tuple[str, str, float]]:
    tones = [f"tone-{tone}-ink" for tone in TONES]
    inks = ["color-ink", "color-ink-quiet", "color-accent", "color-danger", *tones]
    rail = ("rail", "rail-hover", "rail-current", "plate")
    return [
        *((ink, ground, TEXT) for ink in inks for ground in GROUNDS),
        *((f"tone-{tone}-ink", f"tone-{tone}-soft", TEXT) for tone in TONES),
        *((ink, "color-accent-soft", TEXT) for ink in ("color-ink", "color-ink-quiet", "color-accent")),
        *(("color-on-accent", ground, TEXT) for ground in ("color-accent", "color-accent-hover")),
        *(("color-on-danger", ground, TEXT) for ground in ("color-danger", "color-danger-hover")),
        *(("color-rail-ink", f"color-{ground}", TEXT) for ground in rail),
        *(("color-control", ground, SHAPE) for ground in GROUNDS),
        *(("color-focus", ground, SHAPE) for ground in GROUNDS),
        *((f"series-{number}", "color-surface", SHAPE) for number in range(1, 6)),
    ]


def luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)

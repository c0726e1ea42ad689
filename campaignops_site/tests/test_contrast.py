"""Every colour pair the stylesheet combines can be read: WCAG 2.2 AA, computed from the tokens."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.STATICFILES_DIRS[0], "css/tokens.css").read_text()
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
}
GROUNDS = ["color-page", "color-surface", "color-sunken", "color-raised", "color-hover"]
TONES = ["neutral", "info", "attention", "danger", "success", "missed", "held"]
TEXT = 4.5
SHAPE = 3.0


def combinations() -> list[tuple[str, str, float]]:
    inks = ["color-ink", "color-ink-quiet", "color-accent", "color-danger", *(f"tone-{t}-ink" for t in TONES)]
    return [
        *((ink, ground, TEXT) for ink in inks for ground in GROUNDS),
        *((f"tone-{tone}-ink", f"tone-{tone}-soft", TEXT) for tone in TONES),
        *((ink, "color-accent-soft", TEXT) for ink in ("color-ink", "color-ink-quiet", "color-accent")),
        *(("color-on-accent", ground, TEXT) for ground in ("color-accent", "color-accent-hover")),
        *(("color-on-danger", ground, TEXT) for ground in ("color-danger", "color-danger-hover")),
        *(
            ("color-rail-ink", f"color-{ground}", TEXT)
            for ground in ("rail", "rail-hover", "rail-current", "plate")
        ),
        *(("color-control", ground, SHAPE) for ground in GROUNDS),
        *(("color-focus", ground, SHAPE) for ground in GROUNDS),
        *((f"series-{number}", "color-surface", SHAPE) for number in range(1, 6)),
    ]


def luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_is_readable_on_its_ground(scheme: str) -> None:
    side = ["light", "dark"].index(scheme)

    weak = [
        (ink, ground)
        for ink, ground, least in combinations()
        if contrast(PAIRS[ink][side], PAIRS[ground][side]) < least
    ]

    assert weak == []

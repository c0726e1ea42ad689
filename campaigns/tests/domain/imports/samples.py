"""The smallest brief that is accepted, and ways to spoil it."""

import copy
import json
from typing import Any

import pytest

from campaigns.domain.imports.brief import Brief, read_brief
from campaigns.errors import InvalidInput

SMALLEST: dict[str, Any] = {
    "client": {"name": "Nordlicht", "time_zone": "Asia/Tokyo"},
    "campaign": {
        "name": "Spring",
        "objective": "Sell lamps",
        "start_date": "2026-03-01",
        "end_date": "2026-03-01",
        "primary_cta": "Visit the shop",
    },
    "cadence": {"linkedin": 3},
    "plan": {"angles": ["Light changes a room"]},
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The smallest brief with one value put at a dotted path."""
    brief = copy.deepcopy(SMALLEST)
    place = brief
    *parents, last = path.split(".")
    for key in parents:
        place = place.setdefault(key, {})
    place[last] = value
    return brief


def read(brief: object) -> Brief:
    return read_brief(json.dumps(brief).encode(), file_name="brief.json")


def refusal(brief: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read(brief)
    return caught.value

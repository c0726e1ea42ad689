"""The interface of plan generators and their registry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput
from campaigns.models import Campaign


@dataclass(frozen=True)
class PlanDraft:
    """The content of a plan before it becomes a version."""

    angles: Sequence[str] = ()
    positioning: str = ""
    messaging: Mapping[str, Sequence[str]] = field(default_factory=dict)
    weekly_themes: Sequence[str] = ()


class PlanGenerator(Protocol):
    """Something that drafts a plan for a campaign. It must not write and must not call a social network."""

    name: str

    def draft(self, campaign: Campaign) -> PlanDraft: ...


_generators: dict[str, PlanGenerator] = {}


def register(generator: PlanGenerator) -> None:
    """Make a generator available under its name; a second one of the same name takes its place."""
    _generators[generator.name] = generator


def names() -> list[str]:
    return sorted(_generators)


def generator_named(name: str) -> PlanGenerator:
    """The generator of this name. Refuses an unknown one, naming those there are."""
    if name not in _generators:
        text = _("There is no plan generator %(name)s; choose one of %(known)s.") % {
            "name": name[:40],
            "known": ", ".join(names()),
        }
        raise InvalidInput(text, {"generator": [text]})
    return _generators[name]

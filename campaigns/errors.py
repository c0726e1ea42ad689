"""The refusals of the domain: each is a sentence that tells a person what to do next."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext as _


class DomainError(Exception):
    """A verb refused; nothing was changed and nothing was audited.

    `status` is the one number by which pages, API and admin tell what kind of refusal it is.
    """

    status: ClassVar[int] = 400

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: dict[str, list[str]] = {name: list(texts) for name, texts in (fields or {}).items()}


class InvalidInput(DomainError):
    """What was given cannot be used; `fields` names where."""

    status = 400


class NotAllowed(DomainError):
    """This actor may not do this, although they may see it."""

    status = 403


class NotNow(DomainError):
    """The state of the thing does not allow this verb at the moment."""

    status = 409


class StaleVersion(DomainError):
    """Somebody changed the thing since the caller read it."""

    status = 412

    def __init__(self, label: str, seen: int, current: int) -> None:
        super().__init__(
            _(
                "%(label)s was changed meanwhile: you saw version %(seen)d, it is now version %(current)d. "
                "Reload it, look at what changed, and try again."
            )
            % {"label": label, "seen": seen, "current": current}
        )
        self.seen = seen
        self.current = current


class Never(DomainError):
    """Well-formed, but no state of the thing would ever allow it."""

    status = 422

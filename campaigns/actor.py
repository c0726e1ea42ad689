"""Who acts, and through which door: a parameter of every verb, never ambient."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.http import HttpRequest

# The permission that makes somebody a manager in the eyes of the domain.
MANAGES = "operator_tasks.manage_tasks"
# The permission of those who work for the agency; a client's own people do not have it.
WORKS = "operator_tasks.work_tasks"
# The permission of those who write the procedures that others work by.
PUBLISHES = "operator_tasks.publish_sops"


class ActorKind(StrEnum):
    USER = "user"
    SYSTEM = "system"


class Via(StrEnum):
    PAGE = "page"
    API = "api"
    ADMIN = "admin"
    JOB = "job"
    COMMAND = "command"


DOOR_NAMES = {
    Via.PAGE.value: pgettext_lazy("door", "page"),
    Via.API.value: pgettext_lazy("door", "API"),
    Via.ADMIN.value: pgettext_lazy("door", "admin"),
    Via.JOB.value: pgettext_lazy("door", "job"),
    Via.COMMAND.value: pgettext_lazy("door", "command"),
}


def door_name(via: str) -> str:
    """What pages call a door of the audit log."""
    return str(DOOR_NAMES.get(via, via))


@dataclass(frozen=True)
class Actor:
    """The one who changes something.

    `id` is the user's primary key, or None for the system. `is_manager` is decided by the door, from the
    user's permissions at that moment; `request_id` and `job_run` tie an audit entry to logs and runs.
    """

    kind: ActorKind
    label: str
    via: Via
    id: int | None = None
    is_manager: bool = False
    request_id: str = ""
    job_run: str = ""

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @classmethod
    def from_request(cls, request: "HttpRequest", *, via: Via) -> "Actor":
        """The signed-in person behind a request; whether they are a manager is asked anew each time."""
        user = request.user
        return cls(
            kind=ActorKind.USER,
            label=user.get_username(),
            via=via,
            id=user.pk,
            is_manager=user.has_perm(MANAGES),
            request_id=getattr(request, "id", ""),
        )

    @classmethod
    def system(cls, label: str, *, via: Via = Via.JOB, job_run: str = "") -> "Actor":
        """The product itself: a job, a migration or a command without a person behind it."""
        return cls(kind=ActorKind.SYSTEM, label=label, via=via, is_manager=True, job_run=job_run)

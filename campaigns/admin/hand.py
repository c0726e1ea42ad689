"""Who acts through the admin: built once for a request, with the clock read once, and handed to the verbs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.http import HttpRequest
from django.utils import timezone

from campaigns.actor import Actor, Via


@dataclass(frozen=True)
class Hand:
    """The person, the moment, and what they had before their eyes when they decided.

    `seen_version` is the version of the row on the page they came from; None where the page showed none.
    `seen_count` is the number they confirmed, for verbs that ask for one.
    """

    by: Actor
    now: datetime
    seen_version: int | None = None
    seen_count: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        return cls(by=Actor.from_request(request, via=Via.ADMIN), now=timezone.now())

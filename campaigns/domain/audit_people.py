"""Entries about people: users are Django's own rows, without a version of ours."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from campaigns.actor import Actor
from campaigns.domain.audit import refuse_naive, together
from campaigns.domain.audit_chain import PendingEntry, append_entries, canonical
from campaigns.models import HOUSE_CHAIN

PERSON = "user"


def noted_user(
    action: str,
    user: AbstractBaseUser,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """An entry of the house's chain about a person, in the transaction that changes them."""
    refuse_naive(now)
    entry = PendingEntry(
        chain=HOUSE_CHAIN,
        at=now,
        actor=by,
        action=action,
        entity_type=PERSON,
        entity_id=user.pk,
        entity_label=user.get_username(),
        entity_version=None,
        before=canonical(before) if before else "",
        after=canonical(after) if after else "",
    )
    with together():
        append_entries([entry])

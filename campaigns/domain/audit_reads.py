"""The audit log as it is read from outside: the entries a person may know of, narrowed, and their details."""

import json
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery

from campaigns.models import AuditItem, Campaign, OperatorAuditLog
from campaigns.models.audited import SEE_EVERY_CLIENT


def entries_for(user: User) -> QuerySet[OperatorAuditLog]:
    """All entries for who sees every client, else those of the campaigns that they see; `actor_name` is of today."""
    people = get_user_model()._default_manager.filter(pk=OuterRef("actor_id"))
    found: QuerySet[OperatorAuditLog] = OperatorAuditLog.objects.annotate(
        actor_name=Subquery(people.values("username")[:1])
    )
    if user.has_perm(SEE_EVERY_CLIENT):
        return found
    return found.filter(chain__in=Campaign.objects.visible_to(user).values("pk"))


def entries_matching(
    entries: QuerySet[OperatorAuditLog],
    *,
    entity_type: str = "",
    entity_id: int | None = None,
    actor: str = "",
    action: str = "",
    campaign: int | None = None,
    via: str = "",
    after: datetime | None = None,
    before: datetime | None = None,
) -> QuerySet[OperatorAuditLog]:
    """Entries about a thing, by somebody under the name of that time, of actions that begin so.

    `after` is included, `before` is not.
    """
    wanted = {
        "entity_type": entity_type,
        "entity_id": entity_id,
        "actor_label": actor,
        "action__startswith": action,
        "chain": campaign,
        "via": via,
        "at__gte": after,
        "at__lt": before,
    }
    return entries.filter(**{name: value for name, value in wanted.items() if value not in (None, "")})


def details_of(entry: OperatorAuditLog) -> QuerySet[AuditItem]:
    """The rows of a set-based change; none for an entry about a single row."""
    said = json.loads(entry.after) if '"batch"' in entry.after else {}
    if "batch" not in said:
        return AuditItem.objects.none()
    found: QuerySet[AuditItem] = AuditItem.objects.filter(batch=UUID(said["batch"]))
    return found


def may_know_chain(user: User, campaign: int) -> bool:
    """Whether the chain is of a campaign that this person sees; those of deleted ones are kept for who sees all."""
    is_there = Campaign.objects.visible_to(user).filter(pk=campaign).exists()
    return is_there or entries_for(user).filter(chain=campaign).exists()

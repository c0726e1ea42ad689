"""The audit log as it is read from outside: the entries a person may know of, narrowed, and their details."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from campaigns.models import AuditChain, AuditItem, Campaign, OperatorAuditLog
from campaigns.models.audited import SEE_EVERY_CLIENT


@dataclass(frozen=True)
class ChainsState:
    """How long the chains are, and those whose head is not the hash of their last entry; not a verification."""

    chains: int
    entries: int
    broken: tuple[int, ...]


def chains_state(chain: int | None = None) -> ChainsState:
    """Of all chains, or one; two queries.

    Whoever cuts or changes the end of a chain is seen here at once, other changes by `verify`.
    """
    chains = AuditChain.objects.all() if chain is None else AuditChain.objects.filter(chain=chain)
    counted = chains.aggregate(chains=Count("chain"), entries=Sum("seq", default=0))
    last = OperatorAuditLog.objects.filter(chain=OuterRef("chain"), seq=OuterRef("seq")).values("hash")
    heads = chains.filter(seq__gt=0).annotate(last=Subquery(last[:1]))
    broken = heads.filter(Q(last=None) | ~Q(last=F("head"))).order_by("chain")
    return ChainsState(broken=tuple(broken.values_list("chain", flat=True)), **counted)


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

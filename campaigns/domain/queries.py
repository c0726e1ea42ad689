"""Reads that pages need and that span several models, as plain values."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns.actor import door_name
from campaigns.models import Account, AuditedModel, Campaign, Client, OperatorAuditLog

LONGEST_SHOWN = 300
# Fields of the log that hold the key of a person.
PEOPLE = frozenset({"assignee_id", "completed_by_id", "user_id"})
CAMPAIGN_ORDERS = {
    "": ("-start_date", "name"),
    "end": ("end_date", "name"),
    "name": ("name", "-start_date"),
    "client": ("client__name", "-start_date"),
}


def campaigns_matching(
    campaigns: QuerySet[Campaign],
    *,
    q: str = "",
    status: str = "",
    client: Client | None = None,
    platform: str = "",
    sort: str = "",
    archived: bool = False,
) -> QuerySet[Campaign]:
    """The campaigns of a list with client and cadence; `q` looks at name, venture and client.

    `sort` is one of `CAMPAIGN_ORDERS`; without it the latest first day comes first.
    """
    if not archived:
        campaigns = campaigns.filter(archived_at__isnull=True)
    if status:
        campaigns = campaigns.filter(status=status)
    if client is not None:
        campaigns = campaigns.filter(client=client)
    if platform:
        campaigns = campaigns.filter(
            pk__in=Campaign.objects.filter(cadences__platform=platform, cadences__posts_per_week__gt=0)
        )
    if q:
        campaigns = campaigns.filter(
            Q(name__icontains=q) | Q(venture_name__icontains=q) | Q(client__name__icontains=q)
        )
    ordered = campaigns.order_by(*CAMPAIGN_ORDERS.get(sort, CAMPAIGN_ORDERS[""]), "pk")
    return ordered.select_related("client").prefetch_related("cadences")


def clients_with_counts(clients: QuerySet[Client], *, q: str = "") -> QuerySet[Client]:
    """Clients by name, each with `campaign_count` and `active_count` (without archived ones), `account_count` (in use).

    `q` looks at the name.
    """
    if q:
        clients = clients.filter(name__icontains=q)
    listed = Campaign.objects.listed()
    return clients.annotate(
        campaign_count=count_of_client(listed),
        active_count=count_of_client(listed.active()),
        account_count=count_of_client(Account.objects.filter(is_active=True)),
    ).order_by("name", "pk")


def count_of_client(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows each client has, counted for the clients of a page alone.

    Two counts over joins would multiply the rows of both before they tell them apart.
    """
    own = rows.filter(client=OuterRef("pk")).order_by().values("client")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


@dataclass(frozen=True)
class TrailEntry:
    """An audit entry as a person reads it; `changes` are (field, before, after)."""

    at: datetime
    actor_label: str
    via: str
    action: str
    entity_label: str
    changes: tuple[tuple[str, str, str], ...]
    notes: str


def trail_of_campaign(campaign: Campaign) -> QuerySet[OperatorAuditLog]:
    """The entries of the campaign's chain, the newest first."""
    return OperatorAuditLog.objects.filter(chain=campaign.pk).order_by("-seq")


def trail_of(row: AuditedModel) -> QuerySet[OperatorAuditLog]:
    """The entries about one row, the newest first."""
    about = OperatorAuditLog.objects.filter(entity_type=row.audit_noun, entity_id=row.pk)
    return about.order_by("-pk")


def _spoken_nouns() -> dict[str, str]:
    """What pages call each kind of row that the log names."""
    models = [model for model in apps.get_models() if issubclass(model, AuditedModel)]
    return {model.audit_noun: str(model._meta.verbose_name) for model in models}


def readable(entries: Iterable[OperatorAuditLog], zone: ZoneInfo) -> list[TrailEntry]:
    """Audit entries with their changed fields side by side, times on the clock of `zone`, people by their names."""
    rows = [(entry, _fields(entry.before), _fields(entry.after)) for entry in entries]
    people = _people_in(fields for _entry, *both in rows for fields in both)
    nouns = _spoken_nouns()
    return [
        TrailEntry(
            entry.at,
            entry.actor_label,
            door_name(entry.via),
            entry.action,
            _("%(noun)s “%(label)s”")
            % {"noun": nouns.get(entry.entity_type, entry.entity_type), "label": entry.entity_label},
            tuple(_changes(_named(before, people), _named(after, people), zone)),
            entry.notes,
        )
        for entry, before, after in rows
    ]


def _people_in(all_fields: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The names of those whose keys stand in the fields that hold people; no query where there are none."""
    keys = {fields[name] for fields in all_fields for name in PEOPLE & fields.keys() if fields[name]}
    if not keys:
        return {}
    found = get_user_model()._default_manager.filter(pk__in=keys)
    return {user.pk: user.get_username() for user in found}


def _named(fields: dict[str, Any], people: Mapping[int, str]) -> dict[str, Any]:
    """People by name; one who is gone stays the key that the log knows."""
    named = {
        name.removesuffix("_id"): people.get(fields[name], fields[name]) for name in PEOPLE & fields.keys()
    }
    return {name: value for name, value in fields.items() if name not in PEOPLE} | named


def _fields(text: str) -> dict[str, Any]:
    return json.loads(text) if text else {}


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], zone: ZoneInfo
) -> Iterable[tuple[str, str, str]]:
    for name in sorted({*before, *after}):
        yield name.replace("_", " "), _shown(before.get(name), zone), _shown(after.get(name), zone)


def _shown(value: Any, zone: ZoneInfo) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        text = ", ".join(_shown(entry, zone) for entry in value)
    elif isinstance(value, dict):
        text = "; ".join(f"{name}: {_shown(entry, zone)}" for name, entry in value.items())
    else:
        text = _on_the_clock(str(value), zone)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _on_the_clock(text: str, zone: ZoneInfo) -> str:
    """Moments stand in the log in UTC; anything else stays as it is."""
    if len(text) != 27 or not text.endswith("Z"):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"

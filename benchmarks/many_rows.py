"""Many rows in every table of a small workspace: copies of those that are there, told apart where they must be."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from campaigns.actor import Actor, ActorKind, Via
from campaigns.choices import Role
from campaigns.domain.api_tokens import create_token
from campaigns.domain.calendar_feeds import create_feed
from campaigns.domain.webhooks import create_webhook
from operator_tasks.domain.away import add_away
from operator_tasks.domain.invitations import invite
from operator_tasks.domain.ledger import submit
from operator_tasks.models import OperatorTask

BATCH = 5_000
# The rows that were there first: copies of copies could be the same.
SEEDS: dict[type[models.Model], list[Any]] = {}
# A copy differs by the first of these that a constraint holds to be unique: text is told apart most easily.
BY_KIND = (
    models.UUIDField,
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.DateTimeField,
    models.DateField,
)


def seed_what_the_demo_lacks(operator: User, manager: User) -> None:
    """A token, a link, days away, an invitation, a webhook and a run of a job, to be copied."""
    now, by = (
        timezone.now(),
        Actor(ActorKind.USER, manager.username, Via.COMMAND, id=manager.pk, is_manager=True),
    )
    own = Actor(ActorKind.USER, operator.username, Via.COMMAND, id=operator.pk)
    create_token(operator, name="bench", scopes=["read"], by=own, now=now)
    create_feed(operator, None, by=own, now=now)
    add_away(operator, starts_on=now.date(), ends_on=now.date(), by=own, now=now)
    invite("nina@example.com", role=Role.VIEWER, client_ids=[], by=by, now=now)
    create_webhook(name="Hook", url="https://example.com/", events=["task.completed"], by=by, now=now)
    submit("campaign_tick", "bench", ring=lambda _run: None, now=now)


def multiply(model: type[models.Model], count: int) -> bool:
    """Copy the rows until there are `count`; False where they cannot be told apart without their parents."""
    seeds = SEEDS.setdefault(model, list(_seeds(model).order_by("pk")[:200]))
    told_apart = _told_apart(model)
    if not seeds or told_apart is None:
        return False
    there = model._base_manager.count()
    fields = [field for field in model._meta.concrete_fields if not _is_counted(field)]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({places})"
    rows = _copies(seeds, fields, told_apart, range(there, count))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            while batch := [row for _place, row in zip(range(BATCH), rows, strict=False)]:
                cursor.executemany(statement, batch)
    except IntegrityError as error:
        print(f"{model._meta.model_name} stays as it is: {error}")
        return False
    return True


def _seeds(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows to be copied. A task of the house is there once, and proof belongs to one task."""
    rows = model._base_manager.all()
    return rows.filter(system_kind="", proof__isnull=True) if model is OperatorTask else rows


def _told_apart(model: type[models.Model]) -> set[str] | None:
    """The columns that a copy changes: one of each constraint, or a link that it does without; None where it cannot."""
    groups = [
        [field.name] for field in model._meta.concrete_fields if field.unique and not _is_counted(field)
    ]
    groups += [list(told) for told in model._meta.unique_together]
    unique = [told for told in model._meta.constraints if isinstance(told, models.UniqueConstraint)]
    groups += [list(told.fields) for told in unique if list(told.fields) != ["campaign"]]
    changed = set()
    for group in groups:
        fields = [model._meta.get_field(name) for name in group]
        own = [field for field in fields if not field.is_relation and not getattr(field, "choices", None)]
        found = next((field for kind in BY_KIND for field in own if isinstance(field, kind)), None)
        found = found or next((field for field in fields if field.is_relation and field.null), None)
        if found is None:
            return None
        changed.add(found.attname)
    dates = {field.attname for field in model._meta.concrete_fields if isinstance(field, models.DateField)}
    # A day that moves alone would lie behind the end of what it begins.
    return changed | dates if changed & dates else changed


def _is_counted(field: Any) -> bool:
    """Whether the database numbers it by itself."""
    return isinstance(field, models.AutoField)


def _copies(seeds: list[Any], fields: list[Any], told_apart: set[str], numbers: range) -> Iterator[list[Any]]:
    for number in numbers:
        seed = seeds[number % len(seeds)]
        yield [_value(seed, field, field.attname in told_apart, number) for field in fields]


def _value(seed: Any, field: Any, is_told_apart: bool, number: int) -> Any:
    value = field.value_from_object(seed)
    if is_told_apart and value is not None:
        value = _another(field, value, number)
    return field.get_db_prep_save(value, connection)


def _another(field: Any, value: Any, number: int) -> Any:
    if field.is_relation:
        return None
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.IntegerField):
        return value + number * 1_000
    if isinstance(field, models.DateTimeField | models.DateField):
        return value + timedelta(days=number)
    mark = f"~{number}"
    return f"{value[: (field.max_length or 200) - len(mark)]}{mark}"

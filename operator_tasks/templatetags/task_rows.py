"""Rows of tasks: fifty of them by rendering the template once for each shape that a row can have."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from campaigns.templatetags.ui import due_in, local_time, open_for
from operator_tasks.domain.queries import TaskRow

register = template.Library()

TEMPLATE = "operator_tasks/_task_row.html"
Shape = tuple[Any, ...]


class Marks:
    """What stands in a shape where the words of a task will: nothing that anybody could have written."""

    def __init__(self) -> None:
        self._nonce = secrets.token_hex(4)
        # Addresses take numbers alone; no key of a row is as large.
        self.key = 10**18 + secrets.randbelow(8 * 10**18)
        self._pattern = re.compile(f"\ue000{self._nonce}([a-z]+)\ue001|({self.key})")

    def of(self, name: str) -> str:
        return f"\ue000{self._nonce}{name}\ue001"

    def parts(self, text: str) -> list[str]:
        """Text and names in turns, text first; the name of the key is the key."""
        return [part for part in self._pattern.split(text) if part is not None]


@register.simple_tag
def task_rows(
    rows: Iterable[TaskRow],
    *,
    now: datetime,
    may_work: bool,
    here: str,
    csrf_token: Any,
    is_picked: bool = False,
) -> SafeString:
    """The rows as `_task_row.html` shows them.

    Most of a row is the same for all tasks of one status with which the reader may do the same. That is rendered
    once, with marks where the words of a task will stand; each row then is its words between those parts.
    """
    around = {
        "now": now,
        "may_work": may_work,
        "here": here,
        "csrf_token": csrf_token,
        "is_picked": is_picked,
    }
    marks = Marks()
    parts: dict[Shape, list[str]] = {}
    shown: list[str] = []
    for row in rows:
        shape = _shape(row)
        if shape not in parts:
            text = get_template(TEMPLATE).render({**around, "row": _stand_in(row, marks)})
            parts[shape] = marks.parts(text)
        words = {str(marks.key): str(row.task.pk), **_words(row, now)}
        shown += [words[part] if place % 2 else part for place, part in enumerate(parts[shape])]
    return mark_safe("".join(shown))  # parts come from a template, and words are escaped


def _shape(row: TaskRow) -> Shape:
    """All that decides what a row has, and in which words of the product."""
    task = row.task
    has = (task.account_id is None, task.assignee_id is None, not task.blocked_reason)
    return row.status, row.label, row.can, row.is_mine, row.is_on_hold, task.is_system, task.is_open, *has


def _stand_in(row: TaskRow, marks: Marks) -> SimpleNamespace:
    """A row of the same shape, with a mark in place of each word of its task."""
    task = row.task
    stands = SimpleNamespace(
        pk=marks.key,
        version=marks.of("version"),
        title=marks.of("title"),
        campaign=SimpleNamespace(name=marks.of("campaign"), client=SimpleNamespace(name=marks.of("client"))),
        get_platform_display=marks.of("platform"),
        account=task.account and SimpleNamespace(handle=marks.of("handle")),
        assignee=task.assignee and SimpleNamespace(get_username=marks.of("who")),
        assignee_id=task.assignee_id,
        blocked_reason=task.blocked_reason and marks.of("reason"),
        is_open=task.is_open,
    )
    return SimpleNamespace(
        task=stands,
        status=row.status,
        label=row.label,
        can=row.can,
        can_be_picked=row.can_be_picked,
        is_mine=row.is_mine,
        is_on_hold=row.is_on_hold,
        due=marks.of("due"),
        when=marks.of("when"),
    )


def _words(row: TaskRow, now: datetime) -> dict[str, str]:
    task = row.task
    due = open_for(task.due_at, now) if task.is_system else due_in(task.due_at, now)
    return {
        "version": str(task.version),
        "title": escape(task.title),
        "campaign": escape(task.campaign.name),
        "client": escape(task.campaign.client.name),
        "platform": escape(task.get_platform_display()),
        "handle": escape(task.account.handle) if task.account else "",
        "who": escape(task.assignee.get_username()) if task.assignee else "",
        "reason": escape(task.blocked_reason),
        "due": escape(due),
        "when": str(local_time(task.due_at, task.campaign.time_zone)),
    }

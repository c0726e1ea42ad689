"""How the admin shows what it shows: links between rows, small tables, local times, changes side by side."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.templatetags.ui import local_time_tag

Text = str | Promise
NOTHING = "–"


def link_to(row: models.Model | None, label: str = "") -> SafeString | str:
    """A link to the admin page of a row."""
    if row is None:
        return NOTHING
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, label or str(row))


def link_to_list(model: str, label: Text, **filters: Any) -> SafeString:
    """A link to the list of a model (`campaigns_campaign`), filtered."""
    return format_html(
        '<a href="{}?{}">{}</a>', reverse(f"admin:{model}_changelist"), urlencode(filters), label
    )


def table(headings: Sequence[Text], rows: Iterable[Sequence[Any]]) -> SafeString | str:
    """A small table; what is not marked safe is escaped."""
    body = [format_html_join("", "<td>{}</td>", ((cell,) for cell in row)) for row in rows]
    if not body:
        return NOTHING
    head = format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings))
    lines = format_html_join("", "<tr>{}</tr>", ((line,) for line in body))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, lines)


def numbered(lines: Iterable[Any]) -> SafeString | str:
    """Lines in their order, one below the other."""
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("<ol>{}</ol>", items) if items else NOTHING


def local(moment: datetime | None, zone: str | ZoneInfo) -> SafeString | str:
    """A moment on the clocks of `zone`, with the zone named."""
    return local_time_tag(moment, zone, "long") or NOTHING


def named_with_time(row: Any, moment: datetime, zone: ZoneInfo) -> str:
    """A row named by what it is and when, for rows of which many bear the same title."""
    return f"{row} ({moment.astimezone(zone):%Y-%m-%d %H:%M})"


def changes(before: str, after: str) -> SafeString | str:
    """The changed fields of an audit entry, from its two JSON texts."""
    old, new = (json.loads(text) if text else {} for text in (before, after))
    names = sorted({*old, *new})
    rows = [(name, _shown(old.get(name)), _shown(new.get(name))) for name in names]
    return table([_("field"), _("before"), _("after")], rows)


def pretty(value: Any) -> SafeString:
    """A JSON value, indented."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True))


def _shown(value: Any) -> str:
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

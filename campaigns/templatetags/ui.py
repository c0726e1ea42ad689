"""The words templates use for the small things that look the same on every page."""

from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it import MarkdownIt
from markdown_it.token import Token

from campaigns.domain.imports import metric_formats
from campaigns.spoken_dates import spoken

register = template.Library()

TIME_FORMS = {
    "short": "D j M, H:i",
    "long": "D j M Y, H:i",
    "date": "D j M Y",
    "time": "H:i",
}
LINK_SCHEMES = frozenset({"http", "https", "mailto"})


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; without a label it is decoration and hidden from screen readers."""
    return _sprite_use(static("icons/sprite.svg"), name, "icon", label)


@register.filter
def source_label(name: str) -> str:
    """What people call the source of a metric value."""
    return metric_formats.source_label(name)


@register.simple_tag
def status_icon(status: str) -> SafeString:
    """The silhouette of a status, for places that write the status in words beside it."""
    return _sprite_use(static("icons/sprite.svg"), f"status-{status.lower()}", "status-icon", "")


@register.simple_tag
def status_badge(status: str, label: str) -> SafeString:
    """A status as shape, words and colour, so that none of them is the only sign."""
    return format_html(
        '<span class="badge" data-status="{}">{}<span class="badge-text">{}</span></span>',
        status,
        status_icon(status),
        label,
    )


@lru_cache(maxsize=512)
def _sprite_use(sprite: str, name: str, css_class: str, label: str) -> SafeString:
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            css_class,
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', css_class, sprite, name
    )


@register.simple_tag(name="local_time")
def local_time_tag(value: datetime | None, zone: str | ZoneInfo, form: str = "short") -> SafeString | str:
    """A moment as read on a clock in `zone`; `form` is short, long, date or time. Nothing for None."""
    if value is None:
        return ""
    if value.tzinfo is None:
        raise ValueError("local_time needs a time that knows its zone")
    local = value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    text = spoken(local, TIME_FORMS[form])
    abbreviation = "" if form == "date" else f" {_zone_name(local)}"
    return format_html('<time datetime="{}">{}{}</time>', local.isoformat(), text, abbreviation)


@register.filter
def local_time(value: datetime | None, zone: str | ZoneInfo) -> SafeString | str:
    return local_time_tag(value, zone)


def _zone_name(local: datetime) -> str:
    """The abbreviation people use; zones that have none are named by their distance from UTC."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


@register.filter(expects_localtime=True)
def day(value: date | None, form: str) -> str:
    """A day or a moment in one of `DATE_FORMS`, in the order in which the reader's language says it."""
    return spoken(value, form) if value else ""


@register.filter
def due_in(due_at: datetime, now: datetime) -> str:
    """How far away or how late, in the one unit that matters: "in 2 h", "3 days late"."""
    is_late = due_at < now
    minutes = int(abs(due_at - now).total_seconds()) // 60
    if minutes == 0:
        return _("now")
    distance = _distance(minutes)
    if is_late:
        return _("%(distance)s late") % {"distance": distance}
    return _("in %(distance)s") % {"distance": distance}


@register.filter
def open_for(since: datetime, now: datetime) -> str:
    """How long something has been waiting that nobody planned for a time: "open for 3 days"."""
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    return _("open for %(since)s") % {"since": _distance(minutes)}


def _distance(minutes: int) -> str:
    if minutes < 60:
        return _("%(count)d min") % {"count": minutes}
    hours = (minutes + 30) // 60
    if hours < 24:
        return _("%(count)d h") % {"count": hours}
    days = (minutes + 720) // 1440
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@register.inclusion_tag("components/_field.html")
def field(bound_field: BoundField) -> dict[str, object]:
    """Label, widget, help and errors of one form field; Django itself ties them with aria-describedby."""
    return {"field": bound_field}


@register.simple_block_tag
def card(
    content: SafeString,
    title: str = "",
    id: str = "",
    more_url: str = "",
    more_text: str = "",
    flush: bool = False,
) -> SafeString:
    """A framed section; with an `id` its title names it. `flush` lets a table or a list touch the frame."""
    parts = {"title": title, "id": id, "more_url": more_url, "more_text": more_text, "flush": flush}
    return mark_safe(get_template("components/_card.html").render({"content": content, **parts}))


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: str) -> SafeString:
    """A window that `data-dialog-open="#id"` opens; its content is a form or `dialog-body` and `dialog-footer`."""
    parts = {"id": id, "title": title, "content": content}
    return mark_safe(get_template("components/_dialog.html").render(parts))


@register.simple_block_tag
def datatable(content: SafeString, label: str, stacked: bool = True) -> SafeString:
    """A table in its frame, which scrolls where it is too wide; `stacked` rows become blocks on phones."""
    parts = {"label": label, "stacked": stacked, "content": content}
    return mark_safe(get_template("components/_table.html").render(parts))


@register.inclusion_tag("components/_nav_link.html", takes_context=True)
def nav_link(context: template.Context, view: str, label: str, icon_name: str, family: str) -> dict[str, str]:
    """A link of the rail; current on its own page, and on those whose view name begins with a word of `family`."""
    request = context.get("request")
    match = request.resolver_match if request is not None else None
    view_here = match.view_name if match is not None else ""
    current = "page" if view_here == view else "true" if view_here.startswith(tuple(family.split())) else ""
    return {"url": reverse(view), "label": label, "icon_name": icon_name, "current": current}


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as HTML: no raw HTML, no images, links only to web and mail, headings one level down."""
    return mark_safe(_markdown().render(text))  # the renderer escapes all text and has HTML off


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.validateLink = _is_safe_link  # type: ignore[method-assign]
    reader.core.ruler.push("house_rules", _apply_house_rules)
    return reader


def _is_safe_link(url: str) -> bool:
    try:
        return urlsplit(url).scheme.lower() in LINK_SCHEMES
    except ValueError:  # an address that cannot be read is shown as the text it is
        return False


def _apply_house_rules(state: object) -> None:
    tokens: list[Token] = getattr(state, "tokens", [])
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer nofollow")

"""The small shared pieces of every page say the same thing everywhere, and let nothing unsafe through."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from campaigns.templatetags.ui import due_in, icon, local_time, local_time_tag, markdown, status_badge

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEMPLATES = Path(settings.STATICFILES_DIRS[0]).parent / "templates"


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).replace("> <", "><").strip()


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(minutes=59, seconds=59), "in 59 min"),
        (timedelta(minutes=60), "in 1 h"),
        (timedelta(minutes=119), "in 2 h"),
        (timedelta(hours=23, minutes=29), "in 23 h"),
        (timedelta(hours=23, minutes=30), "in 1 day"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(minutes=-12), "12 min late"),
        (timedelta(hours=-26), "1 day late"),
        (timedelta(days=-3), "3 days late"),
    ],
)
def test_due_in_names_the_one_unit_that_matters(distance: timedelta, words: str) -> None:
    assert due_in(NOON + distance, NOON) == words


def test_local_time_reads_the_clock_of_the_zone() -> None:
    text = local_time(NOON, "Asia/Tokyo")

    assert text == '<time datetime="2026-11-23T21:00:00+09:00">Mon 23 Nov, 21:00 JST</time>'


def test_local_time_names_a_zone_without_abbreviation_by_its_distance_from_utc() -> None:
    text = local_time_tag(NOON, ZoneInfo("America/Sao_Paulo"), "time")

    assert text == '<time datetime="2026-11-23T09:00:00-03:00">09:00 UTC-03</time>'


def test_local_time_of_nothing_is_nothing() -> None:
    assert local_time(None, "UTC") == ""


def test_local_time_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="knows its zone"):
        local_time(NOON.replace(tzinfo=None), "UTC")


def test_status_badge_shows_shape_words_and_status() -> None:
    html = status_badge("OVERDUE", "Over<due")

    assert 'data-status="OVERDUE"' in html
    assert "#status-overdue" in html
    assert '<span class="badge-text">Over&lt;due</span>' in html


def test_icon_is_hidden_from_screen_readers_unless_it_carries_a_label() -> None:
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="Close"' in icon("close", "Close")


def test_every_icon_that_templates_name_is_drawn() -> None:
    sprite = (TEMPLATES.parent / "static/icons/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))

    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    named = {name for text in texts for name in re.findall(r'(?:\{% icon |icon_name=)"([^"]+)"', text)}

    assert named - drawn == set()


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<b>)",
        "[x](//elsewhere.example)",
        "[x](/tasks/1/)",
        "<javascript:alert(1)>",
    ],
)
def test_markdown_makes_no_link_that_is_not_web_or_mail(source: str) -> None:
    assert "<a" not in markdown(source)


def test_markdown_marks_links_as_leading_outside() -> None:
    html = markdown("[site](https://example.com)")

    assert html == '<p><a href="https://example.com" rel="noopener noreferrer nofollow">site</a></p>\n'


def test_markdown_shows_html_and_images_as_text() -> None:
    html = markdown("<script>1</script>\n\n![a](https://example.com/a.png)")

    assert "<script" not in html
    assert "<img" not in html


def test_markdown_leaves_the_first_heading_to_the_page() -> None:
    assert markdown("# One\n\n###### Six") == "<h2>One</h2>\n<h6>Six</h6>\n"


@given(st.text())
def test_markdown_never_fails_nor_passes_a_script(source: str) -> None:
    html = markdown(source)

    assert "<script" not in html.lower()
    assert not re.search(r'href="(?!https?:|mailto:)', html, re.IGNORECASE)


class ProofForm(forms.Form):
    link = forms.URLField(help_text="Paste it.", assume_scheme="https")
    note = forms.CharField(required=False)
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")], help_text="Choose.")


def test_field_ties_help_and_errors_to_the_widget() -> None:
    form = ProofForm({"link": "no"})

    html = Template("{% load ui %}{% field form.link %}").render(Context({"form": form}))

    assert 'aria-describedby="id_link_helptext id_link_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_link_helptext"' in html
    assert 'id="id_link_error"' in html


def test_field_says_what_is_optional_and_groups_choices() -> None:
    context = Context({"form": ProofForm()})

    note = Template("{% load ui %}{% field form.note %}").render(context)
    kind = Template("{% load ui %}{% field form.kind %}").render(context)

    assert "(optional)" in note
    assert "<legend>" in kind
    assert 'aria-describedby="id_kind_helptext"' in kind


class HelpForm(forms.Form):
    plain = forms.CharField(help_text="Between <b>1</b> & 9.")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")], help_text="<b>One</b>")
    sure = forms.BooleanField(help_text="<b>Yes</b>")
    secret = forms.CharField(help_text=password_validators_help_text_html())
    later = forms.CharField(help_text=password_validators_help_text_html)


def test_field_escapes_help_unless_it_is_html_by_its_type() -> None:
    form = HelpForm()

    def shown(name: str) -> str:
        return Template("{% load ui %}{% field field %}").render(Context({"field": form[name]}))

    assert "Between &lt;b&gt;1&lt;/b&gt; &amp; 9." in shown("plain")
    assert [name for name in ("plain", "kind", "sure") if "<b>" in shown(name)] == []
    assert ["<ul><li>" in shown(name) for name in ("secret", "later")] == [True, True]


def test_card_is_named_by_its_title_and_keeps_its_content_as_written() -> None:
    source = '{% load ui %}{% card title=name id="x" %}<b>{{ text }}</b>{% endcard %}'

    html = squeezed(Template(source).render(Context({"name": "A & B", "text": "<i>"})))

    assert html == (
        '<section class="card" id="x" aria-labelledby="x-title"><div class="card-header">'
        '<h2 class="card-title" id="x-title">A &amp; B</h2></div>'
        '<div class="card-body"><b>&lt;i&gt;</b></div></section>'
    )


def test_pagination_keeps_the_filters() -> None:
    request = RequestFactory().get("/?client=3&page=2")
    page = Paginator(range(9), 3).page(2)

    html = render_to_string("components/_pagination.html", {"page": page}, request)

    assert 'href="?client=3&amp;page=1"' in html
    assert 'href="?client=3&amp;page=3"' in html


def test_audit_trail_says_who_did_what_from_what_to_what() -> None:
    entry = SimpleNamespace(
        at=NOON, actor_label="Ana", via="page", action="task.blocked", entity_label="Reel",
        changes=[("status", "DUE", "BLOCKED")], notes="No video",
    )  # fmt: skip

    html = squeezed(render_to_string("components/_audit_trail.html", {"entries": [entry], "zone": "UTC"}))

    for words in (
        "Ana",
        "task.blocked",
        "Reel",
        "<del>DUE</del>",
        "<ins>BLOCKED</ins>",
        "No video",
        "12:00 UTC",
    ):
        assert words in html


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_last_resort_pages_need_neither_context_nor_database(name: str) -> None:
    assert "<h1>" in render_to_string(name)


def test_templates_hold_no_inline_code() -> None:
    # JSON in a script element is data, which no browser runs and our policy lets stand.
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\s(?:src=|type=\"application/json\"))",
        re.IGNORECASE,
    )
    # Mail is no page: it brings its own style along, for it must not load any.
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "mail"]

    offenders = [path.name for path in pages if inline.search(path.read_text())]

    assert offenders == []


def test_raw_colours_live_in_tokens_only() -> None:
    styles = TEMPLATES.parent / "static/css"
    colour = re.compile(r"#[0-9a-f]{3,8}\b(?=[^{]*;)|\b(?:rgb|hsl|oklch|lab)a?\(", re.IGNORECASE)

    offenders = [
        path.name
        for path in styles.rglob("*.css")
        if path.name != "tokens.css" and colour.search(path.read_text())
    ]

    assert offenders == []

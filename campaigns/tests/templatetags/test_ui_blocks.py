"""The tags that put a frame around what a page writes between them."""

from django.template import Template
from django.template.context import Context


def rendered(text: str, **values: str) -> str:
    return " ".join(Template("{% load ui %}" + text).render(Context(values)).split())


def test_a_table_can_be_reached_by_keyboard_and_has_a_name():
    text = rendered("{% datatable label=label %}<tbody></tbody>{% enddatatable %}", label="A & B")

    assert 'tabindex="0" role="region" aria-label="A &amp; B"' in text
    assert '<table class="table table-stacked"> <tbody></tbody> </table>' in text


def test_a_table_of_numbers_stays_a_table_on_phones():
    text = rendered('{% datatable label="N" stacked=False %}{% enddatatable %}')

    assert '<table class="table">' in text


def test_a_dialog_is_named_by_its_title_and_can_be_closed():
    text = rendered('{% dialog id="why" title="Why?" %}<p>Because.</p>{% enddialog %}')

    assert 'id="why"' in text
    assert 'aria-labelledby="why-title"' in text
    assert '<h2 id="why-title">Why?</h2>' in text
    assert "data-dialog-close" in text
    assert "<p>Because.</p>" in text

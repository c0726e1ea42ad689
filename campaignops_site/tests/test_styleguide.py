"""The style guide shows every token and component, to those who build pages alone."""

import pytest

from campaignops_site.contrast import lengths, pairs


@pytest.fixture
def page(client, settings, db):
    settings.DEBUG = True
    return client.get("/styleguide/")


def test_outside_debug_it_is_not_there(client, manager_user):
    client.force_login(manager_user)

    assert client.get("/styleguide/").status_code == 404


def test_it_shows_every_colour_and_length(page):
    text = page.content.decode()

    assert page.status_code == 200
    assert [name for name in pairs() if f"<code>{name}</code>" not in text] == []
    assert [
        name for family in ("text", "space", "radius") for name, _rem in lengths(family) if name not in text
    ] == []


def test_every_length_of_spacing_is_on_the_grid():
    assert [name for name, rem in lengths("space") if (rem * 16) % 4] == []


def test_every_component_is_on_it(page):
    shown = {template.name for template in page.templates}
    components = [
        "badge",
        "banner",
        "button",
        "card",
        "dialog",
        "diff",
        "empty",
        "field",
        "form",
        "pagination",
        "progress",
        "table",
        "tabs",
        "toast",
    ]

    assert [name for name in components if f"components/_{name}.html" not in shown] == []


def test_it_holds_no_inline_style_or_script(page):
    text = page.content.decode()

    assert "style=" not in text
    assert "<style" not in text

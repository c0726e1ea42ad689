"""Names that nobody can see are refused, whatever invisible character they are made of."""

import pytest

from campaigns.domain.campaigns import create_campaign, edit_campaign
from campaigns.domain.clients import add_account, create_client, edit_client
from campaigns.errors import InvalidInput
from campaigns.tests.witness import refused
from campaigns.validators import validate_clean_text
from conftest import CADENCE, NOW, brief

SENTENCE = "cannot be seen"
INVISIBLE = ["\u200b", "\u200d\u2060", "\ufeff", "\u00ad", "\u3164", "\u2800", "\u115f", "\u0301", " \u200b "]


@pytest.mark.parametrize("name", INVISIBLE)
def test_a_name_that_cannot_be_seen_is_refused(client_acme, manager, name):
    with refused(InvalidInput, SENTENCE):
        create_client(name=name, by=manager, now=NOW)
    with refused(InvalidInput, SENTENCE):
        create_campaign(client=client_acme, cadence=CADENCE, values=brief(name=name), by=manager, now=NOW)


@pytest.mark.parametrize("name", ["Ac\nme", "Ac\r\nme", "Ac\u2028me"])
def test_a_name_stands_in_one_line(client_acme, manager, name):
    with refused(InvalidInput, "Write this in one line."):
        create_client(name=name, by=manager, now=NOW)
    with refused(InvalidInput, "Write this in one line."):
        add_account(client_acme, platform="x", handle=name, by=manager, now=NOW)


def test_nor_can_a_name_become_such(campaign, manager):
    with refused(InvalidInput, SENTENCE):
        edit_client(campaign.client, values={"name": "\u200b"}, by=manager, now=NOW)
    with refused(InvalidInput, SENTENCE):
        edit_campaign(campaign, values={"name": "\u200b"}, by=manager, now=NOW)


@pytest.mark.parametrize(
    "text", ["", " ", "Acme", "é", "e\u0301", "株式会社", "!", "👩\u200d🚀", "می\u200cخواهم"]
)
def test_text_that_shows_something_passes(text):
    assert validate_clean_text(text) is None

"""The count beside the text must be the platform's own, or operators stop believing it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.choices import Platform
from campaigns.platforms.facts import text_length
from campaigns.platforms.text_units import graphemes

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
THUMB_WITH_SKIN_TONE = "\U0001f44d\U0001f3fd"
FLAG_OF_GERMANY = "\U0001f1e9\U0001f1ea"
FLAG_OF_SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
RED_HEART = "\u2764\ufe0f"
KEYCAP_ONE = "1\ufe0f\u20e3"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("hello", 5),
        ("e\u0301", 1),
        ("a\u0301\u0323b", 2),
        (FAMILY, 1),
        (THUMB_WITH_SKIN_TONE, 1),
        (FLAG_OF_GERMANY, 1),
        (FLAG_OF_GERMANY * 3, 3),
        (FLAG_OF_GERMANY + "\U0001f1eb", 2),
        (FLAG_OF_SCOTLAND, 1),
        (RED_HEART, 1),
        (KEYCAP_ONE, 1),
        ("日本語", 3),
        ("\u1112\u1161\u11ab", 1),
        ("\uac00\u11a8", 1),
        ("\uac01\u1161", 2),
        ("\uff76\uff9e", 1),
        ("\u0e19\u0e49\u0e33", 1),
        ("a\r\nb", 3),
        ("a\r\né", 3),
        ("\n\n", 2),
        ("a\u200d\U0001f469", 2),
        ("\n\u0301", 2),
    ],
)
def test_text_length_on_bluesky_counts_what_a_reader_sees(text, length):
    assert text_length(Platform.BLUESKY, text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("hello", 5),
        ("café", 4),
        ("cafe\u0301", 4),
        ("Привет", 6),
        ("日本語", 6),
        ("“quoted” – and…", 16),
        ("\U0001f600", 2),
        (FAMILY, 2),
        (THUMB_WITH_SKIN_TONE, 2),
        (FLAG_OF_GERMANY, 2),
        (RED_HEART, 2),
        (KEYCAP_ONE, 2),
        ("©\ufe0f", 2),
        ("©", 1),
        ("नमस्ते", 6),
        ("https://example.com/a/very/long/path/that/goes/on?and=on", 23),
        ("see http://e.org now", 31),
        ("(see https://e.org/x).", 30),
        ("https://e.org https://e.org", 47),
        ("HTTPS://E.ORG", 23),
        ("https://localhost", 17),
        ("https://e.org/日本", 27),
    ],
)
def test_text_length_on_x_is_weighted(text, length):
    assert text_length(Platform.X, text) == length


def test_text_length_on_x_of_the_longest_posts():
    lengths = [text_length(Platform.X, "a" * 280), text_length(Platform.X, "語" * 140)]

    assert lengths == [280, 280]


@pytest.mark.parametrize(
    "platform", [platform for platform in Platform if platform not in {Platform.X, Platform.BLUESKY}]
)
def test_text_length_elsewhere_counts_code_points(platform):
    assert text_length(platform, f"é{FAMILY} https://e.org") == 20


@settings(deadline=None)
@given(st.text())
def test_graphemes_lose_nothing(text):
    clusters = list(graphemes(text))

    assert "".join(clusters) == text
    assert "" not in clusters
    assert text_length(Platform.BLUESKY, text) == len(clusters)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters=":")))
def test_text_length_on_x_without_links_never_exceeds_two_for_each_code_point(text):
    normal = unicodedata.normalize("NFC", text)

    assert text_length(Platform.X, text) <= 2 * len(normal)

"""The one link in what somebody pasted as proof."""

import pytest

from campaigns.errors import InvalidInput
from operator_tasks.domain.links import addresses_in, the_link_in

POST = "https://x.com/acme/status/2028000000000000000"


@pytest.mark.parametrize(
    ("pasted", "link"),
    [
        (POST, POST),
        (f"  {POST} ", POST),
        (f"Check this out {POST}", POST),
        (f"Look:\n{POST}.", POST),
        (f"{POST} and again {POST}", POST),
        ("linkedin.com/feed/update/1", "https://linkedin.com/feed/update/1"),
        ("www.linkedin.com/posts/a-1", "https://www.linkedin.com/posts/a-1"),
        ("ftp://example.com/a", "ftp://example.com/a"),
        ("", ""),
    ],
)
def test_one_link_is_found(pasted, link):
    assert the_link_in(pasted) == link


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (f"{POST} https://x.com/acme", "There are 2 links in this text"),
        ("I posted it", "choose Text under Other proof"),
        ("posted.", "choose Text under Other proof"),
    ],
)
def test_none_and_several_are_refused(pasted, words):
    with pytest.raises(InvalidInput) as refusal:
        the_link_in(pasted)

    assert words in refusal.value.message and list(refusal.value.fields) == ["proof_value"]


def test_addresses_are_named_once_without_what_follows_them():
    assert addresses_in(f"({POST}), {POST}!") == [POST]

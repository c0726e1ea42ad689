"""Composer links must carry the text unharmed, because an operator publishes what they find there."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.choices import Platform
from campaigns.errors import InvalidInput
from campaigns.platforms.facts import composer_link, composer_prefills

PAGE = "https://example.com/a?b=1&c=2#d"
TAKES_TEXT = [
    (Platform.X, "text"),
    (Platform.THREADS, "text"),
    (Platform.BLUESKY, "text"),
    (Platform.LINKEDIN, "text"),
    (Platform.REDDIT, "text"),
]
encodable_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)


def parameters(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query, keep_blank_values=True)


@pytest.mark.parametrize(
    ("platform", "link"),
    [
        (Platform.X, "https://x.com/intent/tweet?text=Caf%C3%A9%20%26%20cake%2B&url=https%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.THREADS, "https://www.threads.com/intent/post?text=Caf%C3%A9%20%26%20cake%2B&url=https%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.BLUESKY, "https://bsky.app/intent/compose?text=Caf%C3%A9%20%26%20cake%2B%0A%0Ahttps%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.LINKEDIN, "https://www.linkedin.com/feed/?shareActive=true&text=Caf%C3%A9%20%26%20cake%2B%0A%0Ahttps%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.FACEBOOK, "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.INSTAGRAM, "https://www.instagram.com/"),
        (Platform.REDDIT, "https://www.reddit.com/submit?title=Caf%C3%A9%20%26%20cake%2B&url=https%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.PINTEREST, "https://www.pinterest.com/pin/create/button/?description=Caf%C3%A9%20%26%20cake%2B&url=https%3A%2F%2Fe.org%2F%3Fa%3D1"),
        (Platform.TIKTOK, "https://www.tiktok.com/upload"),
        (Platform.YOUTUBE, "https://studio.youtube.com/channel/upload"),
        (Platform.EMAIL, "mailto:?body=Caf%C3%A9%20%26%20cake%2B%0D%0A%0D%0Ahttps%3A%2F%2Fe.org%2F%3Fa%3D1"),
    ],
)  # fmt: skip
def test_composer_link_prefills_what_the_platform_takes(platform, link):
    assert composer_link(platform, text="Café & cake+", url="https://e.org/?a=1") == link


@pytest.mark.parametrize(
    ("platform", "link"),
    [
        (Platform.FACEBOOK, "https://www.facebook.com/"),
        (Platform.REDDIT, "https://www.reddit.com/submit?type=TEXT&text=Hello"),
        (Platform.PINTEREST, "https://www.pinterest.com/pin-creation-tool/"),
        (Platform.X, "https://x.com/intent/tweet?text=Hello"),
        (Platform.EMAIL, "mailto:?body=Hello"),
    ],
)
def test_composer_link_without_a_page_to_share(platform, link):
    assert composer_link(platform, text="Hello") == link


def test_composer_link_on_a_phone_shares_the_page_only_where_the_app_drops_the_text():
    with_page = composer_link(Platform.LINKEDIN, text="Hello", url="https://e.org/", on_phone=True)
    without_page = composer_link(Platform.LINKEDIN, text="Hello", on_phone=True)

    assert with_page == "https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fe.org%2F"
    assert without_page == "https://www.linkedin.com/feed/?shareActive=true"


@pytest.mark.parametrize("platform", [Platform.X, Platform.BLUESKY, Platform.LINKEDIN])
def test_composer_link_does_not_repeat_a_page_that_stands_in_the_text(platform):
    text = f"Read {PAGE} today"

    link = composer_link(platform, text=text, url=PAGE)

    assert parameters(link)["text"] == [text]
    assert "url" not in parameters(link)


def test_composer_link_without_anything_opens_an_empty_composer():
    assert composer_link(Platform.X, text="") == "https://x.com/intent/tweet"


def test_composer_link_for_mail_breaks_lines_as_mail_does():
    link = composer_link(Platform.EMAIL, text="one\ntwo\r\nthree\rfour five")

    assert link == "mailto:?body=one%0D%0Atwo%0D%0Athree%0D%0Afour%20five"


def test_composer_link_survives_half_a_surrogate_pair():
    assert composer_link(Platform.X, text="a\ud800b") == "https://x.com/intent/tweet?text=a%3Fb"


def test_composer_link_refuses_internal():
    with pytest.raises(InvalidInput):
        composer_link(Platform.INTERNAL, text="Hello")


def test_composer_prefills_says_what_the_link_carries():
    told = [
        composer_prefills(Platform.FACEBOOK, url=PAGE),
        composer_prefills(Platform.FACEBOOK),
        composer_prefills(Platform.LINKEDIN, url=PAGE, on_phone=True),
    ]

    assert told == [
        "the link only; paste the copied text",
        "nothing; paste the copied text",
        "the link only; the phone app drops a prefilled text",
    ]


@pytest.mark.parametrize(("platform", "name"), TAKES_TEXT)
@settings(deadline=None)
@given(text=encodable_text)
def test_composer_link_carries_any_text_unharmed(platform, name, text):
    assert parameters(composer_link(platform, text=text))[name] == [text]


@settings(deadline=None)
@given(text=encodable_text)
def test_composer_link_for_mail_carries_any_text_but_for_line_breaks(text):
    (body,) = parameters(composer_link(Platform.EMAIL, text=text))["body"]

    assert body.replace("\r\n", "\n") == text.replace("\r\n", "\n").replace("\r", "\n")


@settings(deadline=None)
@given(platform=st.sampled_from(Platform.outward()), text=st.text(), url=st.text(), on_phone=st.booleans())
def test_composer_link_is_always_a_plain_https_or_mailto_link(platform, text, url, on_phone):
    link = composer_link(platform, text=text, url=url, on_phone=on_phone)

    assert link.startswith(("https://", "mailto:"))
    assert link.isascii()
    assert not set(link) & set(" \r\n\t\"'<>#")

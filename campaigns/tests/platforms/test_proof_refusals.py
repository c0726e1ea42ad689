"""Addresses that prove nothing, or pretend to, must be refused with a sentence that helps."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.choices import Platform
from campaigns.errors import InvalidInput
from campaigns.platforms.facts import facts_for
from campaigns.platforms.proof_urls import ProofUrl, recognise

FULL_LINK = "Paste the full link, starting with https://."
NOT_PUBLIC = "This link does not lead to a public site. Paste a link with the name of a site in it."
INVISIBLE = "This link contains a space or an invisible character. Copy and paste it again."
USER_NAME = "This link contains a user name before the @ sign. Paste the link without it."
PORT = "This link names a port, which no public page needs. Paste the link without it."
HIDDEN = "This link hides characters in its path. Open the post and copy its link again."
TOO_LONG = "This link is longer than 2000 characters. Paste a shorter one."
NO_ADDRESS = "This is not a web address. Open the post, copy its link and paste it here."


def sentence_for(platform: Platform, url: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        recognise(platform, url)
    assert refused.value.fields == {"proof_value": [refused.value.message]}
    return refused.value.message


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Paste the link of the published post."),
        ("javascript:alert(1)", FULL_LINK),
        ("data:text/html,x", FULL_LINK),
        ("vbscript:x", FULL_LINK),
        ("//evil.example/a", FULL_LINK),
        ("x.com/user/status/1", FULL_LINK),
        ("https:x.com/user/status/1", FULL_LINK),
        ("ftp://x.com/user/status/1", FULL_LINK),
        ("mailto:a@b.example", FULL_LINK),
        (" java\tscript:alert(1)", INVISIBLE),
        ("https://x.com/user/status/1 ", INVISIBLE),
        ("https://x.com/user/sta\ntus/1", INVISIBLE),
        ("https://x.com/user/status/1\x00", INVISIBLE),
        ("https://x.com\u200b/user/status/1", INVISIBLE),
        ("https://x.com/user\u202e/status/1", INVISIBLE),
        ("https://x.com\\@evil.example/status/1", INVISIBLE),
        ("https://x.com/\ud800", INVISIBLE),
        ("https://x.com@evil.com/a/status/1", USER_NAME),
        ("https://linkedin.com:a@evil.example/", USER_NAME),
        ("https://x.com:443/user/status/1", PORT),
        ("https://x.com:/user/status/1", PORT),
        ("https://[::1]/a", PORT),
        ("https://[x/a", NO_ADDRESS),
        ("https://x\u2100.com/a", NO_ADDRESS),
        ("http://169.254.169.254/latest", NOT_PUBLIC),
        ("http://2852039166/", NOT_PUBLIC),
        ("http://0x7f.0.0.1/", NOT_PUBLIC),
        ("http://localhost/a", NOT_PUBLIC),
        ("https://x..com/a", NOT_PUBLIC),
        ("https://x.com./user/status/1", NOT_PUBLIC),
        ("https://x%2ecom/user/status/1", NOT_PUBLIC),
        ("https://" + "a" * 64 + ".com/", NOT_PUBLIC),
        ("https://x.com/a%2Fstatus/1", HIDDEN),
        ("https://x.com/a%5cstatus/1", HIDDEN),
        ("https://x.com/a%00/status/1", HIDDEN),
        ("https://x.com/a%E2%80%AE/status/1", HIDDEN),
        (
            "https://" + "a." * 150 + "com/",
            "The site name in this link is too long to be real. Copy the link again.",
        ),
        ("https://x.com/".ljust(2001, "a"), TOO_LONG),
        (
            "https://x.com/".ljust(10_000, "a"),
            TOO_LONG,
        ),
    ],
)
def test_recognise_refuses_an_unclean_address_on_every_platform(platform, url, sentence):
    assert sentence_for(platform, url) == sentence


@pytest.mark.parametrize(
    ("platform", "url", "host"),
    [
        (Platform.INSTAGRAM, "https://instagram.com.evil.org/p/ABC123/", "instagram.com.evil.org"),
        (Platform.X, "https://example.com/status/123456", "example.com"),
        (Platform.X, "https://evilx.com/user/status/123456", "evilx.com"),
        (Platform.LINKEDIN, "https://a.b.linkedin.com/pulse/a", "a.b.linkedin.com"),
        (Platform.LINKEDIN, "https://www-linkedin.com/in/me", "www-linkedin.com"),
        (Platform.X, "https://х.com/user/status/123456", "xn--u1a.com"),
        (Platform.LINKEDIN, "https://lınkedin.com/feed/", "xn--lnkedin-rfb.com"),
        (Platform.BLUESKY, "https://mastodon.social/@a/1", "mastodon.social"),
    ],
)  # fmt: skip
def test_recognise_refuses_an_unknown_site_and_names_it_as_it_is(platform, url, host):
    label = platform.label

    assert sentence_for(platform, url) == (
        f"{host} is not a site of {label}. Paste the link of the post on {label}."
    )


@pytest.mark.parametrize(
    ("platform", "url", "other"),
    [
        (Platform.X, "https://www.instagram.com/p/C-a6bDVy7hz/", "Instagram"),
        (Platform.THREADS, "https://www.instagram.com/p/C-a6bDVy7hz/", "Instagram"),
        (Platform.INSTAGRAM, "https://www.threads.net/@user.name/post/DAELxBhOoWc", "Threads"),
        (Platform.LINKEDIN, "https://twitter.com/user/status/1382350606417817604", "X"),
        (Platform.LINKEDIN, "https://t.co/abc", "X"),
        (Platform.X, "https://fr.linkedin.com/in/me/", "LinkedIn"),
        (Platform.X, "https://lnkd.in/abc", "LinkedIn"),
        (Platform.TIKTOK, "https://youtu.be/a1B2c3D4e5F", "YouTube"),
        (Platform.FACEBOOK, "https://pin.it/abc", "Pinterest"),
        (Platform.REDDIT, "https://bsky.app/profile/a.b", "Bluesky"),
        (Platform.BLUESKY, "https://redd.it/abc", "Reddit"),
        (Platform.PINTEREST, "https://vm.tiktok.com/abc", "TikTok"),
        (Platform.YOUTUBE, "https://m.facebook.com/acme", "Facebook"),
    ],
)
def test_recognise_refuses_another_platform_and_names_it(platform, url, other):
    label = platform.label

    assert sentence_for(platform, url) == (
        f"This looks like a link of {other}, but the task is for {label}. "
        f"Paste the link of the post on {label}."
    )


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        (Platform.INSTAGRAM, "https://www.instagram.com/nasa/"),
        (Platform.INSTAGRAM, "https://www.instagram.com/reels/"),
        (Platform.INSTAGRAM, "https://www.instagram.com/share/p/BAabc12345/"),
        (Platform.INSTAGRAM, "https://www.instagram.com/stories/highlights/17900000000000000/"),
        (Platform.LINKEDIN, "https://www.linkedin.com/feed/"),
        (Platform.LINKEDIN, "https://www.linkedin.com/in/me/"),
        (Platform.LINKEDIN, "https://www.linkedin.com/company/acme/"),
        (Platform.LINKEDIN, "https://www.linkedin.com/feed/update/urn:li:activity:123"),
        (Platform.LINKEDIN, "https://www.linkedin.com/feed/update/urn:li:activity:012345678901234567"),
        (Platform.THREADS, "https://www.threads.com/intent/post"),
        (Platform.THREADS, "https://www.threads.com/@user"),
        (Platform.X, "https://x.com/intent/post?text=a"),
        (Platform.X, "https://x.com/home"),
        (Platform.X, "https://x.com/user"),
        (Platform.X, "https://x.com/user/status/"),
        (Platform.X, "https://x.com/user/status/१२३४"),
        (Platform.X, "https://x.com/user/status/0123"),
        (Platform.X, "https://x.com/user/status/123/analytics"),
        (Platform.X, "https://t.co/"),
        (Platform.FACEBOOK, "https://www.facebook.com/acme"),
        (Platform.FACEBOOK, "https://www.facebook.com/permalink.php?id=1"),
        (Platform.FACEBOOK, "https://www.facebook.com/permalink.php?story_fbid=1&story_fbid=2&id=1"),
        (Platform.FACEBOOK, "https://www.facebook.com/watch/?v="),
        (Platform.FACEBOOK, "https://www.facebook.com/groups/makers/"),
        (Platform.FACEBOOK, "https://www.facebook.com/sharer/sharer.php?u=a"),
        (Platform.BLUESKY, "https://bsky.app/profile/a.b"),
        (Platform.BLUESKY, "https://bsky.app/intent/compose?text=a"),
        (Platform.BLUESKY, "https://bsky.app/profile/a.b/post/zzzzzzzzzzzzz"),
        (Platform.REDDIT, "https://www.reddit.com/r/test/"),
        (Platform.REDDIT, "https://www.reddit.com/user/name/"),
        (Platform.PINTEREST, "https://www.pinterest.com/acme/board/"),
        (Platform.PINTEREST, "https://www.pinterest.com/pin/create/button/?url=a"),
        (Platform.TIKTOK, "https://www.tiktok.com/@u"),
        (Platform.YOUTUBE, "https://www.youtube.com/@channel"),
        (Platform.YOUTUBE, "https://www.youtube.com/watch?v=short"),
        (Platform.YOUTUBE, "https://youtu.be/"),
        (Platform.YOUTUBE, "https://www.youtube.com/a1B2c3D4e5F"),
    ],
)
def test_recognise_refuses_a_page_that_is_not_one_post_and_shows_what_one_looks_like(platform, url):
    looks_like = facts_for(platform).proof_example.value

    assert sentence_for(platform, url) == (
        f"This is a page of {platform.label}, but not a single published post. "
        f"Open the post and copy its link; it looks like {looks_like}."
    )


HOSTS = st.sampled_from(
    [
        "x.com",
        "t.co",
        "www.linkedin.com",
        "instagr.am",
        "facebook.com",
        "bsky.app",
        "redd.it",
        "youtu.be",
        "é.fr",
    ]
)
PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["status", "p", "posts", "i", "share", "pin", "watch", "%2f", "..", "permalink.php", "@u"]
    ),
    st.integers(0, 10**26).map(str),
    st.from_regex(r"[2-7a-z]{13}|[\w-]{11}", fullmatch=True),
)
URL_LIKE = st.builds(
    lambda host, pieces, query: f"https://{host}/{'/'.join(pieces)}{query}",
    HOSTS,
    st.lists(PIECES, max_size=5),
    st.one_of(st.just(""), st.text(max_size=20).map(lambda text: f"?v={text}")),
)


@settings(deadline=None)
@given(platform=st.sampled_from(list(Platform)), url=st.one_of(st.text(), URL_LIKE))
@example(platform=Platform.X, url="https://x.com/u/status/9999999999999999999")
@example(platform=Platform.LINKEDIN, url="https://linkedin.com/feed/update/urn:li:share:99999999999999999999")
@example(platform=Platform.TIKTOK, url="https://tiktok.com/@u/video/99999999999999999999")
@example(platform=Platform.INSTAGRAM, url="https://instagram.com/p/___________/")
@example(platform=Platform.BLUESKY, url="https://bsky.app/profile/a.b/post/jzzzzzzzzzzzz")
@example(platform=Platform.EMAIL, url="https://ﷺﷺﷺ.com/")
def test_recognise_answers_or_refuses_whatever_is_pasted(platform, url):
    try:
        proof = recognise(platform, url)
    except InvalidInput as refused:
        assert refused.fields == {"proof_value": [refused.message]}
        return

    assert isinstance(proof, ProofUrl)
    assert (proof.raw_url, proof.platform) == (url, platform)
    assert proof.canonical_url.startswith(("https://", "http://"))
    assert proof.canonical_url.isascii()
    assert (proof.post_id == "") == proof.is_weak
    assert len(proof.post_id) <= 160

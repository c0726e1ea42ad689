"""What the recogniser reads from the address of a post, and what it makes of it."""

from datetime import UTC, datetime

import pytest

from campaigns.choices import Platform
from campaigns.errors import InvalidInput
from campaigns.platforms.proof_urls import ProofUrl, recognise

LINKEDIN_ID = "7454978812603375616"
X_ID = "1382350606417817604"
X_TIME = datetime(2021, 4, 14, 15, 10, 42, 59000, tzinfo=UTC)
PUNYCODE_HOST = "xn--mnchen-3ya.example"

ACCEPTED = [
    (
        f"https://www.linkedin.com/feed/update/urn:li:ugcPost:{LINKEDIN_ID}",
        f"https://www.linkedin.com/feed/update/urn:li:ugcPost:{LINKEDIN_ID}",
        (Platform.LINKEDIN, LINKEDIN_ID, "", datetime(2026, 4, 28, 19, 44, 15, 733000, tzinfo=UTC), False),
    ),
    (
        f"https://x.com/user/status/{X_ID}?s=20",
        f"https://x.com/user/status/{X_ID}",
        (Platform.X, X_ID, "user", X_TIME, False),
    ),
    (
        f"https://twitter.com/i/web/status/{X_ID}",
        f"https://x.com/i/status/{X_ID}",
        (Platform.X, X_ID, "", X_TIME, False),
    ),
    (
        "https://www.instagram.com/nasa/p/C-a6bDVy7hz/",
        "https://www.instagram.com/p/C-a6bDVy7hz/",
        (
            Platform.INSTAGRAM,
            "C-a6bDVy7hz",
            "nasa",
            datetime(2024, 8, 8, 19, 22, 40, 388000, tzinfo=UTC),
            False,
        ),
    ),
    (
        "https://instagram.com/reel/DS5FFFBjQ3l/?igsh=abc",
        "https://www.instagram.com/p/DS5FFFBjQ3l/",
        (Platform.INSTAGRAM, "DS5FFFBjQ3l", "", datetime(2025, 12, 30, 15, 0, 53, 468000, tzinfo=UTC), False),
    ),
    (
        "https://www.facebook.com/permalink.php?story_fbid=pfbid0kXaKL&id=61586296264033",
        "https://www.facebook.com/permalink.php?story_fbid=pfbid0kXaKL&id=61586296264033",
        (Platform.FACEBOOK, "pfbid0kXaKL", "", None, False),
    ),
    (
        "https://www.facebook.com/acme/posts/pfbid02USJ",
        "https://www.facebook.com/acme/posts/pfbid02USJ",
        (Platform.FACEBOOK, "pfbid02USJ", "acme", None, False),
    ),
    (
        "https://www.facebook.com/photo/?fbid=122102873852863870",
        "https://www.facebook.com/photo/?fbid=122102873852863870",
        (Platform.FACEBOOK, "122102873852863870", "", None, False),
    ),
    (
        "https://www.threads.net/@user.name/post/DAELxBhOoWc",
        "https://www.threads.com/@user.name/post/DAELxBhOoWc",
        (Platform.THREADS, "DAELxBhOoWc", "user.name", None, False),
    ),
    (
        "https://bsky.app/profile/bsky.app/post/3l25zusnsfctk",
        "https://bsky.app/profile/bsky.app/post/3l25zusnsfctk",
        (
            Platform.BLUESKY,
            "3l25zusnsfctk",
            "bsky.app",
            datetime(2024, 8, 20, 16, 31, 35, 793000, tzinfo=UTC),
            False,
        ),
    ),
    (
        "https://www.reddit.com/r/test/comments/1abc23/title/",
        "https://www.reddit.com/r/test/comments/1abc23/",
        (Platform.REDDIT, "1abc23", "", None, False),
    ),
    (
        "https://www.pinterest.com/pin/123456789/",
        "https://www.pinterest.com/pin/123456789/",
        (Platform.PINTEREST, "123456789", "", None, False),
    ),
    (
        "https://www.tiktok.com/@u/video/7106594312292453675",
        "https://www.tiktok.com/@u/video/7106594312292453675",
        (
            Platform.TIKTOK,
            "7106594312292453675",
            "u",
            datetime(2022, 6, 7, 20, 15, 27, tzinfo=UTC),
            False,
        ),
    ),
    (
        "https://youtu.be/a1B2c3D4e5F?si=abc",
        "https://www.youtube.com/watch?v=a1B2c3D4e5F",
        (Platform.YOUTUBE, "a1B2c3D4e5F", "", None, False),
    ),
    ("https://lnkd.in/eAbC_12-", "https://lnkd.in/eAbC_12-", (Platform.LINKEDIN, "", "", None, True)),
    ("http://t.co/AbC123", "https://t.co/AbC123", (Platform.X, "", "", None, True)),
    ("https://pin.it/4AbCd", "https://pin.it/4AbCd", (Platform.PINTEREST, "", "", None, True)),
    ("https://redd.it/1abc23", "https://redd.it/1abc23", (Platform.REDDIT, "", "", None, True)),
    ("https://vm.tiktok.com/ZMabc/", "https://vm.tiktok.com/ZMabc/", (Platform.TIKTOK, "", "", None, True)),
    (
        "https://www.facebook.com/share/p/1AbC/?mibextid=x",
        "https://www.facebook.com/share/p/1AbC/",
        (Platform.FACEBOOK, "", "", None, True),
    ),
]


@pytest.mark.parametrize(("url", "canonical", "expected"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_recognise_reads_everything_an_address_says(url, canonical, expected):
    platform, post_id, handle, published_at, is_weak = expected

    proof = recognise(platform, url)

    assert proof == ProofUrl(
        raw_url=url,
        canonical_url=canonical,
        platform=platform,
        post_id=post_id,
        handle=handle,
        published_at=published_at,
        is_weak=is_weak,
    )


@pytest.mark.parametrize(("url", "canonical", "expected"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_recognise_finds_the_same_post_behind_the_canonical_address(url, canonical, expected):
    again = recognise(expected[0], canonical)

    assert (again.canonical_url, again.post_id) == (canonical, expected[1])


@pytest.mark.parametrize(
    ("platform", "url", "handle"),
    [
        (
            Platform.LINKEDIN,
            f"https://www.linkedin.com/posts/acme-co_x-activity-{LINKEDIN_ID}-aB1c",
            "acme-co",
        ),
        (Platform.INSTAGRAM, "https://www.instagram.com/stories/nasa/3430311011906467955/", "nasa"),
        (Platform.FACEBOOK, "https://www.facebook.com/61586296264033/posts/1221", ""),
        (Platform.FACEBOOK, "https://www.facebook.com/groups/makers/posts/1221/", ""),
        (Platform.REDDIT, "https://www.reddit.com/user/Some_Name/comments/1abc23/", "Some_Name"),
        (Platform.BLUESKY, "https://bsky.app/profile/did:plc:abc/post/3l25zusnsfctk", ""),
    ],
)
def test_recognise_reads_the_account_where_the_address_shows_one(platform, url, handle):
    assert recognise(platform, url).handle == handle


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        (Platform.X, "https://x.com/user/status/99999999999999"),
        (Platform.LINKEDIN, "https://www.linkedin.com/feed/update/urn:li:activity:123456789012345"),
        (Platform.INSTAGRAM, "https://www.instagram.com/p/ABC123/"),
        (Platform.TIKTOK, "https://www.tiktok.com/@u/video/1234567890"),
        (Platform.THREADS, "https://www.threads.com/@u/post/DAELxBhOoWc"),
    ],
)
def test_recognise_derives_no_time_from_an_id_that_carries_none(platform, url):
    assert recognise(platform, url).published_at is None


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (
            "https://Example.com/archive/12?u=9&utm_source=mail&mc_eid=abc&id=7#top",
            "https://example.com/archive/12?u=9&id=7#top",
        ),
        ("http://example.com", "http://example.com/"),
        ("https://example.com/?fbclid=1", "https://example.com/"),
        ("https://example.com/a?x=<y>'\"", "https://example.com/a?x=%3Cy%3E%27%22"),
        ("https://example.com/ä/%C3%A4", "https://example.com/%C3%A4/%C3%A4"),
        ("https://münchen.example/a", f"https://{PUNYCODE_HOST}/a"),
        ("https://www.instagram.com/nasa/", "https://www.instagram.com/nasa/"),
    ],
)
@pytest.mark.parametrize("platform", [Platform.EMAIL, Platform.INTERNAL])
def test_recognise_takes_any_clean_address_as_weak_proof_where_nothing_has_a_permalink(
    platform, url, canonical
):
    proof = recognise(platform, url)

    assert proof == ProofUrl(
        raw_url=url,
        canonical_url=canonical,
        platform=platform,
        post_id="",
        handle="",
        published_at=None,
        is_weak=True,
    )


def test_recognise_knows_a_platform_by_the_plain_word_of_a_row():
    url = "https://www.pinterest.com/pin/123456789/"

    assert recognise("pinterest", url) == recognise(Platform.PINTEREST, url)
    with pytest.raises(InvalidInput):
        recognise("x", url)


def test_recognise_takes_an_address_of_the_greatest_length():
    url = "https://example.com/".ljust(2000, "a")

    assert recognise(Platform.EMAIL, url).canonical_url == url

"""What a page says about a post before it is published."""

from datetime import date

import pytest

from campaigns.choices import Platform
from campaigns.platforms.facts import TextUnit
from campaigns.platforms.post_check import DatedFact, PostPart, check_post, count_hashtags


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("#one", 1),
        ("#one #two\n#three", 3),
        ("#über #日本語 #हिन्दी #9lives ＃全角", 5),
        ("C# and F#, #1 of 10, # alone", 0),
        ("https://a.example/#part and a.example/#part and a.example#part", 0),
        ("Tom &#38; co", 0),
        ("(#one),#two", 2),
    ],
)
def test_hashtags_are_words_with_a_letter_outside_links(text, count):
    assert count_hashtags(text) == count


def test_a_post_within_every_limit_has_no_warnings():
    check = check_post("x", text="See https://acme.example/a-rather-long-address #audit")

    assert (check.length, check.limit, check.unit) == (34, 280, TextUnit.WEIGHTED)
    assert (check.hashtags, check.hashtag_limit, check.warnings) == (1, None, ())
    assert (check.is_too_long, check.has_too_many_hashtags) == (False, False)


@pytest.mark.parametrize(
    ("platform", "given", "warnings"),
    [
        ("linkedin", {"text": ""}, ("There is no copy yet.",)),
        ("instagram", {"text": "", "content_type": "story", "has_media": True}, ()),
        (
            "x",
            {"text": "x" * 281},
            ("The copy is 1 over the 280 characters that X takes. Shorten it.",),
        ),
        ("bluesky", {"text": "👨‍👩‍👧" * 300}, ()),
        (
            "bluesky",
            {"text": "👨‍👩‍👧" * 301},
            ("The copy is 1 over the 300 characters that Bluesky takes. Shorten it.",),
        ),
        (
            "instagram",
            {"text": "#a #b #c #d #e #f"},
            ("The copy has 6 hashtags; Instagram takes 5.",),
        ),
        ("threads", {"text": "#a #b"}, ("The copy has 2 hashtags; Threads takes 1.",)),
        (
            "reddit",
            {"text": "x", "title": "t" * 301},
            ("The title has 301 characters; keep it to 300 on Reddit.",),
        ),
        (
            "instagram",
            {"text": "x", "has_media": False},
            ("Instagram takes no post without a picture or a video; there is none here yet.",),
        ),
        ("instagram", {"text": "x", "has_media": None}, ()),
        ("linkedin", {"text": "x", "has_media": False}, ()),
    ],
)
def test_each_rule_of_a_platform_is_told_in_a_sentence(platform, given, warnings):
    assert check_post(platform, **given).warnings == warnings


@pytest.mark.parametrize("platform", ["instagram", "pinterest", "tiktok", "youtube"])
def test_platforms_that_live_on_pictures_ask_for_one(platform):
    assert check_post(platform, text="x", has_media=False).warnings != ()


@pytest.mark.parametrize("text", ["One\n---\nTwo", "1/2 One\n2/2 Two", "Part 1: One\npart 2: Two"])
def test_a_thread_is_counted_part_by_part(text):
    parts = check_post("x", text=text, content_type="thread").parts

    assert [part.length for part in parts] == [len(part.text) for part in parts]
    assert len(parts) == 2 and parts[0].text.endswith("One") and parts[1].text.endswith("Two")


def test_a_thread_says_which_part_is_too_long():
    check = check_post("x", text=f"One\n---\n{'x' * 290}", content_type="thread")

    assert check.warnings == ("Part 2 is 10 over the 280 characters that X takes. Shorten it.",)
    assert (check.length, check.parts[0]) == (290, PostPart("One", 3))


def test_a_thread_that_nobody_divided_says_how_to():
    (warning,) = check_post("x", text="x" * 300, content_type="thread").warnings

    assert warning == (
        "The copy is 20 over the 280 characters of one part on X. Divide it by lines of three dashes."
    )


def test_a_line_of_dashes_divides_nothing_but_threads():
    assert check_post("x", text="One\n---\nTwo").parts == (PostPart("One\n---\nTwo", 11),)


def test_internal_tasks_are_counted_and_not_judged():
    check = check_post(Platform.INTERNAL, text="", title="t" * 1000, has_media=False)

    assert (check.length, check.limit, check.warnings, check.facts) == (0, None, (), ())


def test_the_rules_come_with_source_and_day():
    facts = check_post("instagram", text="x").facts

    assert facts[1] == DatedFact(
        text="Hashtags: at most 5.",
        source="businesstoday.in, 2025-12-19: five since December 2025, thirty before",
        verified_on=date(2026, 11, 22),
        is_unverified=True,
    )


@pytest.mark.parametrize("platform", Platform.outward())
def test_every_platform_can_be_asked(platform):
    check = check_post(platform, text="Hello #world", title="Title", content_type="post", has_media=True)

    assert check.warnings == () and check.facts != ()

"""The right reader is found by the header, and the platform by what the caller or the file's name says."""

from pathlib import Path

import pytest

from campaigns.choices import Platform
from campaigns.domain.imports.calendar_file import platforms_in, read_calendar
from campaigns.errors import InvalidInput

VISTA = "message,type,link,time\nHello,message,,2026-06-01 21:00\n"
EXAMPLE = Path(__file__).parents[4] / "examples" / "calendar_vistasocial.csv"


def refusal(text: str, file_name: str = "june.csv") -> str:
    with pytest.raises(InvalidInput) as caught:
        read_calendar(text.encode(), file_name=file_name)
    assert caught.value.fields == {"file": [caught.value.message]}
    return caught.value.message


@pytest.mark.parametrize(
    ("file_name", "expected"),
    [
        ("linkedin.csv", (Platform.LINKEDIN,)),
        ("june_Twitter-threads bluesky.csv", (Platform.X, Platform.THREADS, Platform.BLUESKY)),
        ("x.twitter.csv", (Platform.X,)),
        ("C:\\linkedin\\plan facebook.csv", (Platform.FACEBOOK,)),
        ("/exports/instagram/plan.csv", ()),
        ("export_internal_linkedins.csv", ()),
        ("", ()),
    ],
)
def test_platforms_in_reads_whole_words_of_the_name(file_name: str, expected: tuple[Platform, ...]) -> None:
    assert platforms_in(file_name) == expected


@pytest.mark.parametrize(
    ("file_name", "platforms", "expected"),
    [
        ("june_facebook.csv", (), [Platform.FACEBOOK]),
        ("june_facebook.csv", (Platform.X, Platform.THREADS, Platform.X), [Platform.X, Platform.THREADS]),
        ("june_twitter_threads_bluesky.csv", (), [Platform.X, Platform.THREADS, Platform.BLUESKY]),
    ],
)
def test_read_calendar_takes_platforms_from_the_caller_before_the_name(
    file_name: str, platforms: tuple[Platform, ...], expected: list[Platform]
) -> None:
    calendar = read_calendar(VISTA.encode(), file_name=file_name, platforms=platforms)

    assert [item.platform for item in calendar.rows] == expected


def test_read_calendar_accepts_utf16_tabs_and_other_header_spelling() -> None:
    text = VISTA.replace(",", "\t").replace("message\ttype", "Message \tTYPE")

    calendar = read_calendar(text.encode("utf-16"), file_name="reddit.csv")

    assert [(item.platform, item.copy_text) for item in calendar.rows] == [(Platform.REDDIT, "Hello")]


def test_read_calendar_refuses_a_file_for_no_platform() -> None:
    assert refusal(VISTA) == (
        "A Vista Social file does not say which platform it is for. Choose it (with --platform on the "
        "command line), or name it in the "
        "file's name, such as calendar_linkedin.csv."
    )


def test_read_calendar_refuses_internal_work() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_calendar(VISTA.encode(), file_name="x.csv", platforms=(Platform.INTERNAL,))

    assert caught.value.fields == {"platform": ["Nothing is published on internal."]}


@pytest.mark.parametrize(
    ("header", "ending"),
    [
        ("message,type,link,when", " The nearest is vistasocial; the file lacks: time."),
        ("Text,Date,Time,Facebook", " The nearest is metricool; the file lacks: Draft."),
        (
            "Text,Date,Time,Draft",
            " The nearest is metricool; the file lacks: a column for a network (Facebook, Twitter/X, "
            "LinkedIn, Instagram, Pinterest, TikTok, Youtube, Threads, Bluesky, GBP).",
        ),
        ("Kunde,Thema", ""),
    ],
)
def test_read_calendar_refuses_an_unknown_header_and_names_the_nearest_format(
    header: str, ending: str
) -> None:
    assert refusal(f"{header}\n1,2\n") == (
        "The columns of the file belong to no known calendar format. Known are: vistasocial (message, "
        f"type, link, time); metricool (Text, Date, Time, Draft).{ending}"
    )


def test_read_calendar_reads_the_shipped_example() -> None:
    calendar = read_calendar(EXAMPLE.read_bytes(), file_name=EXAMPLE.name, platforms=(Platform.LINKEDIN,))

    assert (calendar.format, calendar.rows_read, len(calendar.rows), calendar.skipped) == (
        "vistasocial",
        4,
        4,
        (),
    )

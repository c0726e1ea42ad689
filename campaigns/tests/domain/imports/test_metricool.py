"""A Metricool row becomes one item for each network it ticks."""

from datetime import datetime

import pytest

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.calendar_file import CalendarFile, CalendarRow, SkippedRow, read_calendar
from campaigns.errors import InvalidInput

HEADER = (
    "Text,Date,Time,Draft,Facebook,Twitter/X,LinkedIn,GBP,Instagram,Pinterest,TikTok,Youtube,Threads,Bluesky,"
    "Picture Url 1,Picture Url 2,Picture Url 10,Alt text picture 1,Pinterest Board,Pinterest Pin Title,"
    "Pinterest Pin Link,Instagram Post Type,Youtube Video Title,Youtube Video Type,Facebook Post Type,"
    "Facebook Title,First Comment Text,TikTok Title,LinkedIn Type,LinkedIn Images as Carousel,Twitter/X Type,"
    "Threads Post Type,Brand name"
)
DATED = {"Text": "Fresh beans", "Date": "2026-10-09", "Time": "20:40:00", "Draft": "false"}


def csv_of(*rows: dict[str, str]) -> bytes:
    lines = [",".join(row.get(column, "") for column in HEADER.split(",")) for row in rows]
    return "\n".join([HEADER, *lines]).encode()


def read(*rows: dict[str, str], platforms: tuple[Platform, ...] = ()) -> CalendarFile:
    return read_calendar(csv_of(*rows), file_name="plan_linkedin.csv", platforms=platforms)


def refusal(*rows: dict[str, str]) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(*rows)
    return caught.value.fields["file"][1:]


def test_metricool_gives_one_item_for_each_ticked_network() -> None:
    row = DATED | {
        "Facebook": "true",
        "Pinterest": "TRUE",
        "TikTok": "false",
        "Picture Url 1": "https://example.com/1.jpg",
        "Picture Url 10": "https://example.com/10.jpg",
        "Alt text picture 1": "A cup",
        "Facebook Title": "On Facebook",
        "Pinterest Board": "Coffee",
        "Pinterest Pin Link": "https://example.com",
        "First Comment Text": "Tell us more",
    }

    calendar = read(row)

    shared = {
        "row_number": 2,
        "content_type": ContentType.POST,
        "local_time": datetime(2026, 10, 9, 20, 40),  # noqa: DTZ001 a file names no zone
        "copy_text": "Fresh beans",
        "asset_ref": "https://example.com/1.jpg https://example.com/10.jpg",
        "cta_text": "",
    }
    pin_notes = "Pinterest board: Coffee\nPin link: https://example.com"
    assert calendar == CalendarFile(
        "metricool",
        (
            CalendarRow(
                platform=Platform.FACEBOOK,
                title="On Facebook",
                notes="First comment: Tell us more\nAlt text 1: A cup",
                **shared,
            ),
            CalendarRow(
                platform=Platform.PINTEREST,
                title="Fresh beans",
                notes=f"First comment: Tell us more\n{pin_notes}\nAlt text 1: A cup",
                **shared,
            ),
        ),
        (),
        1,
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Instagram": "true", "Instagram Post Type": "REEL"}, (Platform.INSTAGRAM, ContentType.REEL)),
        ({"Instagram": "true", "Instagram Post Type": "story"}, (Platform.INSTAGRAM, ContentType.STORY)),
        ({"Facebook": "true", "Facebook Post Type": "POST"}, (Platform.FACEBOOK, ContentType.POST)),
        ({"Youtube": "true", "Youtube Video Type": "SHORT"}, (Platform.YOUTUBE, ContentType.REEL)),
        (
            {"LinkedIn": "true", "LinkedIn Images as Carousel": "true"},
            (Platform.LINKEDIN, ContentType.CAROUSEL),
        ),
        ({"LinkedIn": "true", "LinkedIn Type": "POLL"}, (Platform.LINKEDIN, ContentType.OTHER)),
        ({"Twitter/X": "true"}, (Platform.X, ContentType.POST)),
        ({"TikTok": "true"}, (Platform.TIKTOK, ContentType.POST)),
        ({"Threads": "true"}, (Platform.THREADS, ContentType.POST)),
        ({"Bluesky": "true"}, (Platform.BLUESKY, ContentType.POST)),
    ],
)
def test_metricool_maps_networks_and_types(
    cells: dict[str, str], expected: tuple[Platform, ContentType]
) -> None:
    calendar = read(DATED | cells)

    assert [(item.platform, item.content_type) for item in calendar.rows] == [expected]


def test_metricool_imports_dated_drafts_and_says_so() -> None:
    calendar = read(DATED | {"Draft": "true", "LinkedIn": "true", "GBP": "true"})

    assert [item.notes for item in calendar.rows] == [
        "draft in Metricool\nalso ticked for Google Business Profile, which has no tasks here"
    ]


def test_metricool_skips_what_is_meant_for_nothing_we_plan() -> None:
    calendar = read(
        {"Text": "Idea", "Draft": "true", "LinkedIn": "true"},
        {"Text": "Idea", "Draft": "true", "LinkedIn": "true", "Date": "2026-10-09"},
        DATED | {"GBP": "true"},
        DATED,
        {},
        DATED | {"Facebook": "true"},
        DATED | {"LinkedIn": "true"},
        platforms=(Platform.LINKEDIN,),
    )

    assert (calendar.skipped, [item.row_number for item in calendar.rows], calendar.rows_read) == (
        (
            SkippedRow(2, "a draft without a date and a time"),
            SkippedRow(3, "a draft without a date and a time"),
            SkippedRow(4, "it is only for Google Business Profile, which has no tasks here"),
            SkippedRow(5, "no network is ticked"),
            SkippedRow(6, "the row is empty"),
            SkippedRow(7, "none of its networks was asked for"),
        ),
        [8],
        7,
    )


def test_metricool_tolerates_rows_that_end_early_and_columns_it_never_saw() -> None:
    data = b"Text,Date,Time,Draft,YouTube,New column\nHello,2026-10-09,20:40,,true\n"

    calendar = read_calendar(data, file_name="plan.csv")

    assert [(item.platform, item.title) for item in calendar.rows] == [(Platform.YOUTUBE, "Hello")]


def test_metricool_refuses_the_file_for_its_bad_rows_and_names_them_all() -> None:
    ticked = DATED | {"Instagram": "true"}

    example = "2026-01-31 in Date and 21:00:00 in Time"
    assert refusal(
        ticked,
        ticked | {"Date": "2026-02-30"},
        ticked | {"Date": "", "Time": ""},
        ticked | {"Text": ""},
        ticked | {"Facebook": "wahr"},
        ticked | {"Draft": "maybe"},
        ticked | {"Instagram Post Type": "HOLOGRAM"},
    ) == [
        f"Row 3: “2026-02-30 20:40:00” is not a date and time; write it like {example}.",
        f"Row 4: Date and Time are empty; write them like {example}.",
        "Row 5: Text and Picture Url 1 are both empty, so there is nothing to publish.",
        "Row 6: Facebook is “wahr”; write true or false.",
        "Row 7: Draft is “maybe”; write true or false.",
        "Row 8: Instagram Post Type is “HOLOGRAM”; write one of POST, FEED, TEXT, IMAGE, VIDEO, ARTICLE, "
        "REEL, SHORT, STORY, CAROUSEL, DOCUMENT, THREAD, POLL, or nothing for a post.",
    ]

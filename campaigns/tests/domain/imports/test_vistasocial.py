"""A Vista Social calendar becomes one item for each row and platform."""

from datetime import datetime

import pytest

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.calendar_file import CalendarFile, CalendarRow, SkippedRow, read_calendar
from campaigns.errors import InvalidInput

HEADER = "message,type,link,time,comment1,comment2,title,description\n"


def read(body: str, *platforms: Platform) -> CalendarFile:
    return read_calendar(
        (HEADER + body).encode(), file_name="june.csv", platforms=platforms or (Platform.LINKEDIN,)
    )


def refusal(body: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(body)
    return caught.value.fields["file"]


def test_vistasocial_reads_a_whole_row() -> None:
    body = (
        '"Fresh beans today.\nCome in.",image,[IMAGE_07],2026-06-01 9:00 pm,First,Second,Beans,About beans\n'
    )

    calendar = read(body, Platform.X, Platform.THREADS)

    items = [
        CalendarRow(
            row_number=2,
            platform=platform,
            content_type=ContentType.POST,
            local_time=datetime(2026, 6, 1, 21),  # noqa: DTZ001 a file names no zone
            title="Beans",
            copy_text="Fresh beans today.\nCome in.",
            asset_ref="[IMAGE_07]",
            cta_text="",
            notes="Description: About beans\nComment 1: First\nComment 2: Second",
        )
        for platform in (Platform.X, Platform.THREADS)
    ]
    assert calendar == CalendarFile("vistasocial", tuple(items), (), 1)


@pytest.mark.parametrize(
    ("kind", "platform", "expected"),
    [
        ("image", Platform.INSTAGRAM, ContentType.POST),
        ("Video", Platform.INSTAGRAM, ContentType.REEL),
        ("video", Platform.TIKTOK, ContentType.REEL),
        ("video", Platform.LINKEDIN, ContentType.POST),
        ("article", Platform.LINKEDIN, ContentType.POST),
        ("message", Platform.X, ContentType.POST),
        ("carousel", Platform.LINKEDIN, ContentType.CAROUSEL),
        ("story", Platform.INSTAGRAM, ContentType.STORY),
        ("REEL", Platform.FACEBOOK, ContentType.REEL),
    ],
)
def test_vistasocial_maps_types_by_platform(kind: str, platform: Platform, expected: ContentType) -> None:
    calendar = read(f"Hello,{kind},,2026-06-01 21:00\n", platform)

    assert [item.content_type for item in calendar.rows] == [expected]


def test_vistasocial_keeps_a_shared_link_apart_from_assets() -> None:
    calendar = read(
        "Read this,article,https://example.com/a,2026-06-01 21:00\n,image,a.jpg,2026-06-02 21:00\n"
    )

    assert [(item.title, item.asset_ref, item.cta_text) for item in calendar.rows] == [
        ("Read this", "", "https://example.com/a"),
        ("a.jpg", "a.jpg", ""),
    ]


def test_vistasocial_keeps_a_link_that_is_too_long_for_a_call_to_action() -> None:
    link = "https://example.com/?utm_content=" + "a" * 255

    calendar = read(f"Read this,article,{link},2026-06-01 21:00\n")

    assert [(item.cta_text, item.notes) for item in calendar.rows] == [("", f"Link to share: {link}")]


def test_vistasocial_refuses_what_a_calendar_item_cannot_hold() -> None:
    body = (
        f"One,image,{'a' * 2001},2026-06-01 21:00\n"
        f"Two,image,a.jpg,2026-06-01 21:00,{'a' * 20_000}\n"
        "T\u202ehree,image,a.jpg,2026-06-01 21:00\n"
    )

    assert refusal(body)[1:] == [
        "Row 2: its asset would have 2,001 characters; at most 2,000 fit.",
        "Row 3: its notes would have 20,011 characters; at most 20,000 fit.",
        "Row 4: it holds hidden direction marks; type the text again.",
    ]


def test_vistasocial_shortens_a_title_at_a_word() -> None:
    calendar = read(f"{'coffee ' * 20},message,,2026-06-01 21:00\n")

    assert [item.title for item in calendar.rows] == [
        "coffee coffee coffee coffee coffee coffee coffee coffee coffee coffee coffee…"
    ]


def test_vistasocial_skips_blank_rows_and_counts_them() -> None:
    calendar = read("One,message,,2026-06-01 21:00\n\n,,,\nTwo,message,,2026-06-02 21:00\n")

    assert (calendar.skipped, calendar.rows_read, [item.row_number for item in calendar.rows]) == (
        (SkippedRow(3, "the row is empty"), SkippedRow(4, "the row is empty")),
        4,
        [2, 5],
    )


def test_vistasocial_refuses_the_file_for_its_bad_rows_and_names_them_all() -> None:
    body = (
        "Fine,message,,2026-06-01 21:00\n"
        "Bad day,message,,2026-06-31 21:00\n"
        ",image,,2026-06-01 21:00\n"
        "Bad type,poem,,\n"
        "No type,,,06/01/2026 21:00\n"
    )

    types = "write one of image, video, article, message, carousel, story, reel"
    times = "write it like 2026-01-31 21:00 or 2026-01-31 9:00 pm"
    assert refusal(body) == [
        "Nothing was imported, because 4 rows cannot be read. Correct the file and import it again.",
        f"Row 3: “2026-06-31 21:00” is not a date and time; {times}.",
        "Row 4: message and link are both empty, so there is nothing to publish.",
        f"Row 5: “poem” is not a known type; {types}; time is empty; {times}.",
        f"Row 6: type is empty; {types}; “06/01/2026 21:00” is not a date and time; {times}.",
    ]


def test_vistasocial_lists_the_numbers_of_many_bad_rows() -> None:
    sentences = refusal("Text,message,,never\n" * 23)

    assert (len(sentences), sentences[-1]) == (22, "These rows cannot be read either: 22 to 24.")

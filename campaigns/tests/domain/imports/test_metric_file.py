"""Exports of each platform: recognised by their columns, read into values, and asked about what they leave open."""

from datetime import UTC, datetime

import pytest

from campaigns.choices import Platform
from campaigns.domain.imports.metric_sheets import MAX_BYTES, MAX_ROWS
from campaigns.errors import InvalidInput
from campaigns.tests.domain.imports.metric_worlds import read, skipped, told

META_HEADER = (
    '"Post ID","Account username","Publish time",Permalink,"Data comment",Date,Views,Reach,Likes,Follows'
)


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        (
            "x_legacy_tweets",
            '"Tweet id","Tweet permalink","Tweet text","time","impressions",'
            '"engagement rate","retweets","promoted likes"\n'
            '"1091022197269","https://twitter.com/a/status/1091022197269","two\nlines","2026-01-31 23:32 +0000",'
            '"566.0","0.25","3.0","-"\n',
            [
                ("x", "post", "1091022197269", "2026-02-01", "impressions", "566"),
                ("x", "post", "1091022197269", "2026-02-01", "engagement_rate", "0.25"),
                ("x", "post", "1091022197269", "2026-02-01", "shares", "3"),
            ],
        ),
        (
            "x_legacy_daily",
            '"Date","Tweets published","impressions","follows"\n"2026-01-02","4","3974","-"\n',
            [
                ("x", "day", "", "2026-01-02", "posts_published", "4"),
                ("x", "day", "", "2026-01-02", "impressions", "3974"),
            ],
        ),
        (
            "x_content",
            'Post id,Date,Post text,Link,Impressions,Share,Reposts,Url clicks\n1,"Sat, Jan 31, 2026",hello,,59,2,1,0\n',
            [
                ("x", "post", "1", "2026-01-31", "impressions", "59"),
                ("x", "post", "1", "2026-01-31", "share_clicks", "2"),
                ("x", "post", "1", "2026-01-31", "shares", "1"),
                ("x", "post", "1", "2026-01-31", "link_clicks", "0"),
            ],
        ),
        (
            "x_overview",
            'Date,Impressions,Unfollows,Create Post\n"Sat, Jan 31, 2026",444,1,2\n',
            [
                ("x", "day", "", "2026-01-31", "impressions", "444"),
                ("x", "day", "", "2026-01-31", "followers_lost", "1"),
                ("x", "day", "", "2026-01-31", "posts_published", "2"),
            ],
        ),
        (
            "meta_posts_instagram",
            f'\ufeff{META_HEADER}\n17,someone,"12/10/2025 22:26",https://www.instagram.com/p/A1/,,Lifetime,10,9,3,\n',
            [
                ("instagram", "post", "17", "2025-12-11", "views", "10"),
                ("instagram", "post", "17", "2025-12-11", "reach", "9"),
                ("instagram", "post", "17", "2025-12-11", "likes", "3"),
            ],
        ),
        (
            "tiktok_business_overview",
            "Date,Video views,Reached audience,Net growth,Lost followers\n2026/01/31,715,NAN,10,0\n",
            [
                ("tiktok", "day", "", "2026-01-31", "video_views", "715"),
                ("tiktok", "day", "", "2026-01-31", "followers_lost", "0"),
            ],
        ),
        (
            "youtube_table_by_video",
            "Content,Video title,Video publish time,Views,Watch time (hours),Impressions click-through rate (%)\n"
            'Total,,,10,2.5,3.06\nabc123,A talk,"Dec 18, 2025",10,2.5,3.06\n',
            [
                ("youtube", "post", "abc123", "2025-12-18", "views", "10"),
                ("youtube", "post", "abc123", "2025-12-18", "watch_time_hours", "2.5"),
                ("youtube", "post", "abc123", "2025-12-18", "ctr", "0.0306"),
            ],
        ),
        (
            "mailchimp_campaigns",
            'Title,Subject,"Send Date","Total Recipients","Open Rate","Unique Id"\n'
            'News,Hi,"Oct 26, 2025 02:56 pm",30,50.00%,6bd8\n',
            [
                ("email", "campaign", "6bd8", "2025-10-26", "sends", "30"),
                ("email", "campaign", "6bd8", "2025-10-26", "open_rate", "0.5"),
            ],
        ),
        (
            "constantcontact_campaigns",
            "Time Sent,Campaign Name,Sends,Opens\n2026/01/31 2:02 PM,News,79,36\n",
            [
                ("email", "campaign", "News 2026/01/31 2:02 PM", "2026-01-31", "sends", "79"),
                ("email", "campaign", "News 2026/01/31 2:02 PM", "2026-01-31", "opens", "36"),
            ],
        ),
    ],
)
def test_each_format_is_recognised_by_its_columns(name, text, values):
    file = read(text)

    assert (file.format, told(file)) == (name, values)


def test_one_metric_by_day_comes_in_utf16_with_a_title():
    text = (
        'sep=,\n"Instagram follows"\n"Date","Primary"\n"2026-01-30T00:00:00","4"\n"2026-01-31T01:00:00","2"\n'
    )

    assert told(read(text.encode("utf-16"), "Follows.csv")) == [
        ("instagram", "day", "", "2026-01-30", "followers_gained", "4"),
        ("instagram", "day", "", "2026-01-31", "followers_gained", "2"),
    ]


def test_a_title_without_platform_asks_for_it_unless_the_name_tells():
    text = "Views;\nDate;Primary\n2026-01-31T00:00:00;5213\n"

    with pytest.raises(InvalidInput, match="Choose one") as refusal:
        read(text, "Views.csv")
    assert list(refusal.value.fields) == ["platform"]
    value = ("day", "", "2026-01-31", "views", "5213")
    assert told(read(text, "Views.csv", platform=Platform.FACEBOOK)) == [("facebook", *value)]
    named = read(text, "fb_Views.csv")
    assert told(named) == [("facebook", *value)]
    assert named.doubts == ("That the numbers are of Facebook is taken from the file’s name.",)


def test_days_without_a_year_ask_for_it():
    text = (
        '"Date","Video Views","Profile Views","Likes"\n"December 31","7","1","0"\n"January 1","5","1","0"\n'
    )

    with pytest.raises(InvalidInput, match="no year") as refusal:
        read(text)
    assert list(refusal.value.fields) == ["year"]
    assert [row.day.isoformat() for row in read(text, year=2026).rows][::3] == ["2025-12-31", "2026-01-01"]


def test_days_that_could_be_two_ask_for_their_order():
    text = "Date,Impressions,Likes\n03/04/2026,5,1\n"

    with pytest.raises(InvalidInput, match="Choose which") as refusal:
        read(text, platform=Platform.LINKEDIN)
    assert list(refusal.value.fields) == ["day_order"]
    assert read(text, platform=Platform.LINKEDIN, day_order="mdy").rows[0].day.isoformat() == "2026-03-04"


def test_a_report_of_analytics_tells_its_period():
    text = (
        "# Account: A\n# Start date: 20260101\n# End date: 20260131\n"
        "Event name,Event count,Total revenue\npage_view,129,0\nscroll,12,0\n"
    )
    file = read(text, platform=Platform.LINKEDIN)

    assert told(file) == [
        ("linkedin", "period", "20260101-20260131 page_view", "2026-01-31", "event_count", "129"),
        ("linkedin", "period", "20260101-20260131 scroll", "2026-01-31", "event_count", "12"),
    ]
    assert file.unknown == ("Total revenue",)
    days = "# Start date: 20260101\n# End date: 20260131\nNth day,Sessions\n0000,4\n0002,6\n"
    assert [row.day.day for row in read(days, platform=Platform.LINKEDIN).rows] == [1, 3]


def test_a_plain_table_of_days_is_the_last_resort():
    file = read("Day;Impressions;Leads;Mood\n2026-03-01;1.250;2;good\n", platform=Platform.BLUESKY)

    assert told(file) == [
        ("bluesky", "day", "", "2026-03-01", "impressions", "1250"),
        ("bluesky", "day", "", "2026-03-01", "leads", "2"),
    ]
    assert (file.format, file.unknown) == ("day_table", ("Mood",))


def test_what_cannot_be_understood_is_skipped_and_named():
    text = (
        "Post id,Date,Impressions,Reposts\n"
        "1,2026-01-31,many,3\n"
        "2,soon,5,1\n"
        ",2026-01-31,5,1\n"
        "2.08E+18,2026-01-31,5,1\n"
        "3,2026-04-01,5,1\n"
        "4,2026-01-31,-5,1\n"
        "1,2026-01-31,7,3\n"
    )
    file = read(text)

    assert [(row.row_number, row.metric_name.value) for row in file.rows] == [
        (2, "shares"),
        (7, "shares"),
        (8, "impressions"),
    ]
    assert skipped(file) == [
        (2, "Impressions: “many” is not a number"),
        (3, "“soon” is not a day; write it like 2026-01-31"),
        (4, "it does not say which post it is about"),
        (5, "a spreadsheet has cut its number (“2.08E+18”); use the file as the platform gave it"),
        (6, "its day, 2026-04-01, lies in the future or before 2000"),
        (7, "Impressions: “-5” is below zero, which no metric can be"),
        (8, "an earlier row says the same"),
    ]


def test_rounded_numbers_and_days_out_of_order_are_doubts():
    text = "Date,Impressions,Likes\n2026-01-03,1.2K,1\n2025-01-02,5,1\n2026-01-04,7,1\n2026-01-05,7,1\n"

    assert read(text, platform=Platform.X).doubts == (
        "Row 2: “1.2K” is a rounded number.",
        "Row 3 is out of the order of days; check its date.",
    )


def test_a_file_whose_lines_were_quoted_again_is_recovered():
    text = '"Post id,Date,""Post text"",Impressions,Reposts"\n"1,2026-01-31,""a, b"",59,2"\n'

    assert told(read(text))[0] == ("x", "post", "1", "2026-01-31", "impressions", "59")


def test_the_moment_of_the_export_may_stand_in_the_name():
    file = read("Date,Impressions,Likes\n2026-01-31,5,1\n", "page_x_1772400000000.csv", platform=Platform.X)

    assert file.as_of == datetime(2026, 3, 1, 21, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe", "The file is empty"),
        (b",,\n,,\n", "holds no values"),
        (b"Date,Impressions\x00\n", "NUL bytes"),
        (b"Date;\xff\xfeImpressions\n", "not valid UTF-8"),
        (b"Name,Phone\nAnn,1\n", "belong to no export we know; it begins with “Name”, “Phone”"),
        (b"Geography,Views\nUS,1\n", "breaks the numbers down by “Geography”"),
        (b"Nth day,Sessions\n0000,4\n", "does not tell its period"),
        (b"Magic\nDate,Primary\n2026-01-31,1\n", "“Magic” is not a metric we know"),
        (b'Date,Impressions\n2026-01-31,"5\n', "Row 2 cannot be read"),
        (b"Date,Impressions\n", "header but no values"),
        (b"Date,Impressions,Likes\n1.1.2026,1.5,2\n2.1.2026,2,5\n", "two ways|platform"),
        (b"a" * (MAX_BYTES + 1), "larger than 3 MB"),
        (b"Date,Impressions\n" + b"2026-01-31,1\n" * (MAX_ROWS + 1), "more than 10,000 rows"),
        (b",".join([b"a"] * 201) + b"\n", "more than 200 columns"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        read(data)


def test_a_chosen_format_is_kept_to():
    with pytest.raises(InvalidInput, match="not those of “X: content”"):
        read("Date,Impressions,Likes\n2026-01-31,5,1\n", format="x_content")

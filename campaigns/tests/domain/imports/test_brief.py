"""A brief is read completely, and whatever stands in it never breaks the reader."""

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.brief import (
    AccountBrief,
    Brief,
    CadenceBrief,
    CampaignBrief,
    ClientBrief,
    PlanBrief,
    read_brief,
)
from campaigns.errors import InvalidInput
from campaigns.tests.domain.imports.samples import SMALLEST, changed, read

EXAMPLE = Path(__file__).parents[4] / "examples" / "brief.yaml"
FULLEST: dict[str, Any] = {
    "client": {
        "name": " Nordlicht ",
        "time_zone": "Asia/Tokyo",
        "notes": "Two\r\nlines",
        "accounts": [
            {"platform": "Twitter", "handle": "@nord", "profile_url": "https://x.com/nord"},
            {"platform": "linkedin", "handle": "@nord"},
        ],
    },
    "campaign": SMALLEST["campaign"]
    | {
        "venture_name": "Lamps",
        "end_date": "2026-06-30",
        "lead_capture_method": "Form",
        "time_zone": "Europe/Paris",
        "blackout_dates": ["2026-05-01", "2026-04-03", "2026-05-01"],
        "activate": True,
    },
    "cadence": {"linkedin": 3},
    "plan": {
        "angles": ["Light changes a room"],
        "positioning": "The maker",
        "messaging": {"Craft": ["By hand", "For years"], "Price": []},
        "weekly_themes": ["One", "Two"],
    },
    "calendar": {"days_ahead": 30},
}


def test_read_brief_fills_in_what_may_be_left_out() -> None:
    day = date(2026, 3, 1)

    assert read(SMALLEST) == Brief(
        client=ClientBrief("Nordlicht", "Asia/Tokyo", "", ()),
        campaign=CampaignBrief(
            "Spring", "Sell lamps", day, day, "Visit the shop", "Asia/Tokyo", "", "", (), False
        ),
        cadence=(CadenceBrief(Platform.LINKEDIN, ContentType.POST, 3),),
        plan=PlanBrief(("Light changes a room",), "", {}, ()),
        days_ahead=14,
    )


def test_read_brief_reads_every_key() -> None:
    assert read(FULLEST) == Brief(
        client=ClientBrief(
            "Nordlicht",
            "Asia/Tokyo",
            "Two\nlines",
            (
                AccountBrief(Platform.X, "@nord", "https://x.com/nord"),
                AccountBrief(Platform.LINKEDIN, "@nord"),
            ),
        ),
        campaign=CampaignBrief(
            name="Spring",
            objective="Sell lamps",
            start_date=date(2026, 3, 1),
            end_date=date(2026, 6, 30),
            primary_cta="Visit the shop",
            time_zone="Europe/Paris",
            venture_name="Lamps",
            lead_capture_method="Form",
            blackout_dates=(date(2026, 4, 3), date(2026, 5, 1)),
            activate=True,
        ),
        cadence=(CadenceBrief(Platform.LINKEDIN, ContentType.POST, 3),),
        plan=PlanBrief(
            ("Light changes a room",),
            "The maker",
            {"Craft": ("By hand", "For years"), "Price": ()},
            ("One", "Two"),
        ),
        days_ahead=30,
    )


def test_read_brief_reads_the_shipped_example() -> None:
    brief = read_brief(EXAMPLE.read_bytes(), file_name=EXAMPLE.name)

    assert (
        brief.client.time_zone,
        brief.campaign.start_date,
        brief.campaign.end_date,
        brief.campaign.activate,
    ) == (
        "Europe/Berlin",
        date(2026, 1, 5),
        date(2027, 12, 31),
        True,
    )
    assert [(row.platform, row.content_type, row.posts_per_week) for row in brief.cadence] == [
        (Platform.LINKEDIN, ContentType.POST, 3),
        (Platform.INSTAGRAM, ContentType.POST, 2),
        (Platform.INSTAGRAM, ContentType.REEL, 1),
        (Platform.X, ContentType.POST, 2),
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=6,
)
paths = st.sampled_from(
    [
        *(
            "client",
            "client.name",
            "client.time_zone",
            "client.accounts",
            "campaign",
            "campaign.name",
            "cadence",
        ),
        *(
            "campaign.start_date",
            "campaign.blackout_dates",
            "campaign.activate",
            "cadence.x",
            "cadence.x.post",
        ),
        *("plan", "plan.angles", "plan.messaging", "calendar", "calendar.days_ahead", "anything"),
    ]
)


@given(paths, json_values)
def test_read_brief_reads_or_refuses_any_value_anywhere(path: str, value: object) -> None:
    try:
        brief = read(changed(path, value))
    except InvalidInput as refused:
        assert refused.fields
    else:
        assert brief.client.name

"""Whatever is wrong with a brief is named by its path, all of it at once."""

import pytest

from campaigns.tests.domain.imports.samples import changed, refusal


@pytest.mark.parametrize(
    ("path", "value", "where", "sentence"),
    [
        ("campain", {}, "campain", "campain is not known; did you mean campaign?"),
        ("qqq", 1, "qqq", "qqq is not known; known here: client, campaign, cadence, plan, calendar."),
        (
            "campaign.objektive",
            "x",
            "campaign.objektive",
            "campaign.objektive is not known; did you mean objective?",
        ),
        ("client.name", None, "client.name", "client.name is missing."),
        ("client.name", "  ", "client.name", "client.name is empty; write something or remove it."),
        ("client.name", 7, "client.name", "client.name is “7”, not text; put text in quotes."),
        (
            "client.name",
            {"a": 1},
            "client.name",
            "client.name is a group of values, not text; put text in quotes.",
        ),
        ("client.name", "x" * 256, "client.name", "client.name has 256 characters; at most 255 fit."),
        ("client.name", "two\nlines", "client.name", "client.name must be one line."),
        (
            "client.name",
            "a\x00b",
            "client.name",
            "client.name holds a control character, such as NUL; remove it.",
        ),
        (
            "client.notes",
            "\ud800",
            "client.notes",
            "client.notes holds a control character, such as NUL; remove it.",
        ),
        (
            "client.notes",
            "x" * 20_001,
            "client.notes",
            "client.notes has 20,001 characters; at most 20,000 fit.",
        ),
        (
            "client.notes",
            "a\u202eb",
            "client.notes",
            "client.notes holds hidden direction marks; type it again.",
        ),
        ("plan.angles", ["x"] * 201, "plan.angles", "plan.angles has 201 entries; at most 200 fit."),
        (
            "plan.angles",
            ["x" * 2_001],
            "plan.angles[1]",
            "plan.angles[1] has 2,001 characters; at most 2,000 fit.",
        ),
        (
            "client.time_zone",
            "europe/berlin",
            "client.time_zone",
            "client.time_zone is “europe/berlin”, which is not a known time zone; "
            "did you mean Europe/Berlin?",
        ),
        (
            "campaign.time_zone",
            "../etc/passwd",
            "campaign.time_zone",
            "campaign.time_zone is “../etc/passwd”, which is not a known time zone; "
            "write one like Europe/Berlin.",
        ),
        (
            "campaign.start_date",
            "2026-02-30",
            "campaign.start_date",
            "campaign.start_date is “2026-02-30”; write a date that exists, like 2026-01-31.",
        ),
        (
            "campaign.end_date",
            20260301,
            "campaign.end_date",
            "campaign.end_date is “20260301”; write a date that exists, like 2026-01-31.",
        ),
        (
            "campaign.end_date",
            "2026-02-28",
            "campaign.end_date",
            "campaign.end_date (2026-02-28) is before start_date (2026-03-01); the campaign needs a day.",
        ),
        (
            "campaign.blackout_dates",
            ["2026-05-01", "May"],
            "campaign.blackout_dates[2]",
            "campaign.blackout_dates[2] is “May”; write a date that exists, like 2026-01-31.",
        ),
        ("campaign.activate", "yes", "campaign.activate", "campaign.activate is “yes”; write true or false."),
        ("campaign", [], "campaign", "campaign must hold names and values, such as name: Example."),
        ("cadence", None, "cadence", "cadence is missing."),
        (
            "plan",
            {},
            "plan.angles",
            "plan.angles is missing; a plan needs angles, positioning, messaging or weekly_themes.",
        ),
        ("plan.angles", "one", "plan.angles", "plan.angles must be a list."),
        (
            "plan.angles",
            [None],
            "plan.angles[1]",
            "plan.angles[1] is “nothing”, not text; put text in quotes.",
        ),
        ("plan.messaging.Craft", "one", "plan.messaging.Craft", "plan.messaging.Craft must be a list."),
        (
            "plan.weekly_themes",
            ["a\nb"],
            "plan.weekly_themes[1]",
            "plan.weekly_themes[1] must be one line.",
        ),
        (
            "calendar.days_ahead",
            367,
            "calendar.days_ahead",
            "calendar.days_ahead is “367”; write a whole number from 1 to 366.",
        ),
        (
            "client.accounts",
            [{"handle": "@a"}],
            "client.accounts[1].platform",
            "client.accounts[1].platform is missing.",
        ),
        (
            "client.accounts",
            ["@a"],
            "client.accounts[1]",
            "client.accounts[1] must hold names and values, such as name: Example.",
        ),
        (
            "client.accounts",
            [{"platform": "myspace", "handle": "@a"}],
            "client.accounts[1].platform",
            "client.accounts[1].platform is “myspace”, which is not a known platform; known here: linkedin, "
            "instagram, x, facebook, threads, bluesky, tiktok, youtube, pinterest, reddit, email.",
        ),
        (
            "client.accounts",
            [{"platform": "x", "handle": "@a"}, {"platform": "twitter", "handle": "A"}],
            "client.accounts[2].handle",
            "client.accounts[2].handle is given twice on this platform; keep one of them.",
        ),
        *(
            (
                "client.accounts",
                [{"platform": "x", "handle": "@a", "profile_url": url}],
                "client.accounts[1].profile_url",
                f"client.accounts[1].profile_url is “{url}”; write the whole address, beginning with https://.",
            )
            for url in (
                "x.com/a",
                "javascript:alert(1)",
                "https://u@x.com/a",
                "https://x .com",
                "http://[1",
                "https://",
            )
        ),
    ],
)
def test_read_brief_refuses_by_path(path: str, value: object, where: str, sentence: str) -> None:
    refused = refusal(changed(path, value))

    assert refused.fields == {where: [sentence]}
    assert refused.message == f"The brief cannot be used yet. {sentence}"


def test_read_brief_reports_everything_at_once() -> None:
    refused = refusal(
        {"client": {}, "campaign": {"end_date": "soon"}, "cadense": {"x": 1}, "plan": {"angles": [1]}}
    )

    assert refused.fields == {
        "cadense": ["cadense is not known; did you mean cadence?"],
        "cadence": ["cadence is missing."],
        "client.name": ["client.name is missing."],
        "client.time_zone": ["client.time_zone is missing."],
        "campaign.name": ["campaign.name is missing."],
        "campaign.objective": ["campaign.objective is missing."],
        "campaign.start_date": ["campaign.start_date is missing."],
        "campaign.primary_cta": ["campaign.primary_cta is missing."],
        "campaign.end_date": ["campaign.end_date is “soon”; write a date that exists, like 2026-01-31."],
        "plan.angles[1]": ["plan.angles[1] is “1”, not text; put text in quotes."],
    }
    assert refused.message == " ".join(
        ["The brief cannot be used yet.", *(text for texts in refused.fields.values() for text in texts)]
    )


def test_read_brief_keeps_the_message_readable_when_very_much_is_wrong() -> None:
    refused = refusal(changed("plan.angles", [1] * 100))

    assert (len(refused.fields), refused.message.endswith("And 70 more.")) == (100, True)

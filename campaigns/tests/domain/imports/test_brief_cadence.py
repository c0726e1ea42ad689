"""The cadence of a brief says posts a week in one of three forms."""

from datetime import time

import pytest

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.brief_cadence import CadenceBrief, read_cadence
from campaigns.domain.imports.brief_fields import Problems, Section


def read(cadence: object) -> tuple[tuple[CadenceBrief, ...], dict[str, list[str]]]:
    problems = Problems()
    rows = read_cadence(Section(cadence, "cadence", problems))
    return rows, problems.by_path


def test_read_cadence_accepts_all_three_forms() -> None:
    rows = read(
        {
            "linkedin": 3,
            "Instagram": {"post": 3, "Reel": 0},
            "twitter": {
                "post": {
                    "per_week": 50,
                    "weekdays": ["thu", "Monday", 1],
                    "times": ["17:00", "9:30 am", "09:30"],
                }
            },
            "email": 1,
        }
    )

    assert rows == (
        (
            CadenceBrief(Platform.LINKEDIN, ContentType.POST, 3),
            CadenceBrief(Platform.INSTAGRAM, ContentType.POST, 3),
            CadenceBrief(Platform.INSTAGRAM, ContentType.REEL, 0),
            CadenceBrief(Platform.X, ContentType.POST, 50, (1, 4), (time(9, 30), time(17))),
            CadenceBrief(Platform.EMAIL, ContentType.NEWSLETTER, 1),
        ),
        {},
    )


@pytest.mark.parametrize(
    ("cadence", "path", "sentence"),
    [
        ({}, "cadence", "cadence names no platform; write one, such as linkedin: 3."),
        (
            [3],
            "cadence",
            "cadence must hold names and values, such as name: Example.",
        ),
        (
            {"linkdin": 3},
            "cadence.linkdin",
            "cadence.linkdin is “linkdin”, which is not a known platform; did you mean linkedin?",
        ),
        (
            {"internal": 3},
            "cadence.internal",
            "cadence.internal is “internal”, where nothing is published; known here: linkedin, instagram, x, "
            "facebook, threads, bluesky, tiktok, youtube, pinterest, reddit, email.",
        ),
        (
            {"x": {"pots": 3}},
            "cadence.x.pots",
            "cadence.x.pots is not a known content type; did you mean post?",
        ),
        ({"x": {}}, "cadence.x", "cadence.x is empty; write posts a week, such as 3."),
        ({"x": None}, "cadence.x", "cadence.x is empty; write a whole number from 0 to 50."),
        ({"x": 51}, "cadence.x", "cadence.x is “51”; write a whole number from 0 to 50."),
        ({"x": -1}, "cadence.x", "cadence.x is “-1”; write a whole number from 0 to 50."),
        ({"x": True}, "cadence.x", "cadence.x is “true”; write a whole number from 0 to 50."),
        ({"x": 3.0}, "cadence.x", "cadence.x is “3.0”; write a whole number from 0 to 50."),
        ({"x": "3"}, "cadence.x", "cadence.x is “3”; write a whole number from 0 to 50."),
        ({"x": [3]}, "cadence.x", "cadence.x is a list; write a whole number from 0 to 50."),
        ({"x": {"post": {}}}, "cadence.x.post.per_week", "cadence.x.post.per_week is missing."),
        (
            {"x": {"post": {"per_week": 1, "perweek": 2}}},
            "cadence.x.post.perweek",
            "cadence.x.post.perweek is not known; did you mean per_week?",
        ),
        (
            {"x": {"post": {"per_week": 1, "weekdays": ["mon", "someday"]}}},
            "cadence.x.post.weekdays[2]",
            "cadence.x.post.weekdays[2] is “someday”; "
            "write a weekday as mon, tue, wed, thu, fri, sat or sun.",
        ),
        (
            {"x": {"post": {"per_week": 1, "weekdays": [8]}}},
            "cadence.x.post.weekdays[1]",
            "cadence.x.post.weekdays[1] is “8”; write a whole number from 1 to 7.",
        ),
        (
            {"x": {"post": {"per_week": 1, "weekdays": "mon"}}},
            "cadence.x.post.weekdays",
            "cadence.x.post.weekdays must be a list.",
        ),
        (
            {"x": {"post": {"per_week": 1, "times": ["25:00"]}}},
            "cadence.x.post.times[1]",
            'cadence.x.post.times[1] is “25:00”; write a time of day like "09:30".',
        ),
        (
            {"x": {"post": {"per_week": 1, "times": ["09:30:15"]}}},
            "cadence.x.post.times[1]",
            'cadence.x.post.times[1] is “09:30:15”; write a time of day in whole minutes, like "09:30".',
        ),
        (
            {"x": {"post": {"per_week": 1, "times": ["09:30"] * 51}}},
            "cadence.x.post.times",
            "cadence.x.post.times has 51 entries; at most 50 fit.",
        ),
        (
            {"x": 1, "twitter": {"post": 2}},
            "cadence.twitter.post",
            "cadence.twitter.post gives post on x a second time.",
        ),
    ],
)
def test_read_cadence_reports_what_it_cannot_use(cadence: object, path: str, sentence: str) -> None:
    assert read(cadence)[1] == {path: [sentence]}

"""The cadence of a campaign as programs write and read it."""

from datetime import time

import pytest

from campaigns.choices import ContentType, Platform
from campaigns.domain.clients import add_account, create_client
from campaigns.domain.imports.brief_cadence import read_cadence
from campaigns.domain.imports.brief_fields import Problems, Section
from campaigns.models import Campaign, OperatorAuditLog
from conftest import NOW

pytestmark = pytest.mark.django_db

DAYS = {"start_date": "2026-03-02", "end_date": "2026-03-16"}
FULL = {
    "instagram": {"reel": 2, "post": {"per_week": 3, "weekdays": ["thu", 1, "monday"], "times": ["09:30"]}},
    "email": 1,
    "twitter": {"post": 4},
    "linkedin": 3,
}


def sent(managing, client, **cadence):
    return managing.post("/campaigns/", {"client": client.pk, "name": "Launch", **DAYS, **cadence})


def stored():
    rows = Campaign.objects.get().cadences.order_by("platform", "content_type")
    return [
        (row.platform, row.content_type, row.posts_per_week, row.weekdays, row.times, row.account_id)
        for row in rows
    ]


def test_a_number_says_all_and_more_words_say_more(managing, client_acme):
    told = sent(managing, client_acme, cadence=FULL).json()

    assert list(told["cadence"].items()) == [
        ("linkedin", 3),
        (
            "instagram",
            {
                "post": {"per_week": 3, "weekdays": [1, 4], "times": ["09:30"], "account": None},
                "reel": 2,
            },
        ),
        ("x", 4),
        ("email", 1),
    ]
    assert told["platforms"] == ["linkedin", "instagram", "x", "email"]
    assert stored() == [
        ("email", "newsletter", 1, [], [], None),
        ("instagram", "post", 3, [1, 4], ["09:30"], None),
        ("instagram", "reel", 2, [], [], None),
        ("linkedin", "post", 3, [], [], None),
        ("x", "post", 4, [], [], None),
    ]


def test_a_brief_says_the_same_with_the_same_words(managing, client_acme):
    problems = Problems()
    briefed = read_cadence(Section(FULL, "cadence", problems))

    sent(managing, client_acme, cadence=FULL)

    assert problems.by_path == {}
    assert sorted(
        (row.platform, row.content_type, row.posts_per_week, list(row.weekdays), list(row.times))
        for row in briefed
    ) == [
        (platform, kind, posts, days, [time.fromisoformat(text) for text in times])
        for platform, kind, posts, days, times, _account in stored()
    ]


def test_what_is_read_can_be_sent_again(managing, client_acme, manager):
    account = add_account(client_acme, platform="linkedin", handle="@acme", by=manager, now=NOW)
    cadence = {"linkedin": {"post": {"per_week": 2, "account": account.pk}}, "x": 0, "instagram": {"reel": 1}}
    made = sent(managing, client_acme, cadence=cadence).json()
    told = {
        "linkedin": {"post": {"per_week": 2, "weekdays": [], "times": [], "account": account.pk}},
        "instagram": {"reel": 1},
        "x": 0,
    }
    assert (made["cadence"], made["platforms"]) == (told, ["linkedin", "instagram"])
    entries = OperatorAuditLog.objects.count()

    again = managing.patch(
        f"/campaigns/{made['id']}/",
        {"cadence": made["cadence"], "platforms": made["platforms"], "version": 1},
    )

    assert (again.status_code, again.json()) == (200, made)
    assert OperatorAuditLog.objects.count() == entries


@pytest.mark.parametrize(
    ("given", "cadence", "platforms"),
    [
        ({"platforms": ["x", "linkedin", "x"]}, {"linkedin": 1, "x": 1}, ["linkedin", "x"]),
        ({"platforms": ["email"]}, {"email": 1}, ["email"]),
        ({"platforms": ["twitter", "linkedin"], "cadence": {"x": 5}}, {"linkedin": 1, "x": 5}, ["linkedin", "x"]),
        ({"platforms": ["linkedin"], "cadence": {}}, {"linkedin": 1}, ["linkedin"]),
        ({"platforms": ["linkedin"], "cadence": {"x": 0}}, {"linkedin": 1, "x": 0}, ["linkedin"]),
        ({"cadence": {"instagram": {"post": 1, "story": 0}}}, {"instagram": {"post": 1, "story": 0}}, ["instagram"]),
        ({"cadence": {"instagram": {"post": 7}}}, {"instagram": 7}, ["instagram"]),
    ],
)  # fmt: skip
def test_platforms_and_cadence_fill_each_other(managing, client_acme, given, cadence, platforms):
    told = sent(managing, client_acme, **given).json()

    assert (told["cadence"], told["platforms"]) == (cadence, platforms)


ONE = "Ask for at least one post a week on one platform."
KINDS = "This is not one of: post, carousel, reel, thread, story, quote, newsletter, email, dm, other."
OUTWARD = (
    "This is not one of: linkedin, instagram, x, facebook, threads, bluesky, tiktok, youtube, pinterest, "
    "reddit, email, twitter."
)
AT_MOST = "Ensure this value is less than or equal to 50."
WEEKDAY = "Write a weekday as a number from 1 (Monday) to 7, or as mon, tue and so on."
OBJECT = "Send an object with named fields, in braces."


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"cadence": "Say how often it posts where: give a cadence, or platforms."}),
        ({"cadence": {}}, {"cadence": ONE}),
        ({"cadence": {"linkedin": 0}}, {"cadence": ONE}),
        ({"cadence": 3}, {"cadence": OBJECT}),
        ({"cadence": ["linkedin"]}, {"cadence": OBJECT}),
        ({"cadence": None}, {"cadence": "This field may not be null."}),
        ({"cadence": {"linkedin": 51}}, {"cadence.linkedin": AT_MOST}),
        ({"cadence": {"linkedin": -1}}, {"cadence.linkedin": "Ensure this value is greater than or equal to 0."}),
        ({"cadence": {"linkedin": "3"}}, {"cadence.linkedin": "Write this as a whole number."}),
        ({"cadence": {"linkedin": True}}, {"cadence.linkedin": "Write this as a whole number."}),
        ({"cadence": {"linkedin": None}}, {"cadence.linkedin": "This field may not be null."}),
        ({"cadence": {"linkedin": {}}}, {"cadence.linkedin": "Write posts a week, such as 3."}),
        ({"cadence": {"myspace": 1}}, {"cadence.myspace": OUTWARD}),
        ({"cadence": {"internal": 1}}, {"cadence.internal": OUTWARD}),
        ({"cadence": {"LinkedIn": 1}}, {"cadence.LinkedIn": OUTWARD}),
        ({"cadence": {"x": 1, "twitter": 1}}, {"cadence.twitter": "This platform is named twice; keep one of them."}),
        ({"cadence": {"linkedin": {"poem": 1}}}, {"cadence.linkedin.poem": KINDS}),
        (
            {"cadence": {"linkedin": {"post": 51}, "x": "often", "email": 1}},
            {"cadence.linkedin.post": AT_MOST, "cadence.x": "Write this as a whole number."},
        ),
        (
            {"cadence": {"linkedin": {"post": {"per_week": 1, "days": [1]}}}},
            {"cadence.linkedin.post.days": "There is no such field here; known: per_week, weekdays, times, account."},
        ),
        ({"cadence": {"x": {"post": {"weekdays": [1]}}}}, {"cadence.x.post.per_week": "This field is required."}),
        ({"cadence": {"x": {"post": {"per_week": 1, "weekdays": [8]}}}}, {"cadence.x.post.weekdays.0": WEEKDAY}),
        (
            {"cadence": {"x": {"post": {"per_week": 1, "weekdays": None}}}},
            {"cadence.x.post.weekdays": "This field may not be null."},
        ),
        (
            {"cadence": {"x": {"post": {"per_week": 1, "times": ["9:30"]}}}},
            {"cadence.x.post.times.0": "Write a time of day as 09:30."},
        ),
        (
            {"cadence": {"x": {"post": {"per_week": 1, "times": ["09:30", 930]}}}},
            {"cadence.x.post.times.1": "Write a time of day in quotes, as 09:30."},
        ),
        ({"platforms": []}, {"platforms": "Ensure this field has at least 1 elements."}),
        ({"platforms": ["internal"]}, {"platforms.0": OUTWARD}),
        (
            {"platforms": ["linkedin"], "cadence": {"linkedin": 1, "x": 2, "email": 1}},
            {"platforms": "The cadence posts on x, email too; name it in platforms, or leave platforms out."},
        ),
    ],
)  # fmt: skip
def test_a_cadence_that_cannot_be_is_refused_by_its_dotted_name(managing, client_acme, given, errors):
    answer = sent(managing, client_acme, **given)

    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        {name: [text] for name, text in errors.items()},
    )
    assert Campaign.objects.count() == 0


def test_the_account_of_another_client_is_refused_where_it_stands(managing, client_acme, manager):
    rival = create_client(name="Rival", by=manager, now=NOW)
    account = add_account(rival, platform="linkedin", handle="rival", by=manager, now=NOW)

    answer = sent(
        managing, client_acme, cadence={"linkedin": {"post": {"per_week": 1, "account": account.pk}}}
    )

    text = "This account is not one the client uses on this platform; choose another."
    assert (answer.status_code, answer.json()["errors"]) == (400, {"cadence.linkedin.post.account": [text]})
    assert Campaign.objects.count() == 0


def test_every_platform_and_content_type_can_be_told(managing, client_acme):
    kinds = dict.fromkeys(ContentType.values, 1)
    cadence = {platform.value: kinds for platform in Platform.outward()}

    told = sent(managing, client_acme, cadence=cadence).json()

    assert told["cadence"] == cadence
    assert told["platforms"] == [platform.value for platform in Platform.outward()]

"""What people chose for themselves, for programs: read, changed in part, never lost, never another's."""

import pytest

from campaigns.models import Preferences
from campaigns.tests.witness import told

pytestmark = pytest.mark.django_db
ADDRESS = "/me/preferences/"
DEFAULTS = {
    "time_zone": "",
    "language": "",
    "theme": "",
    "shortcuts": True,
    "digest": "workdays",
    "digest_hour": 8,
    "escalation_mail": True,
    "version": 0,
}


def test_nothing_chosen_yet_is_version_0_and_a_first_choice_is_kept(operating, operator_user):
    first = operating.get(ADDRESS)
    changed = operating.patch(
        ADDRESS, {"time_zone": "Asia/Tokyo", "digest_hour": 7}, {"If-Match": first["ETag"]}
    )

    chosen = {**DEFAULTS, "time_zone": "Asia/Tokyo", "digest_hour": 7, "version": 1}
    assert (first.json(), first["ETag"]) == (DEFAULTS, '"v0"')
    assert (changed.status_code, changed.json(), changed["ETag"]) == (200, chosen, '"v1"')
    assert Preferences.objects.get().user == operator_user
    assert told("preferences.chosen")[:2] == ("omar", "api")
    assert operating.get("/me/").json()["time_zone"] == "Asia/Tokyo"


def test_a_change_names_the_version_it_saw(operating):
    operating.patch(ADDRESS, {"digest": "daily", "version": 0})

    answers = [
        operating.patch(ADDRESS, {"digest": "never"}),
        operating.patch(ADDRESS, {"digest": "never", "version": 0}),
        operating.patch(ADDRESS, {"digest": "never", "version": 1}),
    ]

    assert [answer.status_code for answer in answers] == [428, 412, 200]
    assert answers[2].json() == {**DEFAULTS, "digest": "never", "version": 2}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"language": "tlh"}, "language"),
        ({"digest_hour": 24}, "digest_hour"),
        ({"digest": "hourly"}, "digest"),
        ({"user": 1}, "user"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_name(operating, sent, field):
    refused = operating.patch(ADDRESS, {**sent, "version": 0})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])
    assert not Preferences.objects.exists()


def test_a_version_that_was_never_there_is_stale(operating):
    assert operating.patch(ADDRESS, {"theme": "dark", "version": 7}).status_code == 412
    assert not Preferences.objects.exists()


def test_viewers_have_wishes_too(viewing):
    assert viewing.patch(ADDRESS, {"theme": "dark", "version": 0}).json()["theme"] == "dark"

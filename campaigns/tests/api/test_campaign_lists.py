"""The list of campaigns: narrowed, ordered, and page after page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign, complete_campaign
from campaigns.domain.clients import create_client
from campaigns.domain.housekeeping import archive_campaign
from campaigns.tests.views.conftest import planned_for

pytestmark = pytest.mark.django_db


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


@pytest.fixture
def four(client_acme, manager):
    """Active, planned, completed and archived ones, of two clients."""
    now = timezone.now()
    today = now.date()
    globex = create_client(name="Globex", by=manager, now=now)
    ends = {"end_date": today + timedelta(days=90)}
    active = planned_for(client_acme, manager, name="Active", venture_name="Acme Labs")
    done = planned_for(globex, manager, name="Done", start_date=today - timedelta(days=9), **ends)
    old = planned_for(globex, manager, name="Old", start_date=today - timedelta(days=8))
    planned_for(client_acme, manager, name="Planned", start_date=today - timedelta(days=6))
    activate_campaign(active, by=manager, now=now)
    complete_campaign(activate_campaign(done, by=manager, now=now), by=manager, now=now)
    archive_campaign(old, by=manager, now=now)
    return {"acme": client_acme.pk, "globex": globex.pk}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Planned", "Active", "Done"]),
        ("archived=false", ["Planned", "Active", "Done"]),
        ("archived=true", ["Planned", "Active", "Old", "Done"]),
        ("status=ACTIVE", ["Active"]),
        ("status=PLANNED&archived=true", ["Planned", "Old"]),
        ("client={globex}", ["Done"]),
        ("client=99999999", []),
        ("platform=twitter", ["Planned", "Active", "Done"]),
        ("platform=email", []),
        ("search=labs", ["Active"]),
        ("search=globex&archived=true", ["Old", "Done"]),
        ("search=lan", ["Planned"]),
        ("ordering=name", ["Active", "Done", "Planned"]),
        ("ordering=-name", ["Planned", "Done", "Active"]),
        ("ordering=client", ["Active", "Planned", "Done"]),
        ("ordering=-end_date", ["Done", "Planned", "Active"]),
        ("ordering=start_date", ["Done", "Active", "Planned"]),
        ("ordering=-id&archived=true", ["Planned", "Old", "Done", "Active"]),
        ("ordering=created_at", ["Active", "Done", "Planned"]),
        ("ordering=name&page=2&page_size=2", ["Planned"]),
    ],
)
def test_lists_are_narrowed_and_ordered(managing, four, query, found):
    assert names(managing.get(f"/campaigns/?{query.format(**four)}")) == found


def test_pages_follow_each_other_in_every_order(managing, four):
    for order in ("name", "-client", "-start_date", "end_date", "created_at", "-updated_at", "id"):
        whole = names(managing.get(f"/campaigns/?ordering={order}"))
        page = managing.get(f"/campaigns/?ordering={order}&page_size=1")
        found = names(page)
        while page.json()["next"]:
            page = managing.get(page.json()["next"].removeprefix("http://testserver"))
            found += names(page)
        assert found == whole


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=RUNNING", "status"),
        ("client=acme", "client"),
        ("platform=internal", "platform"),
        ("archived=1", "archived"),
        ("ordering=objective", "ordering"),
        ("page_size=1000000000", "page_size"),
        ("colour=red", "colour"),
    ],
)
def test_a_list_refuses_what_it_does_not_know(managing, query, field):
    answer = managing.get(f"/campaigns/?{query}")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_list_costs_the_same_however_long(
    operating, client_acme, manager, count, django_assert_num_queries
):
    for number in range(count):
        planned_for(client_acme, manager, name=f"Campaign {number}")
    operating.get("/platforms/")  # notes the use of the token

    with django_assert_num_queries(6):
        assert len(operating.get("/campaigns/").json()["results"]) == count

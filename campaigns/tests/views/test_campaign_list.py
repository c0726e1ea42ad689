from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import CadenceLine
from campaigns.domain.clients import create_client
from campaigns.domain.housekeeping import archive_campaign
from campaigns.tests.views.conftest import planned_for
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask

LIST = "/campaigns/"


def names(response) -> list[str]:
    return [campaign.name for campaign in response.context["page"]]


def test_list_shows_only_visible_campaigns(operating, planned, foreign):
    response = operating.get(LIST)

    assert names(response) == ["Spring launch"]
    assert "Globex" not in response.content.decode()


def test_list_filters_and_searches(managing, planned, foreign, manager):
    soon = timezone.now().date() + timedelta(days=3)
    email = (CadenceLine("email", "newsletter", 1),)
    planned_for(planned.client, manager, name="Letters", venture_name="Wharf", start_date=soon, cadence=email)

    assert names(managing.get(LIST)) == ["Letters", "Spring launch", "Spring launch"]
    assert names(managing.get(LIST, {"platform": "email"})) == ["Letters"]
    assert names(managing.get(LIST, {"q": "wharf"})) == ["Letters"]
    assert names(managing.get(LIST, {"q": "globex"})) == ["Spring launch"]
    assert names(managing.get(LIST, {"status": "PLANNED", "client": planned.client_id})) == [
        "Letters",
        "Spring launch",
    ]
    assert names(managing.get(LIST, {"status": "COMPLETED"})) == []


def test_list_hides_archived_until_asked(managing, planned, manager):
    archive_campaign(planned, by=manager, now=timezone.now())

    assert names(managing.get(LIST)) == []
    assert names(managing.get(LIST, {"archived": "on"})) == ["Spring launch"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_asks_the_same_number_of_queries(
    managing, client_acme, manager, count, django_assert_num_queries
):
    for number in range(count):
        planned_for(client_acme, manager, name=f"Campaign {number}")

    with django_assert_num_queries(11):
        response = managing.get(LIST)

    assert len(names(response)) == count


def test_list_tells_how_far_campaigns_are(managing, running, manager, items):
    plan_tasks(running, by=manager, now=timezone.now())

    (row,) = managing.get(LIST).context["rows"]

    planned = OperatorTask.objects.live().filter(campaign=running).count()
    assert (row.progress.planned, row.progress.done, row.progress.overdue) == (planned, 0, 0)
    left = (running.end_date - running.local_date(timezone.now())).days
    assert (row.days, row.cadence) == (f"{left} days left", "LinkedIn\u00a03, X\u00a02 a week")


def test_list_is_sorted_in_the_address(managing, planned, manager):
    soon = timezone.now().date() + timedelta(days=3)
    planned_for(planned.client, manager, name="Autumn", end_date=soon)

    assert names(managing.get(LIST, {"sort": "end"})) == ["Autumn", "Spring launch"]
    assert names(managing.get(LIST, {"sort": "name"})) == ["Autumn", "Spring launch"]
    assert managing.get(LIST, {"sort": "-pk"}).status_code == 200


def test_clients_of_others_cannot_be_chosen_by_guessing(managing, planned, manager):
    other = create_client(name="Initech", by=manager, now=timezone.now())

    response = managing.get(LIST, {"client": other.pk + 1000})

    assert response.status_code == 200

"""What every request meets before and after its door."""

import pytest
from django.http import HttpResponse

from campaignops_site.middleware import ReadToTheEndMiddleware

HTMX = {"HX-Request": "true"}


def test_every_answer_carries_the_id_of_its_request(client, db):
    first, second = client.get("/healthz")["X-Request-ID"], client.get("/healthz")["X-Request-ID"]

    assert (len(first), len(second), first == second) == (32, 32, False)


@pytest.mark.parametrize("query", ["?q=%00", "?%00=1"])
def test_query_that_no_database_can_compare_is_refused(client, operator_user, query):
    client.force_login(operator_user)

    answer = client.get(f"/campaigns/{query}")

    assert (answer.status_code, answer.templates[0].name) == (400, "400.html")


@pytest.mark.parametrize(("status", "left"), [(413, b""), (403, b""), (200, b"x" * 200_000)])
def test_what_a_refused_program_still_sends_is_read(rf, status, left):
    request = rf.post("/api/v1/tasks/", b"x" * 200_000, content_type="application/json")

    ReadToTheEndMiddleware(lambda _request: HttpResponse(status=status))(request)

    assert request.read() == left


def test_fragment_asked_for_after_the_session_ended_opens_the_sign_in_page(client, linkedin_task):
    answer = client.get(f"/tasks/{linkedin_task.pk}/block/", headers=HTMX)

    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_page_asked_for_after_the_session_ended_leads_to_the_sign_in_page(client, linkedin_task):
    answer = client.get(f"/tasks/{linkedin_task.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/tasks/{linkedin_task.pk}/")


def test_address_of_a_button_opens_a_page_with_a_way_back(client, operator_user):
    client.force_login(operator_user)

    answer = client.get("/calendar/items/1/move/", headers={"Accept": "text/html,*/*"})

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to open here" in answer.content.decode()


@pytest.mark.parametrize("headers", [{"Accept": "*/*"}, {"Accept": "text/html", **HTMX}])
def test_programs_and_fragments_get_the_refusal_as_it_is(client, operator_user, headers):
    client.force_login(operator_user)

    answer = client.get("/calendar/items/1/move/", headers=headers)

    assert (answer.status_code, answer["Allow"], answer.content) == (405, "POST", b"")

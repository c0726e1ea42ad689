"""What every request meets before and after its door."""

import pytest

HTMX = {"HX-Request": "true"}


def test_every_answer_carries_the_id_of_its_request(client, db):
    first, second = client.get("/healthz")["X-Request-ID"], client.get("/healthz")["X-Request-ID"]

    assert (len(first), len(second), first == second) == (32, 32, False)


@pytest.mark.parametrize("query", ["?q=%00", "?%00=1"])
def test_query_that_no_database_can_compare_is_refused(client, operator_user, query):
    client.force_login(operator_user)

    answer = client.get(f"/campaigns/{query}")

    assert (answer.status_code, answer.templates[0].name) == (400, "400.html")


def test_fragment_asked_for_after_the_session_ended_opens_the_sign_in_page(client, linkedin_task):
    answer = client.get(f"/tasks/{linkedin_task.pk}/block/", headers=HTMX)

    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_page_asked_for_after_the_session_ended_leads_to_the_sign_in_page(client, linkedin_task):
    answer = client.get(f"/tasks/{linkedin_task.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/tasks/{linkedin_task.pk}/")

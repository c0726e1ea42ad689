"""The page of what was found: for whom, why, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

SEARCH = "/search/"
QUERIES = 10


def test_search_needs_a_login(client, db):
    assert client.get(SEARCH)["Location"] == f"{reverse('account_login')}?next=/search/"


def test_found_words_are_marked_and_text_is_escaped(as_operator, make_task, now):
    task = make_task(now + timedelta(days=2), "Audit <script>")

    text = as_operator.get(SEARCH, {"q": "  audit  "}).content.decode()

    assert "<mark>Audit</mark> &lt;script&gt;" in text
    assert reverse("operator_tasks:task_detail", args=[task.pk]) in text


def test_more_than_twenty_lead_to_the_list_of_tasks(as_operator, make_task, now):
    for number in range(21):
        make_task(now + timedelta(days=2, minutes=number), f"Audit & report {number}")

    text = as_operator.get(SEARCH, {"q": "audit & report"}).content.decode()

    assert "/tasks/?q=audit%20%26%20report" in text


@pytest.mark.parametrize(
    ("q", "status", "sentence"),
    [
        ("a", 400, "at least two characters"),
        ("a" * 101, 400, "up to 100 characters"),
        ("https://example.com/" + "a" * 2000, 400, "at most 2000"),
        ("", 200, "Write a word of a title"),
        ("   ", 200, "Write a word of a title"),
        ("zzzz", 200, "Nothing was found"),
    ],
)
def test_what_is_looked_for_has_two_to_a_hundred_characters(as_operator, running, q, status, sentence):
    response = as_operator.get(SEARCH, {"q": q})

    assert response.status_code == status
    assert sentence in response.content.decode()


def test_nothing_of_another_client_is_found(as_viewer, make_task, foreign, now):
    make_task(now + timedelta(days=2), "Secret plan", campaign=foreign)

    assert "Nothing was found" in as_viewer.get(SEARCH, {"q": "secret"}).content.decode()


@pytest.mark.parametrize("count", [1, 3, 20])
def test_search_costs_the_same_whatever_it_finds(
    as_operator, make_task, now, count, django_assert_num_queries
):
    for number in range(count):
        make_task(now + timedelta(days=2, minutes=number), f"Audit {number}")

    with django_assert_num_queries(QUERIES):
        as_operator.get(SEARCH, {"q": "audit"})

"""Search for programs: what the page finds, in short."""

import pytest
from django.utils import timezone

from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task
from operator_tasks.tests.api.told import due_soon, linkedin_post, moment

pytestmark = pytest.mark.django_db
NOTHING = {"proved": None, "tasks": [], "campaigns": [], "clients": [], "calendar_items": [], "has_more": []}


def test_words_find_what_the_person_may_see(managing, viewing, foreign, running):
    globex = [{"id": foreign.client_id, "name": "Globex"}]

    assert managing.get("/search/?q=glob").json() == {**NOTHING, "clients": globex}
    assert viewing.get("/search/?q=glob").json() == NOTHING
    assert viewing.get("/search/?q=spring").json() == {
        **NOTHING,
        "campaigns": [
            {
                "id": running.pk,
                "name": "Spring launch",
                "client": running.client_id,
                "client_name": "Acme",
                "status": "ACTIVE",
            }
        ],
    }


def test_the_address_of_a_post_finds_its_task(operating, post, manager):
    address, soon = linkedin_post(), due_soon(post, manager)
    complete_task(soon, proof=ProofInput("URL", address), by=manager, now=timezone.now())

    answer = operating.get(f"/search/?q={address}")

    assert (operating.get("/search/").status_code, answer.status_code, answer.json()) == (
        400,
        200,
        {
            **NOTHING,
            "proved": {
                "id": post.pk,
                "title": "LinkedIn Post",
                "task_type": "POST",
                "platform": "linkedin",
                "campaign": post.campaign_id,
                "campaign_name": "Spring launch",
                "due_at": moment(soon.due_at),
                "status": "DONE",
            },
        },
    )


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("a", "Write at least two characters."),
        ("%20%20%20", "Write at least two characters."),
        ("x" * 101, "Write up to 100 characters; a word or two find more."),
        ("https://" + "x" * 2000, "Write up to 100 characters; a word or two find more."),
    ],
)
def test_what_finds_everything_or_nothing_is_refused(operating, q, text):
    answer = operating.get(f"/search/?q={q}")

    assert answer.status_code == 400
    assert text in answer.json()["errors"]["q"][0]


def test_a_search_costs_the_same_however_much_it_finds(operating, posts, django_assert_num_queries):
    operating.get("/me/")

    with django_assert_num_queries(7):
        found = operating.get("/search/?q=post").json()

    assert (len(found["tasks"]), found["has_more"]) == (min(len(posts), 20), [])

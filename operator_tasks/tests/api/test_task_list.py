"""The list of tasks: each filter alone, judged by the clock, in pages that cost the same."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from campaigns.tests.api.program import program_of
from conftest import user_named
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task, create_manual_task, edit_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, miss_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.api.told import moment, told

pytestmark = pytest.mark.django_db

# Whose token it is, and what this person may do by themselves and by their groups.
OF_ANY_REQUEST = 3
# How many there are, the rows, and their follow-ups.
ITS_OWN = 3


@pytest.fixture
def make(running, manager):
    """A task by hand, so many hours from now; those behind now were made before."""

    def make(title, hours, campaign=running, **more):
        now = timezone.now()
        due = now + timedelta(hours=hours)
        made_at = min(now, due - timedelta(hours=1))
        return create_manual_task(campaign, title=title, due_at=due, by=manager, now=made_at, **more)

    return make


def titles(program, query=""):
    answer = program.get(f"/tasks/{query}")
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


def test_a_row_of_the_list_is_the_task(managing, posts, post):
    since = quote(moment(post.due_at))

    answer = managing.get(f"/tasks/?platform=linkedin&due_after={since}&page_size=1")

    later = [task for task in posts if task.platform == "linkedin" and task.due_at >= post.due_at]
    assert answer.status_code == 200
    assert answer.json() == {
        "count": len(later),
        "next": answer.json()["next"],
        "previous": None,
        "results": [told(post)],
    }
    assert answer.json()["next"].startswith("http://testserver/api/v1/tasks/?platform=linkedin&due_after=")


def test_the_clock_decides_the_status_though_no_tick_has_been(managing, make, manager):
    """All of these are stored as they were when they were made: PENDING, but for the blocked and final ones."""
    now = timezone.now()
    for title, hours in [("late", -3), ("soon", 0.5), ("later", 30)]:
        make(title, hours)
    block_task(make("held", 3), reason="No asset", by=manager, now=now)
    held = block_task(make("given up", 4), reason="No asset", by=manager, now=now)
    miss_task(held, reason="Too late", by=manager, now=now)
    complete_task(make("finished", 5), proof=ProofInput("TEXT", "Done"), by=manager, now=now)
    cancel_task(make("off", 6), reason="Not wanted", by=manager, now=now)

    statuses = ("OVERDUE", "DUE", "PENDING", "BLOCKED", "MISSED", "DONE")
    found = {status: titles(managing, f"?status={status}") for status in statuses}

    assert found == {
        "OVERDUE": ["late"],
        "DUE": ["soon"],
        "PENDING": ["later"],
        "BLOCKED": ["held"],
        "MISSED": ["given up"],
        "DONE": ["finished"],
    }
    told_as = {row["title"]: row["status"] for row in managing.get("/tasks/").json()["results"]}
    assert told_as == {names[0]: status for status, names in found.items()}


def test_buckets_hold_what_there_is_to_do(managing, make, manager, running):
    now = timezone.now()
    midnight = running.local_date(now) + timedelta(days=1)
    for title, hours in [("late", -3), ("soon", 0.01), ("in two days", 48)]:
        make(title, hours)
    block_task(make("held", 0.02), reason="No asset", by=manager, now=now)
    complete_task(make("finished", 0.03), proof=ProofInput("TEXT", "Done"), by=manager, now=now)
    cancel_task(make("off", 0.04), reason="Not wanted", by=manager, now=now)

    soon = OperatorTask.objects.get(title="soon")
    is_today = soon.due_at.astimezone(running.zone).date() < midnight
    buckets = {name: titles(managing, f"?bucket={name}") for name in ("overdue", "due", "upcoming", "done")}
    assert buckets == {
        "overdue": ["late"],
        "due": ["soon"],
        "upcoming": ["in two days"],
        "done": ["finished"],
    }
    assert titles(managing, "?bucket=today") == (["soon"] if is_today else [])


def test_tasks_of_the_house_are_due_today_and_hidden_from_clients(managing, viewing, make, clock):
    make("late", -3)
    tick_all(by=clock, now=timezone.now())
    house = OperatorTask.objects.filter(system_kind="escalation")

    for query in ("?bucket=today", "?bucket=due", "?task_type=REVIEW"):
        assert titles(managing, query) == list(house.values_list("title", flat=True))
        assert titles(viewing, query) == []
    assert titles(viewing, "?bucket=overdue") == ["late"]
    assert viewing.get(f"/tasks/{house.get().pk}/").status_code == 404


def test_lists_are_narrowed_by_where_and_what(managing, operating, make, running, foreign, post):
    make("here", 30)
    make("there", 40, campaign=foreign)

    assert titles(managing, f"?task_type=MANUAL&campaign={running.pk}") == ["here"]
    assert titles(managing, f"?task_type=MANUAL&client={foreign.client_id}") == ["there"]
    assert titles(managing, "?platform=internal") == ["here", "there"]
    assert titles(managing, "?platform=twitter&page_size=1") == ["X Post"]
    assert titles(operating, "?task_type=MANUAL") == ["here"]
    assert titles(operating, f"?client={foreign.client_id}") == []
    assert titles(managing, f"?campaign={2**62}") == []


def test_lists_are_narrowed_by_person(
    managing, operating, viewing, make, manager, operator_user, manager_user
):
    now = timezone.now()
    assign_task(make("omar's", 30), to=operator_user, by=manager, now=now)
    assign_task(make("maria's", 31), to=manager_user, by=manager, now=now)
    make("nobody's", 32)

    assert titles(managing, "?assignee=me") == ["maria's"]
    assert titles(operating, "?assignee=me") == ["omar's"]
    assert titles(managing, "?assignee=omar") == ["omar's"]
    assert titles(managing, "?assignee=none") == ["nobody's"]
    assert titles(managing, "?assignee=somebody") == []
    refused = viewing.get("/tasks/?assignee=omar")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "Who does what is told to those who work here; leave `assignee` out.",
    )


def test_lists_are_narrowed_by_time_and_words(managing, make, manager):
    _first, second, third = (make(title, hours) for title, hours in [("a", 30), ("b", 31), ("c", 32)])
    edit_task(second, values={"copy_text": "Spring audit"}, by=manager, now=timezone.now())
    until, since = quote(moment(third.due_at)), quote(second.due_at.astimezone().isoformat())

    assert titles(managing, f"?due_after={since}") == ["b", "c"]
    assert titles(managing, f"?due_before={until}") == ["a", "b"]
    assert titles(managing, f"?due_after={since}&due_before={until}") == ["b"]
    assert titles(managing, "?search=AUDIT spring") == ["b"]
    assert titles(managing, "?search=autumn") == []


def test_cancelled_tasks_are_a_list_of_their_own(managing, make, manager):
    make("on", 30)
    cancel_task(make("off", -3), reason="Not wanted", by=manager, now=timezone.now())

    assert titles(managing) == ["on"]
    assert titles(managing, "?cancelled=false") == ["on"]
    assert titles(managing, "?cancelled=true") == ["off"]
    assert titles(managing, "?cancelled=true&status=PENDING") == ["off"]
    assert titles(managing, "?cancelled=true&status=OVERDUE") == []
    assert titles(managing, "?cancelled=true&bucket=overdue") == []


def test_pages_follow_each_other_in_any_order(managing, make):
    made = [make(title, hours) for title, hours in [("c", 32), ("a", 30), ("b", 31), ("d", 31)]]
    same_time = made[2].due_at
    orders = {
        "due_at": ["a", "b", "d", "c"],
        "-due_at": ["c", "d", "b", "a"],
        "id": ["c", "a", "b", "d"],
        "-id": ["d", "b", "a", "c"],
    }

    for order, expected in orders.items():
        page = managing.get(f"/tasks/?ordering={order}&page_size=3").json()
        rest = managing.get(page["next"].removeprefix("http://testserver")).json()
        back = managing.get(rest["previous"].removeprefix("http://testserver")).json()
        assert [row["title"] for row in page["results"] + rest["results"]] == expected
        assert [row["title"] for row in back["results"]] == expected[:3]
        assert (page["count"], rest["next"]) == (4, None)
    assert same_time < made[3].due_at


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=ready", "status"),
        ("bucket=someday", "bucket"),
        ("ordering=title", "ordering"),
        ("due_after=tomorrow", "due_after"),
        ("due_before=2026-03-02", "due_before"),
        ("cancelled=perhaps", "cancelled"),
        ("campaign=0", "campaign"),
        ("client=x", "client"),
        ("platform=myspace", "platform"),
        ("task_type=post", "task_type"),
        (f"search={'x' * 201}", "search"),
        ("page_size=1000000000", "page_size"),
        ("cursor=x", "cursor"),
        ("colour=red", "colour"),
        ("status=DONE&status=DUE", "status"),
    ],
)
def test_filters_that_cannot_be_read_are_refused_by_name(managing, query, field):
    answer = managing.get(f"/tasks/?{query}")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("many", [1, 3, 30])
def test_however_many_rows_the_queries_are_the_same(
    operator_user, client_acme, make, manager, django_assert_num_queries, many
):
    program = program_of(operator_user)
    for number in range(many):
        done = make(f"Task {number}", 30 + number)
        assign_task(done, to=operator_user, by=manager, now=timezone.now())
        complete_task(done, proof=ProofInput("TEXT", "Done"), by=manager, now=timezone.now())
    program.get("/tasks/")

    with django_assert_num_queries(OF_ANY_REQUEST + ITS_OWN):
        assert len(titles(program)) == many


def test_those_who_work_for_no_client_find_nothing(posts):
    assert titles(program_of(user_named("ivan", "operator"))) == []

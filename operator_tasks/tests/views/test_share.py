"""A post shared from a phone: it finds the one task it proves, or lets the person pick."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.clients import add_account, set_members
from campaigns.tests.witness import nothing_changes
from conftest import linkedin_proof, user_named
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.share import addresses_in, shared_post
from operator_tasks.domain.tasks import assign_task, edit_task
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import OperatorTask

SHARE = "/share/"
POST = linkedin_proof().value
TWEET = "https://x.com/acme/status/2028000000000000000"


def own(task, **others):
    """Take every other post of its platform out of the operator's way."""
    for other in OperatorTask.objects.filter(platform=task.platform, task_type="POST").exclude(pk=task.pk):
        block_task(other, reason="No photo", **others)


@pytest.fixture
def only(post, manager, now):
    own(post, by=manager, now=now)
    return post


def opened(task, address=POST):
    return f"/tasks/{task.pk}/?proof={quote(address, safe='')}#complete"


@pytest.mark.parametrize(
    "query",
    [
        {"url": POST},
        {"text": f"Look at this: {POST}."},
        {"title": f"({POST})"},
        {"text": f"https://example.com/ad and {POST}", "title": "Acme on LinkedIn"},
    ],
)
def test_the_one_open_task_opens_with_its_proof_filled(as_operator, only, query):
    with nothing_changes():
        answer = as_operator.get(SHARE, query)

    assert (answer.status_code, answer["Location"]) == (302, opened(only))


def test_shared_after_the_session_ended_it_comes_back_with_all_it_said(client, only, operator_user):
    answer = client.get(SHARE, {"text": f"a & b {POST}"})
    assert answer.status_code == 302

    signed_in = client.post(
        answer["Location"],
        {
            "login": "omar",
            "password": "correct horse battery",
            "next": f"/share/?text={quote('a & b ' + POST)}",
        },
    )

    assert client.get(signed_in["Location"])["Location"] == opened(only)


def test_several_open_tasks_are_offered_nearest_first(as_operator, post, now):
    answer = as_operator.get(SHARE, {"url": POST})

    offered = [choice.row.task for choice, _link in answer.context["links"]]
    assert (answer.status_code, offered[0], len(offered) > 1) == (200, post, True)
    assert offered == sorted(offered, key=lambda task: abs(task.due_at - now))
    assert opened(post).replace("&", "&amp;") in answer.content.decode()


def test_the_account_of_the_link_comes_before_what_is_due_sooner(
    as_operator, running, client_acme, manager, now
):
    generate_calendar(running, days_ahead=14, by=manager, now=now)
    plan_tasks(running, by=manager, now=now)
    account = add_account(client_acme, platform="x", handle="@Acme", by=manager, now=now)
    tweets = OperatorTask.objects.filter(platform="x", task_type="POST").order_by("due_at")
    edit_task(tweets.last(), values={"account_id": account.pk}, by=manager, now=now)

    answer = as_operator.get(SHARE, {"url": TWEET})

    links = [*answer.context["links"], *answer.context["far"]]
    offered = [(choice.row.task, choice.is_same_account) for choice, _link in links]
    assert offered == [(tweets.last(), True), *((task, False) for task in list(tweets)[:-1])]


def test_what_is_due_more_than_a_week_away_stands_behind_the_rest(as_operator, running, manager, now):
    generate_calendar(running, days_ahead=14, by=manager, now=now)
    plan_tasks(running, by=manager, now=now)
    tweets = OperatorTask.objects.filter(platform="x", task_type="POST").order_by("due_at")
    near = [task for task in tweets if task.due_at - now <= timedelta(days=7)]

    answer = as_operator.get(SHARE, {"url": TWEET})

    shown = [[choice.row.task for choice, _link in answer.context[part]] for part in ("links", "far")]
    assert shown == [near, [task for task in tweets if task not in near]]


def test_a_task_of_somebody_else_is_not_offered(as_operator, operator_user, only, manager, now, running):
    olga = user_named("olga", "operator")
    set_members(running.client, [operator_user.pk, olga.pk], by=manager, now=now)
    assign_task(only, to=olga, by=manager, now=now)

    answer = as_operator.get(SHARE, {"url": POST})

    assert (answer.status_code, answer.context["links"]) == (200, [])
    assert "No open task for this post" in answer.content.decode()


def test_a_task_of_another_client_is_not_offered(as_operator, foreign, manager, now):
    generate_calendar(foreign, days_ahead=14, by=manager, now=now)
    plan_tasks(foreign, by=manager, now=now)

    assert as_operator.get(SHARE, {"url": POST}).context["links"] == []


def test_a_post_that_is_proof_already_says_of_what(as_operator, post, operator, now):
    complete_task(post, proof=linkedin_proof(), by=operator, now=now)

    with nothing_changes():
        answer = as_operator.get(SHARE, {"url": POST})

    page = answer.content.decode()
    assert (answer.status_code, answer.context["used"].task, answer.context["links"]) == (200, post, [])
    assert ("This post is proof already" in page, f'href="/tasks/{post.pk}/"' in page) == (True, True)


def test_proof_of_another_clients_task_is_not_named(as_operator, foreign, manager, now):
    generate_calendar(foreign, days_ahead=14, by=manager, now=now)
    elsewhere = next(
        task for task in plan_tasks(foreign, by=manager, now=now).created if task.platform == "linkedin"
    )
    complete_task(elsewhere, proof=linkedin_proof(), by=manager, now=now)

    page = as_operator.get(SHARE, {"url": POST}).content.decode()

    assert ("a task of somebody else" in page, elsewhere.title in page, "Elsewhere" in page) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "Install CampaignOps on your phone"),
        ({"text": "nothing to see"}, "holds no web address"),
        ({"url": "https://www.linkedin.com/in/somebody/"}, "https://www.linkedin.com/in/somebody/"),
        ({"url": "https://example.com/<b>x"}, "None of these is the address"),
        ({"url": "javascript:alert(1)"}, "holds no web address"),
        ({"text": "https://" + "a" * 9000}, "None of these is the address"),
    ],
)
def test_what_is_no_post_is_answered_with_a_sentence(as_operator, query, said):
    answer = as_operator.get(SHARE, query)

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert reverse("operator_tasks:my_day") in answer.content.decode()


def test_share_is_for_those_who_work_here(client, as_viewer, post):
    assert as_viewer.get(SHARE, {"url": POST}).status_code == 403
    client.logout()
    assert client.get(SHARE)["Location"] == "/login/?next=/share/"
    assert as_viewer.post(SHARE).status_code in (302, 405)


@pytest.mark.parametrize(("posts", "queries"), [(1, 7), (3, 9), (5, 9)])
def test_share_costs_the_same_for_one_task_and_for_many(
    as_operator, post, operator, now, django_assert_num_queries, posts, queries
):
    waiting = OperatorTask.objects.filter(platform="linkedin", task_type="POST").order_by("due_at")
    for task in waiting[posts:]:
        block_task(task, reason="No photo", by=operator, now=now)

    with django_assert_num_queries(queries):
        as_operator.get(SHARE, {"url": POST})


def test_only_the_first_addresses_are_read():
    texts = [" ".join(f"https://example.com/{number}" for number in range(9)), POST]

    assert (addresses_in(texts)[-1], shared_post(texts)) == ("https://example.com/4", None)


def test_an_address_of_any_platform_is_known():
    assert [shared_post([address]).platform.value for address in (POST, TWEET)] == ["linkedin", "x"]

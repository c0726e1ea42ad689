"""Everybody's API tokens and calendar links: for managers to see and to revoke, made by nobody here."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.actor import Actor
from campaigns.domain.api_tokens import create_token, revoke_token
from campaigns.domain.calendar_feeds import create_feed, feed_named_by, revoke_feed
from campaigns.models import ApiToken, CalendarFeed
from campaigns.tests.admin.pages import act, add_url, change_url, delete_url, list_url, told
from campaigns.tests.admin.worlds import audit_count, last_entries
from campaigns.tests.api.program import Program
from conftest import user_named


def token_of(user, by, name="Brief form", made=None, days=90):
    made = made or timezone.now()
    return create_token(user, name=name, scopes=["read", "write"], days=days, by=by, now=made)


@pytest.fixture
def token(operator_user, operator):
    return token_of(operator_user, operator)[0]


@pytest.fixture
def feed(operator_user, operator, autumn):
    return create_feed(operator_user, autumn, by=operator, now=timezone.now())[0]


def names(answer) -> list[str]:
    return [str(row) for row in answer.context["cl"].result_list]


def test_tokens_of_everybody_are_revoked_after_a_question(browser, operator_user, operator):
    token, text = token_of(operator_user, operator)
    gone = revoke_token(token_of(operator_user, operator, "Old")[0], by=operator, now=timezone.now())

    answer = act(browser, [token, gone], "revoke")

    assert told(answer) == ["1 API token: revoked.", f"{gone} – omar: This token is revoked already."]
    assert Program(text).get("/clients/").status_code == 401
    assert last_entries(1) == [("api_token.revoked", "admin", "maria")]


def test_links_of_everybody_are_revoked_after_a_question(browser, operator_user, operator, autumn):
    feed, text = create_feed(operator_user, autumn, by=operator, now=timezone.now())

    answer = act(browser, [feed], "revoke")

    assert told(answer) == ["1 calendar link: revoked."]
    assert feed_named_by(text).revoked_at is not None
    assert last_entries(1) == [("calendar_feed.revoked", "admin", "maria")]


def test_lists_tell_what_is_known_and_never_a_digest(browser, token, feed):
    pages = [
        browser.get(address).content.decode()
        for address in (list_url(ApiToken), change_url(token), list_url(CalendarFeed), change_url(feed))
    ]

    assert [row.digest in "".join(pages) for row in (token, feed)] == [False, False]
    assert [[word in page for word in ("omar", "Works")] for page in pages] == [[True, True]] * 4
    assert [token.prefix in page for page in pages[:2]] == [True, True]
    assert ["Autumn" in page for page in pages[2:]] == [True, True]


def test_lists_are_narrowed_by_state_and_words(browser, operator_user, operator, manager_user, manager):
    now = timezone.now()
    token_of(operator_user, operator, "Works")
    token_of(operator_user, operator, "Late", made=now - timedelta(days=3), days=1)
    revoke_token(token_of(manager_user, manager, "Gone")[0], by=manager, now=now)
    create_feed(operator_user, None, by=operator, now=now)
    revoke_feed(create_feed(manager_user, None, by=manager, now=now)[0], by=manager, now=now)

    def found(model, query):
        return [name.partition(" ")[0] for name in names(browser.get(f"{list_url(model)}?{query}"))]

    states = ("works", "expired", "revoked", "other")
    assert [found(ApiToken, f"state={state}") for state in states[:3]] == [["Works"], ["Late"], ["Gone"]]
    assert [found(CalendarFeed, f"state={state}") for state in states] == [
        ["omar"],
        ["maria", "omar"],
        ["maria"],
        ["maria", "omar"],
    ]
    assert [found(ApiToken, "q=maria"), found(ApiToken, "q=late")] == [["Gone"], ["Late"]]
    assert found(CalendarFeed, "q=omar") == ["omar"]


def test_nobody_makes_changes_or_deletes_them_here(browser, token, feed):
    before = audit_count()
    answers = [
        *(browser.post(add_url(model), {"name": "New"}) for model in (ApiToken, CalendarFeed)),
        *(browser.post(change_url(row), {"name": "Other"}) for row in (token, feed)),
        *(browser.post(delete_url(row), {"post": "yes"}) for row in (token, feed)),
    ]

    assert [answer.status_code for answer in answers] == [403] * 6
    assert (audit_count(), ApiToken.objects.get().name) == (before, "Brief form")


def test_seeing_and_revoking_needs_its_permission(browser, manager_user, token, feed):
    manager_user.groups.clear()
    codenames = ["view_apitoken", "view_calendarfeed", "manage_tasks"]
    manager_user.user_permissions.set(Permission.objects.filter(codename__in=codenames))

    answers = [browser.get(list_url(model)) for model in (ApiToken, CalendarFeed)]
    choice = {"action": "revoke", "index": 0, "_selected_action": token.pk}
    answers.append(browser.post(list_url(ApiToken), choice))

    assert [answer.status_code for answer in answers] == [403] * 3
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", [ApiToken, CalendarFeed])
def test_lists_cost_the_same_for_one_and_for_three(browser, model, count, django_assert_num_queries):
    for number in range(count):
        user = user_named(f"person{number}", "operator")
        by = Actor.system("test")
        token_of(user, by)
        create_feed(user, None, by=by, now=timezone.now())
    browser.get(list_url(model))

    with django_assert_num_queries(9):
        browser.get(list_url(model))

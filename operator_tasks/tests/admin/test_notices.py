"""The outbox in the admin: to read for managers, and to send again what failed."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from campaigns.tests.admin.pages import act, change_url, delete_url, list_url, told
from operator_tasks.models import Notice


def notice_of(user, key: str, state: str) -> Notice:
    now = timezone.now()
    return Notice.objects.create(
        user=user,
        kind="digest",
        key=key,
        state=state,
        attempts=6,
        try_at=now,
        created_at=now,
        error="refused",
    )


@pytest.fixture
def failed(operator_user) -> Notice:
    return notice_of(operator_user, "2026-03-02", "failed")


def test_failed_notices_are_sent_again_and_others_named(browser, failed, operator_user):
    sent = notice_of(operator_user, "2026-03-03", "sent")

    response = act(browser, [failed, sent], "send_again")

    assert told(response) == [
        "1 notice: entered to be sent again.",
        "digest 2026-03-03 (omar): Only failed notices can be sent again; this one is “Sent”.",
    ]
    assert list(Notice.objects.order_by("key").values_list("state", "attempts", "error")) == [
        ("waiting", 0, ""),
        ("sent", 6, "refused"),
    ]


def test_sending_again_needs_its_permission(browser, manager_user, failed):
    manager_user.groups.clear()
    manager_user.user_permissions.add(Permission.objects.get(codename="view_notice"))

    browser.post(list_url(Notice), {"action": "send_again", "index": 0, "_selected_action": failed.pk})

    assert Notice.objects.get().state == "failed"


def test_list_and_page_show_the_error(browser, failed):
    pages = [browser.get(list_url(Notice)), browser.get(change_url(failed))]

    assert [(page.status_code, "refused" in page.content.decode()) for page in pages] == [(200, True)] * 2


def test_notices_are_never_written_by_hand(browser, failed):
    answers = [
        browser.post(change_url(failed), {"state": "sent"}),
        browser.post(delete_url(failed), {"post": "yes"}),
        browser.post(reverse("admin:operator_tasks_notice_add"), {"key": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert Notice.objects.get().state == "failed"


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(browser, operator_user, django_assert_num_queries, count):
    for number in range(count):
        notice_of(operator_user, f"2026-03-0{number + 1}", "sent")
    browser.get(list_url(Notice))

    with django_assert_num_queries(10):
        browser.get(list_url(Notice))

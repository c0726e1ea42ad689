"""Rows of tasks are filled into the shapes they share, and say of each task what is its own."""

from html import unescape

import pytest
from django.contrib.auth.models import User

from conftest import NOW, hours
from operator_tasks.domain.queries import row_of
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.transitions import block_task
from operator_tasks.models import OperatorTask
from operator_tasks.templatetags.task_rows import task_rows

WORDS = ["Call <b>Ann</b> & Bo", "\ue000title\ue001", "{{ task.title }} {% now %}"]


def shown(user: User, **options) -> str:
    tasks = OperatorTask.objects.for_list().order_by("pk")
    rows = [row_of(task, user, NOW) for task in tasks]
    around = {"now": NOW, "may_work": True, "here": "/?a=1&b=2", "csrf_token": "token-of-the-page"}
    return task_rows(rows, **{**around, **options})


@pytest.fixture
def maria(manager) -> User:
    return User.objects.get(username="maria")


def test_each_task_has_its_own_words_whatever_they_are(active_campaign, manager, maria):
    for title in WORDS:
        create_manual_task(active_campaign, title=title, due_at=NOW + hours(3), by=manager, now=NOW)

    text = shown(maria)

    keys = OperatorTask.objects.order_by("pk").values_list("pk", flat=True)
    for pk, title in zip(keys, WORDS, strict=True):
        row = text.split(f'id="task-{pk}"')[1].split("</li>")[0]
        assert unescape(row.split("data-keyboard-item>")[1].split("</a>")[0]) == title
        assert f'value="{pk}:1"' in row
        assert "<b>Ann" not in row
    assert text.count("token-of-the-page") >= len(WORDS)


def test_rows_of_other_shapes_have_what_is_theirs(active_campaign, manager, maria):
    first, second, _third = (
        create_manual_task(active_campaign, title=title, due_at=NOW + hours(3), by=manager, now=NOW)
        for title in ("First", "Second", "Third")
    )
    block_task(second, reason="No <picture> yet", by=manager, now=NOW)

    rows = [part.split("</li>")[0] for part in shown(maria).split("<li ")[1:]]

    assert ["No &lt;picture&gt; yet" in row for row in rows] == [False, True, False]
    assert ["/unblock/" in row for row in rows] == [False, True, False]
    assert ["/complete/" in row for row in rows] == [True, False, True]
    assert [f"/tasks/{first.pk}/" in row for row in rows] == [True, False, False]


def test_an_address_that_looks_like_a_mark_is_an_address(active_campaign, manager, maria):
    create_manual_task(active_campaign, title="Call", due_at=NOW + hours(3), by=manager, now=NOW)

    assert 'value="/?q=\ue000title\ue001"' in shown(maria, here="/?q=\ue000title\ue001")


def test_rows_are_ticked_where_the_whole_part_is(active_campaign, manager, maria):
    create_manual_task(active_campaign, title="Call", due_at=NOW + hours(3), by=manager, now=NOW)

    assert "checked" in shown(maria, is_picked=True)
    assert "checked" not in shown(maria)

"""Three tasks are completed with the keyboard alone, and nobody needs the keys of one letter."""

import pytest
from django.utils import timezone

from campaigns.domain.preferences import change_preferences
from conftest import actor_for, linkedin_proof
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import OperatorTask

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
desk = pytest.mark.parametrize("screen", ["desk-light"], indirect=True)


@desk
def test_three_tasks_without_a_mouse(open_as, queue):
    page = open_as("omar")
    page.keyboard.press("j")
    for number, task in enumerate(queue[:3]):
        page.locator(f"#task-{task.pk} [data-keyboard-item]:focus").wait_for()
        page.keyboard.press("c")
        page.locator(".task-form-slot textarea:focus").wait_for()
        page.keyboard.type(linkedin_proof(number).value)
        page.keyboard.press("Control+Enter")
        page.locator(f"#task-{task.pk}[data-status=DONE]").wait_for()

    assert [OperatorTask.objects.get(pk=task.pk).status for task in queue[:3]] == [TaskStatus.DONE] * 3


@desk
def test_three_tasks_by_tab_and_enter_where_letters_are_switched_off(open_as, queue, people):
    omar = people["omar"]
    change_preferences(omar, values={"shortcuts": False}, by=actor_for(omar), now=timezone.now())
    page = open_as("omar")
    for number, task in enumerate(queue[:3]):
        page.keyboard.press("c")
        assert page.locator(".task-form-slot form").count() == 0
        tab_to(page, page.locator(f"#task-{task.pk} [data-key=c]"))
        page.keyboard.press("Enter")
        page.locator(".task-form-slot textarea:focus").wait_for()
        page.keyboard.type(linkedin_proof(number).value)
        tab_to(page, page.locator(f"#task-{task.pk} .task-form-slot button[type=submit]"))
        page.keyboard.press("Enter")
        page.locator(f"#task-{task.pk}[data-status=DONE]").wait_for()

    assert [OperatorTask.objects.get(pk=task.pk).status for task in queue[:3]] == [TaskStatus.DONE] * 3


@desk
def test_a_key_that_a_task_does_not_take_says_why(open_as, queue, people):
    assign_task(queue[0], to=people["maria"], by=actor_for(people["maria"]), now=timezone.now())
    page = open_as("omar")
    page.locator(f"#task-{queue[0].pk} [data-keyboard-item]").focus()
    page.keyboard.press("c")

    page.locator("#messages .toast").get_by_text("This task is assigned to maria.").wait_for()


def tab_to(page, wanted):
    for _press in range(100):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("A hundred presses of Tab did not reach it.")

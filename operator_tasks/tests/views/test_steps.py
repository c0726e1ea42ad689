"""Steps on the page: ticked by whoever works on the task, reported where they are wrong."""

from datetime import timedelta

import pytest

from campaigns.tests.witness import nothing_changes
from operator_tasks.domain.checklists import tick_step, ticked_steps
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.sop_reports import answer_report, report_step
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import SopReport

HTMX = {"HX-Request": "true"}
NOTE = "There is no such button."


def step_url(post, number: int, act: str = "") -> str:
    return f"/tasks/{post.pk}/steps/{number}/{act}"


def test_a_tick_goes_back_to_its_step(as_operator, post):
    response = as_operator.post(step_url(post, 3), {"done": "yes"})

    assert (response.status_code, response["Location"]) == (302, f"/tasks/{post.pk}/#step-3")
    assert ticked_steps(post) == frozenset({2})
    page = as_operator.get(f"/tasks/{post.pk}/")
    assert [step.is_ticked for step in page.context["page"].procedure.steps][:4] == [
        False,
        False,
        True,
        False,
    ]
    assert "1 of 8 steps" in page.content.decode()


def test_htmx_gets_the_steps_and_their_count(as_operator, post):
    as_operator.post(step_url(post, 1), {"done": "yes"}, headers=HTMX)

    response = as_operator.post(step_url(post, 2), {"done": "yes"}, headers=HTMX)

    text = response.content.decode()
    assert response.status_code == 200
    assert (text.count('aria-pressed="true"'), text.count('aria-pressed="false"')) == (2, 6)
    assert 'hx-swap-oob="innerHTML"' in text and "2 of 8 steps" in text and "<html" not in text


def test_a_tick_is_taken_back(as_operator, post, operator, now):
    tick_step(post, step=0, done=True, by=operator, now=now)

    as_operator.post(step_url(post, 1), {"done": "no"})

    assert ticked_steps(post) == frozenset()


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("number", "data", "status"),
    [(1, {}, 400), (1, {"done": "perhaps"}, 400), (99, {"done": "yes"}, 400), (0, {"done": "yes"}, 400)],
)
def test_ticks_that_make_no_sense_are_refused(as_operator, post, number, data, status, headers):
    with nothing_changes():
        response = as_operator.post(step_url(post, number), data, headers=headers)

    assert response.status_code == status
    assert 'role="alert"' in response.content.decode()


def test_steps_of_a_done_task_are_shown_and_not_pressed(as_operator, post, operator, now):
    tick_step(post, step=0, done=True, by=operator, now=now)
    complete_task(post, proof=ProofInput("TEXT", "Seen"), by=operator, now=now)

    with nothing_changes():
        refused = as_operator.post(step_url(post, 2), {"done": "yes"})
    text = as_operator.get(f"/tasks/{post.pk}/").content.decode()

    assert refused.status_code == 409
    assert "This task is closed" in refused.content.decode()
    assert "aria-pressed" not in text and text.count("data-ticked") == 1


def test_steps_of_another_persons_task_are_theirs(as_operator, post, manager, manager_user, now):
    assign_task(post, to=manager_user, by=manager, now=now)

    assert as_operator.post(step_url(post, 1), {"done": "yes"}).status_code == 403
    assert "aria-pressed" not in as_operator.get(f"/tasks/{post.pk}/").content.decode()


def test_viewers_and_strangers_tick_and_report_nothing(as_viewer, client, post):
    for url in (step_url(post, 1), step_url(post, 1, "report/"), f"/tasks/{post.pk}/procedure/report/"):
        assert as_viewer.post(url, {"done": "yes", "note": NOTE}).status_code == 403
    client.logout()
    assert client.post(step_url(post, 1), {"done": "yes"}).status_code == 302
    assert ticked_steps(post) == frozenset()
    assert not SopReport.objects.exists()


def test_another_clients_task_is_not_there(as_operator, make_task, foreign, now):
    task = make_task(now + timedelta(days=1), campaign=foreign)

    assert as_operator.post(step_url(task, 1), {"done": "yes"}).status_code == 404
    assert as_operator.get(step_url(task, 1, "report/")).status_code == 404
    assert as_operator.get(f"/tasks/{task.pk}/procedure/report/").status_code == 404


def test_ticks_are_made_by_post_alone(as_operator, post):
    assert as_operator.get(step_url(post, 1)).status_code == 405


# -- reports ------------------------------------------------------------------------------------------------
def test_the_report_form_comes_alone_or_as_a_page(as_operator, post):
    part = as_operator.get(step_url(post, 2, "report/"), headers=HTMX)
    page = as_operator.get(step_url(post, 2, "report/"))

    assert "<html" not in part.content.decode() and f'action="{step_url(post, 2, "report/")}"' in (
        part.content.decode()
    )
    assert (page.status_code, page.context["step"].number) == (200, 2)
    assert "Step 2 is wrong" in page.content.decode()


def test_a_report_is_kept_and_shown_with_its_answer(as_operator, post, manager, now):
    response = as_operator.post(step_url(post, 2, "report/"), {"note": NOTE})
    assert (response.status_code, response["Location"]) == (302, f"/tasks/{post.pk}/#step-2")
    report = SopReport.objects.get()

    text = as_operator.get(f"/tasks/{post.pk}/").content.decode()
    assert NOTE in text and "Reported by omar" in text and "Not answered yet" in text

    answer_report(report, answer="Look under the three dots.", by=manager, now=now)
    text = as_operator.get(f"/tasks/{post.pk}/").content.decode()
    assert "Look under the three dots." in text and "Answered by maria" in text


def test_the_whole_procedure_can_be_reported(as_operator, post):
    response = as_operator.post(f"/tasks/{post.pk}/procedure/report/", {"note": NOTE})

    assert response["Location"] == f"/tasks/{post.pk}/#procedure"
    assert SopReport.objects.get().step is None
    assert NOTE in as_operator.get(f"/tasks/{post.pk}/").content.decode()


@pytest.mark.parametrize("note", ["", " ", "x" * 1001])
def test_a_note_that_says_nothing_is_refused_beside_its_field(as_operator, post, note):
    with nothing_changes():
        response = as_operator.post(step_url(post, 2, "report/"), {"note": note})

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["note"]


def test_the_same_report_twice_is_refused(as_operator, post):
    as_operator.post(step_url(post, 2, "report/"), {"note": NOTE})

    with nothing_changes():
        response = as_operator.post(step_url(post, 2, "report/"), {"note": NOTE})

    assert response.status_code == 409
    assert "You reported this already" in response.content.decode()


@pytest.mark.parametrize("number", [0, 99])
def test_a_step_that_is_not_there_cannot_be_reported(as_operator, post, number):
    assert as_operator.get(step_url(post, number, "report/")).status_code == 404
    assert as_operator.post(step_url(post, number, "report/"), {"note": NOTE}).status_code == 404


def test_notes_are_shown_as_text(as_operator, post, operator, now):
    report_step(post, step=0, note="<script>alert(1)</script>", by=operator, now=now)

    assert "<script>alert" not in as_operator.get(f"/tasks/{post.pk}/").content.decode()

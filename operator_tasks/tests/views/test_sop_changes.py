"""Writing procedures in the pages: draft, preview, publish, retire, move tasks."""

import pytest

from campaigns.tests.witness import nothing_changes
from operator_tasks.domain.sops import create_sop
from operator_tasks.models import Sop, SopDraft

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sop(db) -> Sop:
    return Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")


@pytest.fixture
def page(sop) -> str:
    return f"/sops/{sop.pk}/draft/"


@pytest.fixture
def written(sop) -> dict:
    latest = sop.versions.get()
    return {
        "version": 0,
        "latest": 1,
        "body": latest.body.replace("1. ", "1. Breathe. ", 1),
        "minutes": 7,
        "proof_types": ["URL"],
        "note": "Calmer",
    }


def test_a_draft_is_saved_and_gone_on_with(as_manager, sop, page, written):
    first = as_manager.get(page)
    answer = as_manager.post(page, {**written, "then": "save"}, follow=True)

    assert first.context["form"]["version"].value() == 0
    assert answer.redirect_chain == [(page, 302)]
    assert answer.context["form"]["version"].value() == 1
    assert SopDraft.objects.get().note == "Calmer"
    assert "Go on with the draft" in as_manager.get(f"/sops/{sop.pk}/").content.decode()


def test_it_is_published_at_once(as_manager, sop, page, written):
    answer = as_manager.post(page, {**written, "then": "publish"}, follow=True)

    assert answer.redirect_chain == [(f"/sops/{sop.pk}/", 302)]
    assert [version.row.version.number for version in answer.context["versions"]] == [2, 1]
    assert not SopDraft.objects.exists()


def test_it_is_looked_at_as_operators_see_it_and_nothing_is_stored(as_manager, page, written):
    with nothing_changes():
        whole = as_manager.post(page, {**written, "then": "preview"})
        part = as_manager.post(page, {**written, "then": "preview"}, headers=HTMX)

    assert whole.status_code == 200
    assert part.templates[0].name == "operator_tasks/_sop_preview.html"
    assert '<li class="step step-read">Breathe.' in part.content.decode()


def test_markdown_with_script_is_shown_as_text(as_manager, page, written):
    body = "## WHERE\n\n<script>alert(1)</script> [x](javascript:alert(1))\n"

    shown = as_manager.post(page, {**written, "body": body, "then": "preview"}, headers=HTMX).content.decode()

    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert 'href="javascript' not in shown


def test_what_is_incomplete_is_told_beside_the_text(as_manager, page, written):
    with nothing_changes():
        refused = as_manager.post(page, {**written, "body": "## WHERE\n\nHere.", "then": "publish"})

    assert refused.status_code == 400
    assert "is missing" in str(refused.context["form"].errors["body"])


def test_what_somebody_else_wrote_meanwhile_is_shown(as_manager, page, written):
    as_manager.post(page, {**written, "then": "save"})

    stale = as_manager.post(page, {**written, "note": "Mine", "then": "save"})

    assert stale.status_code == 412
    assert [(each.stored, each.written) for each in stale.context["form"].differences] == [("Calmer", "Mine")]
    again = as_manager.post(page, {**written, "note": "Mine", "version": 1, "then": "save"})
    assert again.status_code == 302


def test_a_draft_is_thrown_away(as_manager, page, written):
    as_manager.post(page, {**written, "then": "save"}, follow=True)

    def thrown_away(**seen) -> list[str]:
        answer = as_manager.post(f"{page}discard/", seen, follow=True)
        return [str(text) for text in answer.context["messages"]]

    assert "changed" in thrown_away(version=7)[0]
    assert thrown_away() == ["Open the draft again and throw it away there; nothing was changed."]
    assert SopDraft.objects.exists()
    assert thrown_away(version=1) == ["The draft is thrown away."]
    assert not SopDraft.objects.exists()


def test_of_two_who_publish_the_second_is_shown_what_the_first_wrote(as_manager, sop, page, written):
    as_manager.post(page, {**written, "then": "publish"})

    twice = as_manager.post(page, {**written, "note": "Mine", "then": "publish"})

    assert (twice.status_code, sop.versions.count()) == (412, 2)
    form = twice.context["form"]
    assert (form["version"].value(), form["latest"].value()) == (0, 2)
    assert [(each.stored, each.written) for each in form.differences] == [("", "Mine")]


def test_a_procedure_without_a_version_has_a_page(as_manager, as_operator, manager, now):
    new = create_sop(task_type="MANUAL", platform="x", content_type="", title="Reply", by=manager, now=now)

    for browser in (as_manager, as_operator):
        assert "Nothing is published yet" in browser.get(f"/sops/{new.pk}/").content.decode()


def test_open_tasks_are_moved_from_the_page(as_manager, sop, page, written, post):
    as_manager.post(page, {**written, "then": "publish"})
    shown = as_manager.get(f"/sops/{sop.pk}/").content.decode()

    answer = as_manager.post(f"/sops/{sop.pk}/move-tasks/", follow=True)

    assert "Move all open tasks to version 2" in shown
    post.refresh_from_db()
    assert post.sop_version.number == 2
    assert "the latest version now" in str(next(iter(answer.context["messages"])))


def test_a_procedure_retires_and_comes_back(as_manager, running):
    carousel = Sop.objects.get(platform="linkedin", content_type="carousel")
    page = f"/sops/{carousel.pk}/"

    said = as_manager.post(f"{page}retire/", follow=True).content.decode()
    listed = as_manager.get("/sops/").content.decode()
    back = as_manager.post(f"{page}restore/", follow=True).content.decode()

    assert "This procedure is retired" in said
    assert "retired" in listed
    assert "This procedure is retired" not in back


def test_what_is_needed_says_why_it_stays(as_manager, sop, running):
    said = [str(text) for text in as_manager.post(f"/sops/{sop.pk}/retire/", follow=True).context["messages"]]

    assert said == ["Tasks for LinkedIn Post still need this procedure; publish another one for them first."]


@pytest.mark.parametrize("act", ["draft", "draft/discard", "retire", "restore", "move-tasks"])
def test_operators_change_nothing(as_operator, sop, act):
    with nothing_changes():
        answer = as_operator.post(f"/sops/{sop.pk}/{act}/")

    assert answer.status_code == 403
    assert "Retire" not in as_operator.get(f"/sops/{sop.pk}/").content.decode()

"""Uploaded files: only to those who may see them, never inside our pages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.domain.audit import recorded
from campaigns.domain.calendar import add_item
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task, undo_task


def picture(name: str = "shot.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def proven(make_task, operator, now):
    task = make_task(now + timedelta(hours=2))
    return complete_task(task, proof=ProofInput("UPLOAD", file=picture("evil.html")), by=operator, now=now)


def test_a_proof_file_comes_as_an_attachment_that_runs_nothing(as_operator, proven):
    response = as_operator.get(f"/proofs/{proven.proof_id}/file/")

    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    assert response.status_code == 200
    assert [response[name] for name in headers] == [
        "image/png",
        'attachment; filename="evil.png"',
        "nosniff",
        "private, no-store",
    ]
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


def test_proof_files_are_closed_to_others(client, proven, db):
    from conftest import user_named  # noqa: PLC0415 - made after the groups

    anonymous = client.get(f"/proofs/{proven.proof_id}/file/")
    client.force_login(user_named("stranger", "operator"))
    stranger = client.get(f"/proofs/{proven.proof_id}/file/")

    assert (anonymous.status_code, stranger.status_code) == (302, 404)


def test_withdrawn_proof_is_for_those_who_work(client, proven, operator, operator_user, viewer_user, now):
    undo_task(proven, by=operator, now=now)
    client.force_login(viewer_user)
    viewer = client.get(f"/proofs/{proven.proof_id}/file/")
    client.force_login(operator_user)
    worker = client.get(f"/proofs/{proven.proof_id}/file/")
    worker.close()

    assert (viewer.status_code, worker.status_code) == (404, 200)


@pytest.fixture
def item(running, manager, now):
    return add_item(
        running,
        platform="x",
        content_type="post",
        scheduled_at=now + timedelta(days=1),
        values={"title": "The poster"},
        by=manager,
        now=now,
    )


def test_an_item_without_a_file_has_none_to_give(as_manager, item):
    assert as_manager.get(f"/calendar-items/{item.pk}/asset/").status_code == 404


def test_an_items_asset_comes_as_plain_bytes_unless_it_is_a_picture(as_operator, item, manager, now):
    with recorded("calendar_item.edited", item, by=manager, now=now) as fresh:
        fresh.asset = SimpleUploadedFile("page.html", b"<script>")

    response = as_operator.get(f"/calendar-items/{item.pk}/asset/")
    response.close()

    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/octet-stream",
        'attachment; filename="The poster.html"',
    )


def test_another_clients_asset_is_not_there(as_operator, foreign, manager, now):
    elsewhere = add_item(
        foreign,
        platform="x",
        content_type="post",
        scheduled_at=now + timedelta(days=1),
        values={},
        by=manager,
        now=now,
    )
    with recorded("calendar_item.edited", elsewhere, by=manager, now=now) as fresh:
        fresh.asset = picture()

    assert as_operator.get(f"/calendar-items/{elsewhere.pk}/asset/").status_code == 404

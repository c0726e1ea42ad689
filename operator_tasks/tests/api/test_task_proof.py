"""Proof through the API: addresses, texts, files and a manager's word, and each way in which they do not count."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from campaigns.domain.campaigns import pause_campaign
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.tests.api.told import SERVER, due_soon, linkedin_post, moment

pytestmark = pytest.mark.django_db
NOTE = {"proof_type": "TEXT", "proof_value": "Posted by hand"}


@pytest.fixture
def soon(post, manager):
    return due_soon(post, manager)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(name="proof.png"):
    data = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def complete(program, task, **sent):
    return program.post(f"/tasks/{task.pk}/complete/", sent)


def test_the_address_of_the_post_proves_it(operating, soon):
    address = linkedin_post()

    answer = complete(operating, soon, proof_type="URL", proof_value=f"{address}?utm_source=share")

    proof = TaskProof.objects.get()
    told = answer.json()
    assert answer.status_code == 200
    assert told["proof"] == {
        "type": "URL",
        "value": f"{address}?utm_source=share",
        "file_url": None,
        "canonical_url": address.rstrip("/"),
        "platform": "linkedin",
        "post_id": address.rpartition(":")[2].rstrip("/"),
        "published_at": moment(proof.published_at),
        "is_weak": False,
        "doubt": "",
    }
    assert (told["proof_type"], told["proof_value"]) == ("URL", f"{address}?utm_source=share")


def test_a_file_proves_what_has_no_address(operating, soon, folder):
    form = {"proof_type": "UPLOAD", "file": picture("Screen shot.png"), "version": soon.version}

    answer = operating.upload(f"/tasks/{soon.pk}/complete/", form)

    assert answer.status_code == 200
    assert answer.json()["proof"] == {
        "type": "UPLOAD",
        "value": "",
        "file_url": f"{SERVER}/api/v1/tasks/{soon.pk}/proof/file/",
        "canonical_url": "",
        "platform": "",
        "post_id": "",
        "published_at": None,
        "is_weak": not {"UPLOAD"} <= set(soon.sop_version.proof_types),
        "doubt": "",
    }
    assert len(files(folder)) == 1


def test_the_same_file_with_the_same_key_is_kept_once(operating, soon, folder):
    def press(name="proof.png"):
        form = {"proof_type": "UPLOAD", "file": picture(name)}
        return operating.upload(f"/tasks/{soon.pk}/complete/", form, {"Idempotency-Key": "k"})

    first, second, other = press(), press(), press("other.png")

    assert (first.status_code, second.status_code, other.status_code) == (200, 200, 409)
    assert second.json() == first.json()
    assert (TaskProof.objects.count(), len(files(folder))) == (1, 1)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"proof_type": "UPLOAD"}, "file"),
        ({"proof_type": "UPLOAD", "file": "proof.png"}, "file"),
        ({"proof_type": "UPLOAD", "file": SimpleUploadedFile("a.png", b"")}, "file"),
        ({"proof_type": "UPLOAD", "file": SimpleUploadedFile("a.png", b"<script>")}, "file"),
        ({"proof_type": "UPLOAD", "file": SimpleUploadedFile("a.svg", b"<svg/>")}, "file"),
        ({"proof_type": "URL", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, "proof_type"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, "proof_type"),
        (
            {"proof_type": "UPLOAD", "proof_value": "x", "file": SimpleUploadedFile("a.pdf", b"%PDF")},
            "proof_value",
        ),
        (
            {"proof_type": ["UPLOAD", "UPLOAD"], "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")},
            "proof_type",
        ),
    ],
)
def test_files_that_do_not_count_are_refused_and_not_kept(operating, soon, folder, form, field):
    for file in form.values():
        if hasattr(file, "seek"):
            file.seek(0)

    answer = operating.upload(f"/tasks/{soon.pk}/complete/", form)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert (TaskProof.objects.count(), files(folder)) == (0, [])


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        ({"proof_type": "URL", "proof_value": "https://x.com/acme/status/1"}, "proof_value", "LinkedIn"),
        ({"proof_type": "URL", "proof_value": "javascript:alert(1)"}, "proof_value", "http"),
        ({"proof_type": "URL", "proof_value": "I posted it"}, "proof_value", "There is no link in this."),
        (
            {"proof_type": "URL", "proof_value": "https://a.example https://b.example"},
            "proof_value",
            "2 links",
        ),
        ({"proof_type": "URL"}, "proof_value", "This field is required."),
        ({"proof_type": "TEXT", "proof_value": ""}, "proof_value", "This field may not be blank."),
        (
            {"proof_type": "TEXT", "proof_value": "  "},
            "proof_value",
            "Write what shows that the work was done.",
        ),
        ({"proof_type": "TEXT", "proof_value": "x" * 5001}, "proof_value", "no more than 5000 characters"),
        ({"proof_type": "TEXT", "proof_value": "\u202eevil"}, "proof_value", ""),
        ({"proof_type": "TEXT", "proof_value": ["x"]}, "proof_value", "Write this as text, in quotes."),
        ({"proof_type": "UPLOAD", "proof_value": "x"}, "proof_type", "multipart/form-data"),
        ({"proof_type": "", "proof_value": "x"}, "proof_type", "This is not one of: URL, TEXT, MANUAL."),
        ({"proof_value": "x"}, "proof_type", "This field is required."),
        (
            {"proof_type": "TEXT", "proof_value": "x", "performed_at": "2199-01-01T09:00:00Z"},
            "performed_at",
            "not ahead",
        ),
        (
            {"proof_type": "TEXT", "proof_value": "x", "performed_at": "2001-01-01T09:00:00Z"},
            "performed_at",
            "not before",
        ),
        ({"proof_type": "TEXT", "proof_value": "x", "completed_by": "maria"}, "completed_by", "leave it out"),
    ],
)
def test_proof_that_does_not_hold_is_refused_by_its_field(operating, soon, sent, field, text):
    answer = complete(operating, soon, **sent)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert text in answer.json()["errors"][field][0]
    assert (OperatorTask.objects.get(pk=soon.pk).status, TaskProof.objects.count()) == (soon.status, 0)


def test_a_post_proves_one_task(operating, posts, soon, manager):
    address = linkedin_post()
    complete_task(soon, proof=ProofInput("URL", address), by=manager, now=timezone.now())
    other = next(task for task in posts if task.platform == "linkedin" and task.pk != soon.pk)

    answer = complete(operating, other, proof_type="URL", proof_value=address)

    text = (
        "This post is the proof of task “LinkedIn Post” of Spring launch already; "
        "paste the address of the new post."
    )
    assert (answer.status_code, answer.json()["errors"]) == (422, {"proof_value": [text]})


def test_only_a_manager_vouches(operating, managing, soon):
    word = {"proof_type": "MANUAL", "proof_value": "I saw it"}

    refused, done = complete(operating, soon, **word), complete(managing, soon, **word)

    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "Only a manager can vouch for a task without other proof; give the address or a text.",
    )
    assert (done.status_code, done.json()["proof_type"]) == (200, "MANUAL")


def test_what_was_done_before_a_pause_can_be_told(operating, soon, running, manager):
    before = timezone.now() - timedelta(minutes=5)
    pause_campaign(running, reason="Client asked", by=manager, now=timezone.now())

    refused = complete(operating, soon, **NOTE)
    done = complete(operating, soon, **NOTE, performed_at=moment(before))

    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "The campaign is on hold. If you posted before the pause, give the time you posted.",
    )
    assert (done.status_code, done.json()["performed_at"]) == (200, moment(before))


def test_proof_is_replaced_by_better_proof(operating, soon, operator, folder):
    complete_task(soon, proof=ProofInput("TEXT", "Posted"), by=operator, now=timezone.now())
    place = f"/tasks/{soon.pk}/replace-proof/"

    by_file = operating.upload(place, {"proof_type": "UPLOAD", "file": picture()})
    by_address = operating.post(place, {"proof_type": "URL", "proof_value": linkedin_post(1)})
    by_nothing = operating.post(place, {**NOTE, "performed_at": moment(timezone.now())})

    told = [(answer.status_code, answer.json().get("proof_type")) for answer in (by_file, by_address)]
    assert told == [(200, "UPLOAD"), (200, "URL")]
    assert (by_nothing.status_code, list(by_nothing.json()["errors"])) == (400, ["performed_at"])
    kept = [(proof.proof_type, proof.withdrawn_at is None) for proof in TaskProof.objects.order_by("pk")]
    assert kept == [("TEXT", False), ("UPLOAD", False), ("URL", True)]
    assert len(files(folder)) == 1


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_bodies_of_other_types_are_not_read(operating, soon, client, kind):
    answer = client.post(
        f"/api/v1/tasks/{soon.pk}/complete/",
        data="proof_type=TEXT&proof_value=x",
        content_type=kind,
        headers={"Authorization": f"Bearer {operating.text}"},
    )

    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_forms_that_are_none_are_refused(operating, soon, client, kind):
    answer = client.post(
        f"/api/v1/tasks/{soon.pk}/complete/",
        data=b"--y\r\nnot a form",
        content_type=kind,
        headers={"Authorization": f"Bearer {operating.text}"},
    )

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_verbs_without_files_read_no_forms(operating, soon):
    assert operating.upload(f"/tasks/{soon.pk}/block/", {"reason": "No asset"}).status_code == 415

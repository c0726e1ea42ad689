"""What counts as proof: the post itself, a text, a file that is what it says, or a manager's word."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.domain.calendar import add_item, generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import add_account, create_client
from campaigns.errors import InvalidInput, Never, NotAllowed
from campaigns.tests.witness import refused, told
from conftest import CADENCE, NOW, brief, hours, linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task, undo_task
from operator_tasks.models import OperatorTask, TaskProof

PNG = io.BytesIO()
Image.new("RGB", (4, 4), "teal").save(PNG, "PNG")
PROOF = ("proof_type", "value", "canonical_url", "platform", "post_id", "is_weak", "withdrawn_at")


def complete(task: OperatorTask, proof: ProofInput, by) -> OperatorTask:
    return complete_task(task, proof=proof, by=by, now=task.due_at)


def proof_row(task: OperatorTask) -> tuple:
    return TaskProof.objects.values_list(*PROOF).get(task=task, withdrawn_at=None)


def upload(data: bytes, name: str = "proof.png", kind: str = "image/png") -> ProofInput:
    return ProofInput("UPLOAD", file=SimpleUploadedFile(name, data, kind))


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept_files(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# -- addresses ----------------------------------------------------------------------------------------------
def test_url_is_kept_with_the_post_it_names(linkedin_task, operator):
    given = ProofInput("URL", f"  {linkedin_proof().value}?utm_source=share ")

    complete(linkedin_task, given, operator)

    url = "https://www.linkedin.com/feed/update/urn:li:activity:7433984409600000000"
    number = "7433984409600000000"
    assert proof_row(linkedin_task) == (
        "URL",
        f"{url}/?utm_source=share",
        url,
        "linkedin",
        number,
        False,
        None,
    )
    assert told("proof.added")[:4] == ("omar", "page", "proof", 1)
    assert told("proof.added")[5]["post_id"] == number


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Paste the link of the published post"),
        ("I posted it this morning", "choose Text under Other proof"),
        ("ftp://www.linkedin.com/feed/update/urn:li:activity:1/", "starting with https://"),
        ("javascript:alert(1)", "starting with https://"),
        (
            "https://x.com/acme/status/1893000000000000000",
            "looks like a link of X, but the task is for LinkedIn",
        ),
        ("https://www.linkedin.com/in/omar/", "not a single published post"),
        ("https://www.linkedin.com/company/acme/", "not a single published post"),
        ("https://www.linkedin.com/feed/", "not a single published post"),
        ("https://evil.example/feed/update/urn:li:activity:7300000000000000000/", "not a site of LinkedIn"),
        ("https://www.linkedin.com/feed/\x00", "invisible character"),
        ("https://www.linkedin.com/\ud800", "."),
        ("https://www.linkedin.com/" + "x" * 1_000_000, "longer than 2000 characters"),
    ],
)
def test_url_of_anything_but_a_post_on_that_platform_is_refused(linkedin_task, operator, url, sentence):
    with refused(InvalidInput, sentence):
        complete(linkedin_task, ProofInput("URL", url), operator)


def test_post_proves_one_task_only_and_the_refusal_names_it(tasks, operator):
    first, second = [task for task in tasks if task.platform == "linkedin"][:2]
    complete(first, linkedin_proof(), operator)
    spelt_otherwise = ProofInput("URL", linkedin_proof().value.replace("www.", "") + "?trk=public_post")

    for proof in (linkedin_proof(), spelt_otherwise):
        with refused(Never, "This post is the proof of task “LinkedIn Post” of Spring launch already"):
            complete(second, proof, operator)


def test_post_of_another_client_is_refused_without_naming_it(linkedin_task, manager, operator):
    rival = create_client(name="Rival", time_zone="Europe/Berlin", by=manager, now=NOW)
    campaign = create_campaign(client=rival, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    campaign = activate_campaign(campaign, by=manager, now=NOW)
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    theirs = next(
        task for task in plan_tasks(campaign, by=manager, now=NOW).created if task.platform == "linkedin"
    )
    complete(theirs, linkedin_proof(), manager)

    with refused(Never, "This post is the proof of another task already"):
        complete(linkedin_task, linkedin_proof(), operator)


def test_undo_frees_the_post_for_another_task(tasks, operator):
    first, second = [task for task in tasks if task.platform == "linkedin"][:2]
    done = complete(first, linkedin_proof(), operator)
    undo_task(done, by=operator, now=first.due_at)

    assert complete(second, linkedin_proof(), operator).status == "DONE"


# -- texts and a manager's word -----------------------------------------------------------------------------
def test_text_is_weak_where_the_procedure_asks_for_an_address(linkedin_task, operator):
    complete(linkedin_task, ProofInput("TEXT", " Seen in the feed "), operator)

    assert proof_row(linkedin_task) == ("TEXT", "Seen in the feed", "", "", "", True, None)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("TEXT", "", "Write what shows that the work was done"),
        ("TEXT", "  \n ", "Write what shows that the work was done"),
        ("TEXT", "x" * 5001, "at most 5000 characters"),
        ("TEXT", "x" * 1_000_000, "at most 5000 characters"),
        ("TEXT", "a\x00b", "cannot be stored"),
        ("TEXT", "\ud800", "cannot be stored"),
        ("MANUAL", "", "Write what shows that the work was done"),
        ("UPLOAD", "", "Choose the picture or PDF"),
        ("", "x", "Choose a kind of proof"),
        ("RUMOUR", "x", "Choose a kind of proof"),
    ],
)
def test_proof_that_shows_nothing_is_refused(linkedin_task, manager, kind, value, sentence):
    with refused(InvalidInput, sentence):
        complete(linkedin_task, ProofInput(kind, value), manager)


def test_only_a_manager_vouches_without_other_proof(linkedin_task, manager, operator):
    with refused(NotAllowed, "Only a manager can vouch for a task"):
        complete(linkedin_task, ProofInput("MANUAL", "I saw it"), operator)
    assert complete(linkedin_task, ProofInput("MANUAL", "I saw it"), manager).proof.value == "I saw it"


# -- files --------------------------------------------------------------------------------------------------
def test_upload_is_kept_encoded_anew_under_a_random_name(linkedin_task, operator, settings):
    done = complete(linkedin_task, upload(PNG.getvalue(), "../../etc/my\u202epost.png"), operator)

    proof = TaskProof.objects.get(pk=done.proof.pk)
    assert (proof.file_label, proof.file_type) == ("mypost.png", "image/png")
    assert [path.name for path in kept_files(settings)] == [Path(proof.file.name).name]
    assert "post" not in proof.file.name
    with Image.open(proof.file.path) as image:
        assert (image.format, image.size) == ("PNG", (4, 4))


def test_upload_of_a_pdf_is_kept_as_it_is(linkedin_task, operator):
    data = b"%PDF-1.7\n%%EOF"

    done = complete(linkedin_task, upload(data, "report.pdf", "application/pdf"), operator)

    assert (done.proof.file_type, Path(done.proof.file.path).read_bytes()) == ("application/pdf", data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html><script>alert(1)</script></html>", "Send a picture"),
        (b"GIF89a<script>alert(1)</script>", "Send a picture"),
        (PNG.getvalue()[:40], "Send a picture"),
        (b"", "The file is empty"),
    ],
)
def test_upload_that_is_no_picture_is_refused_and_leaves_no_file(
    linkedin_task, operator, settings, data, sentence
):
    with refused(InvalidInput, sentence):
        complete(linkedin_task, upload(data), operator)
    assert kept_files(settings) == []


def test_upload_that_is_too_large_is_refused(linkedin_task, operator, settings):
    settings.PROOF_MAX_BYTES = 1024 * 1024

    with refused(InvalidInput, "The file is larger than 1 MB; send a smaller one"):
        complete(linkedin_task, upload(b"%PDF-" + b"x" * settings.PROOF_MAX_BYTES), operator)


def test_refused_completion_leaves_no_file_behind(linkedin_task, operator, settings):
    now = linkedin_task.due_at

    with refused(InvalidInput, "not ahead of now"):
        complete_task(
            linkedin_task,
            proof=upload(PNG.getvalue()),
            performed_at=now + hours(1),
            by=operator,
            now=now,
        )
    assert kept_files(settings) == []


def test_upload_is_full_proof_where_the_procedure_accepts_it(linkedin_task, operator):
    done = complete(linkedin_task, upload(PNG.getvalue()), operator)

    assert (linkedin_task.sop_version.proof_types, done.proof.is_weak) == (["URL", "UPLOAD"], False)


@pytest.mark.parametrize(
    ("milliseconds", "said"), [(1740000000000, "2025-02-19 21:20"), (1900000000000, "2030-03-17 17:46")]
)
def test_post_whose_id_tells_an_odd_time_is_accepted_and_marked(linkedin_task, operator, milliseconds, said):
    url = f"https://www.linkedin.com/feed/update/urn:li:activity:{milliseconds << 22}/"

    done = complete(linkedin_task, ProofInput("URL", url), operator)

    assert (done.proof.is_weak, done.proof.doubt) == (
        True,
        f"The id of the post says {said} UTC, which does not fit this campaign.",
    )


def test_post_of_another_account_is_accepted_and_marked(active_campaign, client_acme, manager, operator):
    account = add_account(client_acme, platform="x", handle="@acme", by=manager, now=NOW)
    item = add_item(
        active_campaign,
        platform="x",
        content_type="post",
        scheduled_at=NOW + hours(2),
        values={"account_id": account.pk},
        by=manager,
        now=NOW,
    )
    (task,) = plan_tasks(item.campaign, by=manager, now=NOW).created

    done = complete(task, ProofInput("URL", "https://x.com/somebodyelse/status/123456"), operator)

    assert (done.proof.is_weak, done.proof.doubt) == (
        True,
        "The link names somebodyelse, the task was for @acme.",
    )

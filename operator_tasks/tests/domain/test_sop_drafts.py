"""Drafts of procedures: kept however incomplete, published whole, never over what somebody else wrote."""

import pytest

from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.tests.witness import refused, told
from conftest import NOW
from operator_tasks.domain.sop_drafts import (
    discard_draft,
    draft_of,
    publish_draft,
    publish_written,
    save_draft,
)
from operator_tasks.domain.sops import create_sop, publish_version
from operator_tasks.models import Sop, SopDraft, SopVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def sop() -> Sop:
    return Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")


@pytest.fixture
def written(sop) -> dict:
    latest = sop.versions.get()
    body = latest.body.replace("## TIPS\n", "## TIPS\n\nBreathe.\n", 1)
    return {"body": body, "minutes": 7, "proof_types": ["URL"], "note": "Calmer"}


def test_a_draft_begins_with_the_latest_version_and_nothing_is_stored(sop):
    latest, draft = sop.versions.get(), draft_of(sop)

    assert (draft.body, draft.minutes, draft.proof_types) == (latest.body, latest.minutes, latest.proof_types)
    assert (draft.version, SopDraft.objects.count()) == (0, 0)


def test_the_first_draft_of_a_procedure_without_a_version_begins_with_its_sections(manager):
    new = create_sop(task_type="MANUAL", platform="x", content_type="", title="Reply", by=manager, now=NOW)

    assert "## COMMON MISTAKES" in draft_of(new).body


def test_it_is_saved_however_incomplete_and_saved_again(sop, written, manager):
    first = save_draft(sop, **{**written, "body": "half a sent"}, by=manager, now=NOW, seen_version=0)
    again = save_draft(sop, **written, by=manager, now=NOW, seen_version=first.version)

    assert (first.version, again.version, draft_of(sop).body) == (1, 2, written["body"])
    assert told("sop_draft.saved")[:4] == ("maria", "page", "sop draft", 2)
    assert sop.versions.count() == 1


def test_two_who_write_at_once_do_not_overwrite_each_other(sop, written, manager):
    save_draft(sop, **written, by=manager, now=NOW, seen_version=0)

    for seen in (0, 7):
        with refused(StaleVersion, "changed"):
            save_draft(sop, **written, by=manager, now=NOW, seen_version=seen)


def test_nobody_writes_over_a_version_they_did_not_see(sop, written, manager):
    publish_written(sop, values=written, by=manager, now=NOW, seen_version=0, seen_number=1)

    with refused(StaleVersion, "changed"):
        publish_written(sop, values=written, by=manager, now=NOW, seen_version=0, seen_number=1)
    with refused(StaleVersion, "changed"):
        save_draft(sop, **written, by=manager, now=NOW, seen_version=3)
    with refused(StaleVersion, "changed"):
        publish_version(sop, **written, by=manager, now=NOW, seen_number=1)


def test_publishing_makes_the_next_version_and_ends_the_draft(sop, written, manager):
    save_draft(sop, **written, by=manager, now=NOW)

    version = publish_draft(sop, by=manager, now=NOW)

    told_of = (version.number, version.body, version.minutes, version.proof_types, version.note)
    assert told_of == (2, written["body"], 7, ["URL"], "Calmer")
    assert not SopDraft.objects.exists()
    assert told("sop_draft.deleted")[:3] == ("maria", "page", "sop draft")


def test_what_is_incomplete_is_kept_and_not_published(sop, written, manager):
    save_draft(sop, **{**written, "body": "## WHERE\n\nHere."}, by=manager, now=NOW)

    with refused(InvalidInput, "is missing"):
        publish_draft(sop, by=manager, now=NOW)
    with refused(InvalidInput, "kinds of proof"):
        publish_written(sop, values={**written, "proof_types": []}, by=manager, now=NOW)


def test_written_and_published_at_once(sop, written, manager):
    version = publish_written(sop, values=written, by=manager, now=NOW, seen_version=0)

    assert (version.number, SopDraft.objects.count()) == (2, 0)


def test_a_draft_is_thrown_away(sop, written, manager):
    save_draft(sop, **written, by=manager, now=NOW)

    discard_draft(sop, by=manager, now=NOW)

    assert not SopDraft.objects.exists()
    with refused(NotNow, "There is no draft"):
        discard_draft(sop, by=manager, now=NOW)
    with refused(NotNow, "There is no draft"):
        publish_draft(sop, by=manager, now=NOW)


def test_operators_do_not_write_procedures(sop, written, manager, operator):
    with refused(NotAllowed, "Only a manager writes procedures"):
        save_draft(sop, **written, by=operator, now=NOW)
    save_draft(sop, **written, by=manager, now=NOW)
    for verb in (publish_draft, discard_draft):
        with refused(NotAllowed, "Only a manager writes procedures"):
            verb(sop, by=operator, now=NOW)
    assert SopVersion.objects.filter(sop=sop).count() == 1

"""The SOP library: shipped files become versions, managers publish new ones, tasks pin one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.actor import Actor
from campaigns.errors import InvalidInput
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import NOW
from operator_tasks.domain.sops import SopShelf, UnknownSop, _sync, publish_version, sync_shipped
from operator_tasks.models import Sop, SopVersion
from operator_tasks.sops.library import shipped

LIBRARY = Actor.system("shipped library")
LATER = NOW + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return next(sop for sop in shipped() if sop.key == ("POST", "linkedin", "post"))


@pytest.fixture
def sop(file) -> Sop:
    return Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")


def versions(sop: Sop) -> list[tuple]:
    return list(
        sop.versions.order_by("number").values_list("number", "body", "author_label", "shipped_digest")
    )


def publish(sop: Sop, by, **changes) -> SopVersion:
    values = {"body": sop.versions.latest("number").body + "\nMore.\n", "minutes": 5, "proof_types": ["URL"]}
    return publish_version(sop, **{**values, **changes}, by=by, now=LATER)


def test_every_shipped_file_is_published_as_version_one():
    published = SopVersion.objects.values_list(
        "sop__task_type", "sop__platform", "sop__content_type", "number", "body", "shipped_digest"
    )

    assert sorted(published) == [(*file.key, 1, file.body, file.digest) for file in shipped()]


def test_syncing_again_changes_nothing():
    with nothing_changes():
        assert sync_shipped(by=LIBRARY, now=LATER) == 0


def test_changed_file_becomes_the_next_version(file, sop):
    changed = replace(file, body=file.body + "\nNew.\n", digest="d" * 64)

    assert _sync(changed, by=LIBRARY, now=LATER) == 1

    assert [row[0::3] for row in versions(sop)] == [(1, file.digest), (2, "d" * 64)]
    assert told("sop_version.published")[:4] == ("shipped library", "job", "sop version", 1)
    with nothing_changes():
        assert _sync(changed, by=LIBRARY, now=LATER) == 0


def test_changed_file_does_not_force_itself_over_a_managers_version(file, sop, manager):
    mine = publish(sop, manager)

    with nothing_changes():
        assert _sync(replace(file, body=file.body + "\nNew.\n", digest="d" * 64), by=LIBRARY, now=LATER) == 0
    assert SopShelf("POST").find("linkedin", "post") == mine


def test_new_file_makes_a_new_procedure(file):
    new = replace(file, platform="reddit", content_type="thread", digest="d" * 64)

    assert _sync(new, by=LIBRARY, now=LATER) == 1

    assert SopShelf("POST").find("reddit", "thread").number == 1
    assert told("sop.created")[5]["platform"] == "reddit"


def test_publish_makes_the_next_version(sop, manager):
    body = sop.versions.get().body + "\nMore.\n"

    made = publish(sop, manager, minutes=9, proof_types=["URL", "TEXT"], note="clearer")

    columns = ("number", "body", "minutes", "proof_types", "note", "author_label", "published_at", "version")
    assert SopVersion.objects.values_list(*columns).get(pk=made.pk) == (
        2,
        body,
        9,
        ["URL", "TEXT"],
        "clearer",
        "maria",
        LATER,
        1,
    )
    assert made.steps == sop.versions.get(number=1).steps
    assert told("sop_version.published")[:4] == ("maria", "page", "sop version", 1)
    assert how_often("sop_version.published") == len(shipped()) + 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": ""}, "."),
        ({"body": "Just post it."}, "section"),
        ({"body": "x" * 1_000_000}, "."),
        ({"minutes": -1}, "1 to 600 minutes"),
        ({"minutes": 0}, "1 to 600 minutes"),
        ({"minutes": 601}, "1 to 600 minutes"),
        ({"minutes": 10**9}, "1 to 600 minutes"),
        ({"proof_types": ["SELFIE"]}, "Choose the kinds of proof that count"),
        ({"note": "x" * 501}, "at most 500 characters"),
        ({"note": "a\x00b"}, "cannot be stored"),
    ],
)
def test_publish_refuses_what_no_procedure_can_be(sop, manager, changes, sentence):
    with refused(InvalidInput, sentence):
        publish(sop, manager, **changes)


def test_publish_refuses_a_text_that_cannot_be_stored(sop, manager):
    body = sop.versions.get().body

    for spoilt in (body.replace("LinkedIn", "Linked\x00In"), body + "\ud800", body + "x" * 1_000_000):
        with refused(InvalidInput, "."):
            publish(sop, manager, body=spoilt)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("POST", "linkedin", "carousel"), ("POST", "linkedin", "carousel")),
        (("ENGAGE", "linkedin", "post"), ("ENGAGE", "", "")),
        (("REVIEW", "internal", ""), ("REVIEW", "internal", "")),
        (("MANUAL", "x", ""), ("MANUAL", "", "")),
    ],
)
def test_shelf_gives_the_closest_procedure(asked, found):
    task_type, *kind = asked

    sop = SopShelf(task_type).find(*kind).sop

    assert (sop.task_type, sop.platform, sop.content_type) == found


@pytest.mark.parametrize(
    "asked", [("POST", "linkedin", "newsletter"), ("POST", "internal", ""), ("DANCE", "", "")]
)
def test_unknown_procedure_is_an_error_and_never_instructions(asked):
    task_type, *kind = asked

    with pytest.raises(UnknownSop, match=r"There is no procedure for .* A manager must publish one"):
        SopShelf(task_type).find(*kind)


def test_shelf_is_read_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        shelf = SopShelf("POST")
        for file in shipped():
            if file.task_type == "POST":
                shelf.find(file.platform, file.content_type)

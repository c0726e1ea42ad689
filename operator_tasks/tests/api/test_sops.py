"""Procedures for programs: the library narrowed, one with its text, and what it said before."""

import pytest
from django.utils import timezone

from operator_tasks.domain.sops import create_sop, publish_version
from operator_tasks.models import Sop

pytestmark = pytest.mark.django_db
LISTED = ("number", "minutes", "proof_types", "note", "author", "published_at")


@pytest.fixture
def sop() -> Sop:
    return Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")


def moment(value) -> str:
    return value.isoformat().replace("+00:00", "Z")


def told(version) -> dict:
    return {
        "number": version.number,
        "minutes": version.minutes,
        "proof_types": version.proof_types,
        "note": version.note,
        "author": version.author_label,
        "published_at": moment(version.published_at),
        "body": version.body,
        "steps": version.steps,
    }


@pytest.fixture
def versions(sop, manager) -> tuple[dict, dict]:
    """The shipped version and one that a manager published after it."""
    shipped = sop.versions.get()
    ours = publish_version(
        sop,
        body=shipped.body + "\nMore.\n",
        minutes=7,
        proof_types=["URL"],
        note="The link goes below.",
        by=manager,
        now=timezone.now(),
    )
    return told(shipped), told(ours)


def test_a_procedure_is_read_with_the_text_of_its_latest_version(operating, sop, versions):
    _shipped, ours = versions

    answer = operating.get(f"/sops/{sop.pk}/")

    assert (ours["number"], ours["author"], ours["note"]) == (2, "maria", "The link goes below.")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "id": sop.pk,
            "title": sop.title,
            "task_type": "POST",
            "platform": "linkedin",
            "content_type": "post",
            "latest": ours,
            "retired_at": None,
            "version": 1,
            "created_at": moment(sop.created_at),
            "updated_at": moment(sop.updated_at),
        },
    )


def test_versions_are_listed_from_the_latest(operating, sop, versions):
    shipped, ours = versions

    page = operating.get(f"/sops/{sop.pk}/versions/").json()

    assert page == {"count": 2, "next": None, "previous": None, "results": [ours, shipped]}
    up = operating.get(f"/sops/{sop.pk}/versions/?ordering=number").json()["results"]
    assert up == [shipped, ours]


def test_the_library_is_listed_narrowed_and_searched(operating, sop, versions, manager):
    empty = create_sop(
        task_type="MANUAL", platform="reddit", content_type="", title="Zap", by=manager, now=timezone.now()
    )

    def found(query: str) -> list[dict]:
        return operating.get(f"/sops/?page_size=200&{query}").json()["results"]

    def kinds(query: str) -> set[tuple]:
        return {(row["task_type"], row["platform"], row["content_type"]) for row in found(query)}

    whole = operating.get(f"/sops/{sop.pk}/").json()
    brief = {**whole, "latest": {name: whole["latest"][name] for name in LISTED}}
    assert found("platform=linkedin&content_type=post&task_type=POST") == [brief]
    assert [row["id"] for row in found("")] == list(
        Sop.objects.order_by("task_type", "platform", "content_type").values_list("pk", flat=True)
    )
    assert {platform for _type, platform, _content in kinds("platform=twitter")} == {"x"}
    assert kinds("task_type=ANALYZE") == {("ANALYZE", "internal", "")}
    assert [(row["id"], row["latest"]) for row in found("search=zA")] == [(empty.pk, None)]
    assert found("ordering=-id")[0]["id"] == empty.pk
    assert found("ordering=-title")[0]["id"] == empty.pk
    assert operating.get("/sops/?task_type=PLAY").status_code == 400


def test_pages_of_the_library_follow_one_another(operating, django_assert_num_queries):
    first = operating.get("/sops/?page_size=10").json()
    second = operating.get(first["next"].removeprefix("http://testserver")).json()

    both = [row["id"] for row in first["results"] + second["results"]]
    assert both == [row["id"] for row in operating.get("/sops/?page_size=20").json()["results"]]
    with django_assert_num_queries(6):
        operating.get("/sops/?page_size=10")
    with django_assert_num_queries(6):
        operating.get("/sops/")


def test_procedures_are_read_by_those_who_work_here(managing, viewing, sop):
    addresses = ["/sops/", f"/sops/{sop.pk}/", f"/sops/{sop.pk}/versions/"]

    assert [managing.get(each).status_code for each in addresses] == [200, 200, 200]
    assert [viewing.get(each).status_code for each in addresses] == [403, 403, 403]
    assert managing.get("/sops/999999/versions/").status_code == 404
    assert managing.put(f"/sops/{sop.pk}/", {"title": "New"}).status_code == 405

"""Procedures in the admin: published as versions, never changed."""

from django.urls import reverse

from campaigns.tests.admin.pages import change_url, delete_url, errors_of, fields_of
from campaigns.tests.admin.worlds import audit_count, last_entries
from operator_tasks.models import Sop, SopVersion


def next_version(browser, sop, **values):
    """Open the form of the next version, which starts from the latest, and send it."""
    url = reverse("admin:operator_tasks_sopversion_add")
    page = browser.get(f"{url}?sop={sop.pk}")
    return browser.post(url, {**fields_of(page), **values})


def test_publish_the_next_version(browser):
    sop = Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")
    latest = sop.versions.first()

    response = next_version(browser, sop, note="Shorter", minutes="7")

    made = sop.versions.first()
    assert response.status_code == 302
    assert (made.number, made.minutes, made.note, made.author_label) == (
        latest.number + 1,
        7,
        "Shorter",
        "maria",
    )
    assert (made.body, made.steps, made.proof_types) == (latest.body, latest.steps, latest.proof_types)
    assert last_entries(1) == [("sop_version.published", "admin", "maria")]


def test_text_without_its_sections_is_refused_beside_the_field(browser, manager):
    sop = Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")
    before = audit_count()

    response = next_version(browser, sop, body="Just do it")

    assert response.status_code == 400
    assert list(errors_of(response)) == ["body"]
    assert audit_count() == before


def test_procedures_and_versions_are_never_changed(browser):
    version = SopVersion.objects.first()
    sop = version.sop

    answers = [
        browser.post(change_url(version), {"body": "x", "seen_version": 1}),
        browser.post(delete_url(version), {"post": "yes"}),
        browser.post(change_url(sop), {"title": "x"}),
        browser.post(delete_url(sop), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert browser.get(change_url(version)).status_code == 200
    assert browser.get(change_url(sop)).status_code == 200

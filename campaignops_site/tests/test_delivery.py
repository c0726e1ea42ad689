"""How answers travel: what is compressed, and what a cache may keep."""

import gzip
from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse

from campaignops_site.delivery import CompressPagesMiddleware, NotKeptMiddleware

LONG = b"the same again " * 100
GZIP = {"Accept-Encoding": "gzip"}


def test_pages_are_compressed(client, operator_user):
    client.force_login(operator_user)

    answer = client.get("/campaigns/", headers=GZIP)

    assert (answer["Content-Encoding"], b"<!DOCTYPE html>" in gzip.decompress(answer.content)) == (
        "gzip",
        True,
    )
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/calendar/", "/campaigns/999/"])
def test_no_cache_keeps_a_page_of_a_person(client, operator_user, path):
    client.force_login(operator_user)

    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_no_cache_keeps_the_way_to_the_login(client, db):
    answer = client.get("/")

    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/manifest.webmanifest", "private, max-age=86400"),
        ("/service-worker.js", "no-cache"),
        ("/offline/", "no-cache"),
        ("/offline/session/", "private, no-store"),
    ],
)
def test_doors_that_may_be_kept_say_so_themselves(client, db, path, kept):
    assert client.get(path)["Cache-Control"] == kept


@pytest.mark.parametrize(
    "download",
    [
        lambda: FileResponse(BytesIO(LONG), as_attachment=True, filename="proof.png"),
        lambda: FileResponse(BytesIO(LONG), content_type="image/png"),
        lambda: HttpResponse(LONG, headers={"Content-Disposition": "attachment"}, content_type="text/csv"),
    ],
)
def test_downloads_travel_as_they_are(rf, download):
    answer = CompressPagesMiddleware(lambda request: download())(rf.get("/", headers=GZIP))

    assert (answer.has_header("Content-Encoding"), b"".join(answer)) == (False, LONG)


def test_an_answer_keeps_what_its_door_says_about_caches(rf):
    said = HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    assert NotKeptMiddleware(lambda request: said)(rf.get("/"))["Cache-Control"] == "public, max-age=60"

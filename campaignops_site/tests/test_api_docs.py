"""The front of the API: its root, its schema for everybody, its page, and what problems mean."""

import json
import re

import pytest

from campaignops_site.api import KINDS, KINDS_OF_STATUS
from campaignops_site.api_docs import MEANINGS
from campaigns.tests.api.program import program_of

pytestmark = pytest.mark.django_db


def test_the_root_says_who_asks(client, manager_user):
    program = program_of(manager_user, ("read",))

    assert program.get("/").json() == {
        "name": "CampaignOps",
        "version": "v1",
        "user": "maria",
        "scopes": ["read"],
    }
    client.force_login(manager_user)
    assert client.get("/api/v1/").json()["scopes"] is None


def test_the_schema_is_for_everybody_as_yaml_and_as_json(client):
    as_yaml, as_json = client.get("/api/schema/"), client.get("/api/schema/?format=json")

    assert (as_yaml.status_code, as_yaml["Content-Type"]) == (200, "application/vnd.oai.openapi")
    assert as_yaml.content.startswith(b"openapi: 3.1.0\n")
    assert as_json["Content-Type"] == "application/vnd.oai.openapi+json"
    assert json.loads(as_json.content)["info"]["title"] == "CampaignOps"
    refused = client.post("/api/schema/")
    assert (refused.status_code, refused["Content-Type"]) == (405, "application/problem+json")


def test_the_page_of_the_api_is_for_everybody(client, manager_user):
    page = client.get("/api/docs/").content.decode()

    assert 'data-schema="/api/schema/"' in page
    assert re.findall(r"<script(?![^>]*src=)|<style| style=", page) == []
    client.force_login(manager_user)
    assert 'href="/api/docs/"' in client.get("/settings/help/").content.decode()


@pytest.mark.parametrize("address", ["/api/docs/", "/api/problems/"])
def test_pages_of_the_api_are_only_read(client, address):
    strict = type(client)(enforce_csrf_checks=True)

    answer = strict.post(address)

    assert (answer.status_code, answer["Allow"], answer.content) == (405, "GET, HEAD", b"")


def test_every_kind_of_problem_has_its_heading(client):
    page = client.get("/api/problems/").content.decode()
    known = {name for _error, name in KINDS} | set(KINDS_OF_STATUS.values()) | {"off"}

    assert set(MEANINGS) == known
    assert set(re.findall(r'<h2 class="section-heading" id="([a-z-]+)">', page)) == known


def test_an_address_that_is_not_there_tells_every_method_so_in_json(client):
    strict = type(client)(enforce_csrf_checks=True)

    for method in ("get", "post", "put", "patch", "delete"):
        answer = getattr(strict, method)("/api/v1/nothing/here/")
        assert (method, answer.status_code, answer["Content-Type"]) == (
            method,
            404,
            "application/problem+json",
        )

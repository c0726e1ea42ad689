"""The schema is complete and true in form: every address is in it, and every operation says all that it may answer."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.viewsets import ViewSetMixin

from campaignops_site.api_docs import document
from campaignops_site.api_words import TAGS
from campaigns.problems import CONTENT_TYPE

SCHEMA = yaml.safe_load(document("yaml"))
OPERATIONS = {
    told["operationId"]: {"method": method, "path": path, **told}
    for path, methods in SCHEMA["paths"].items()
    for method, told in methods.items()
}
# What everybody may be answered, whoever they are and whatever they ask.
ALWAYS = {"400", "401", "403", "429", "500"}
# Addresses that are no resources: one says who asks, one is for calendar programs and has its own key.
PLAIN = {"root": ALWAYS, "calendar_feed": {"400", "404", "410", "500"}}


def resources(patterns=None, above=""):
    """Every pair of address and method that a viewset answers to, as the URL patterns have it."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from resources(entry.url_patterns, above + str(entry.pattern))
        elif isinstance(entry, URLPattern) and issubclass(
            getattr(entry.callback, "cls", object), ViewSetMixin
        ):
            # Serving a request adds HEAD to those of GET.
            for method in entry.callback.actions.keys() - {"head"}:
                yield entry.callback.cls, entry.callback.actions[method], method


def test_every_resource_is_in_the_schema():
    answering = sorted((method, action) for _view, action, method in resources())

    told = [one["method"] for name, one in OPERATIONS.items() if name not in PLAIN]
    assert PLAIN.keys() <= OPERATIONS.keys()
    assert sorted(method for method, _action in answering) == sorted(told)
    assert len(told) > 80


def test_the_file_says_what_is_served():
    written = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_bytes()

    assert written.decode().strip() == document("yaml").decode().strip()


@pytest.mark.django_db
def test_the_schema_is_the_same_after_requests_were_served(client):
    before = document("yaml")
    client.get("/api/v1/campaigns/1/plans/latest/")
    client.get("/api/v1/audit-log/verify/")
    document.cache_clear()

    assert document("yaml") == before


def test_operations_have_names_of_their_own_and_a_short_summary():
    unsaid = [name for name, told in OPERATIONS.items() if not told.get("summary")]
    long = [name for name, told in OPERATIONS.items() if len(told.get("summary", "")) > 120]
    numbered = [name for name in OPERATIONS if name.rpartition("_")[2].isdigit()]

    assert (unsaid, long, numbered) == ([], [], [])


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_refusal_is_a_problem(name):
    told = OPERATIONS[name]
    refusals = {status: said for status, said in told["responses"].items() if status >= "400"}

    assert {list(said.get("content", {})) == [CONTENT_TYPE] for said in refusals.values()} == {True}
    assert set(refusals) >= PLAIN.get(name, ALWAYS)
    assert ("404" in refusals) or "{" not in told["path"]
    if told["method"] in ("put", "patch", "delete"):
        assert {"409", "412", "428"} <= set(refusals)
        assert "If-Match" in {parameter["name"] for parameter in told["parameters"]}
    if told["method"] == "post":
        assert {"409", "413", "415"} <= set(refusals)
        assert "Idempotency-Key" in {parameter["name"] for parameter in told["parameters"]}
    assert [status for status in told["responses"] if status < "300"] != []


def test_every_chapter_is_described_and_used():
    used = {tag for told in OPERATIONS.values() for tag in told["tags"]}

    assert used == {tag["name"] for tag in TAGS}


def test_sets_of_values_have_names_without_numbers_and_inputs_are_closed():
    names = list(SCHEMA["components"]["schemas"])
    inputs = [
        told["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for told in OPERATIONS.values()
        if "$ref"
        in told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    ]

    assert [name for name in names if name.endswith("Enum")] == []
    is_open = [
        name
        for name in inputs
        if SCHEMA["components"]["schemas"][name].get("additionalProperties") is not False
    ]
    assert [name for name in is_open if "oneOf" not in SCHEMA["components"]["schemas"][name]] == []


def test_the_main_operations_show_an_example():
    def shows(told):
        bodies = [told.get("requestBody", {}), *told["responses"].values()]
        return any("examples" in media for body in bodies for media in body.get("content", {}).values())

    main = ("campaigns_create", "tasks_complete", "campaigns_calendar_generate", "metrics_create", "jobs_run")
    assert [name for name in main if not shows(OPERATIONS[name])] == []

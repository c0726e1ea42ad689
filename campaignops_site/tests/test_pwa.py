"""What makes the pages an app: manifest, service worker, the page for times without a network."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from campaignops_site import pwa
from campaignops_site.static_storage import PAGE_SCRIPTS
from campaigns.domain.clients import set_members
from conftest import NOW

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()


def test_manifest_makes_the_pages_installable(client, db):
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert {name: manifest[name] for name in ("id", "name", "start_url", "scope", "display")} == {
        "id": "/",
        "name": "CampaignOps",
        "start_url": "/?source=app",
        "scope": "/",
        "display": "standalone",
    }
    assert manifest["share_target"] == {
        "action": "/share/",
        "method": "GET",
        "params": {"title": "title", "text": "text", "url": "url"},
    }
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == [
        "/?source=app",
        "/calendar/?source=app",
    ]


@pytest.mark.parametrize("icon", [icon for icon in pwa._manifest()["icons"] if icon["type"] == "image/png"])
def test_icons_have_the_size_they_say(icon):
    with Image.open(finders.find(icon["src"].removeprefix(settings.STATIC_URL))) as picture:
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        # What launchers cut to shape must fill the square.
        corner = picture.convert("RGBA").getpixel((0, 0))[3]
    assert corner == (255 if icon.get("purpose") == "maskable" else 0)


@pytest.mark.parametrize(("token", "colour"), [("rail", pwa.RAIL), ("page", pwa.PAGE)])
def test_manifest_wears_the_colours_of_the_tokens(token, colour):
    assert re.search(rf"--color-{token}: light-dark\((#\w+)", TOKENS)[1] == colour


def facts(answer) -> dict:
    quoted = re.search(r'JSON\.parse\("(.*)"\)', answer.content.decode())[1]
    return json.loads(quoted.encode().decode("unicode_escape"))


def test_service_worker_keeps_the_offline_page_and_its_parts_only(client, db):
    answer = client.get("/service-worker.js")
    told = facts(answer)

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert told == {
        "version": told["version"],
        "offline": "/offline/",
        "keep": ["/offline/", *(f"/static/{name}" for name in (*pwa.OFFLINE_ASSETS, *PAGE_SCRIPTS))],
        "statics": "/static/",
        "session": "/offline/session/",
    }
    assert [name for name in (*pwa.OFFLINE_ASSETS, *PAGE_SCRIPTS) if finders.find(name) is None] == []
    assert facts(client.get("/service-worker.js")) == told


def test_every_part_of_the_offline_page_is_kept(client, db):
    page = client.get("/offline/").content.decode()

    parts = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    assert parts <= set(facts(client.get("/service-worker.js"))["keep"])
    assert "csrf" not in page


def test_offline_page_names_nobody(client, operator_user):
    anonymous = client.get("/offline/").content
    client.force_login(operator_user)

    assert client.get("/offline/").content == anonymous


def test_worker_may_run_under_the_policy(client, db):
    policy = client.get("/login/")["Content-Security-Policy"]

    assert ("worker-src 'self'" in policy, "manifest-src 'self'" in policy) == (True, True)


def test_session_says_who_and_which_version(client, operator_user, linkedin_task):
    nobody = client.get("/offline/session/").json()
    client.force_login(operator_user)
    somebody = client.get(f"/offline/session/?task={linkedin_task.pk}").json()

    assert nobody == {"user": None}
    assert somebody == {
        "user": operator_user.pk,
        "token": somebody["token"],
        "version": linkedin_task.version,
    }
    assert client.get("/offline/session/").cookies["csrftoken"].value


@pytest.mark.parametrize("task", ["", "x", "-1", "9" * 30, "²"])
def test_session_without_a_task_has_no_version(client, operator_user, task):
    client.force_login(operator_user)

    assert set(client.get("/offline/session/", {"task": task}).json()) == {"user", "token"}


def test_session_is_silent_about_tasks_of_other_clients(
    client, operator_user, manager, client_acme, linkedin_task
):
    set_members(client_acme, [], by=manager, now=NOW)
    client.force_login(operator_user)

    assert set(client.get("/offline/session/", {"task": linkedin_task.pk}).json()) == {"user", "token"}


@pytest.mark.parametrize(
    "path", ["/manifest.webmanifest", "/service-worker.js", "/offline/", "/offline/session/"]
)
def test_nothing_here_takes_a_post(client, db, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("name", ["proof-queue.js", "proof-form.js", "offline.js"])
def test_scripts_are_short_and_know_where_the_server_answers(name):
    script = (Path(settings.BASE_DIR) / "static" / "js" / name).read_text()

    assert len(script.splitlines()) < 100
    assert set(re.findall(r'"(/(?:offline|service|login|logout)[^"]*)"', script)) <= {
        "/offline/session/",
        "/service-worker.js",
        "/login/",
    }

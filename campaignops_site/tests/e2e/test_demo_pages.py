"""Every page of the demo workspace opens, on two screens, without the browser finding anything to complain about."""

import io
import os
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from campaignops_site.tests.e2e.addresses import admin_pages, manager_pages
from operator_tasks.domain import ledger
from operator_tasks.management.demo import PASSWORD, build

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# `make screenshots` names a folder, and the pictures are kept there.
KEPT = os.environ.get("SCREENSHOTS")
COLOURS = 128


def test_every_page_opens(open_as, screen, workspace, tmp_path):
    now = timezone.now()
    build(now)
    ledger.beat(now=now)
    manager = open_as("maria", PASSWORD)
    device = "phone" if screen.width < 600 else "desk"
    folder = Path(KEPT) if KEPT else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    for name, address in {**manager_pages(), **admin_pages()}.items():
        answer = manager.goto(address)
        manager.wait_for_load_state("networkidle")
        assert (name, answer.status) == (name, 200)
        assert (name, manager.locator("h1").count()) == (name, 1)
        width = manager.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert (name, width) == (name, 0)
        keep(manager.screenshot(), folder / f"{name}-{device}.png")


def keep(picture, path):
    """Few colours are enough for pages, and make the pictures a quarter as heavy."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(path, optimize=True)

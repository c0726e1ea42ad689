"""Worlds that tests of the domain share."""

import pytest

from conftest import NOW, hours
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.post_office import EIGHT


@pytest.fixture
def calls(active_campaign, client_acme, manager) -> list[OperatorTask]:
    """Two tasks that are late at eight, one of them in the first minutes; one for today; one for tomorrow."""
    due = {
        "Call <Ada> & Grace": EIGHT - hours(1.5),
        "Call Barbara": EIGHT - hours(0.1),
        "Call Edsger": EIGHT + hours(3),
        "Call Tony": EIGHT + hours(20),
    }
    return [
        create_manual_task(active_campaign, title=title, due_at=at, by=manager, now=NOW)
        for title, at in due.items()
    ]

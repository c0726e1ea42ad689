"""The same programs and campaigns as for the planning side, and the tasks of the campaign that runs now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.tests.api.conftest import (  # noqa: F401  # one world for both sides
    _folder_of_static_files,
    foreign,
    items,
    managing,
    operating,
    planned,
    running,
    viewer_user,
    viewing,
)
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask


@pytest.fixture
def posts(items, running, manager) -> list[OperatorTask]:
    """The POST tasks of the next three weeks, in the order in which they are due."""
    return list(plan_tasks(running, by=manager, now=timezone.now()).created)


@pytest.fixture
def post(posts) -> OperatorTask:
    """The next LinkedIn post that is not due within the hour, whatever the time of day."""
    later = timezone.now() + timedelta(hours=2)
    return next(task for task in posts if task.platform == "linkedin" and task.due_at > later)

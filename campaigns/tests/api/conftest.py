"""Programs of a manager, an operator and a viewer, and the campaign that runs now; doors read the real clock."""

import pytest
from django.utils import timezone

from campaigns.domain.clients import set_members
from campaigns.tests.api.program import Program, program_of
from campaigns.tests.views.conftest import (  # noqa: F401  # the same world as at the pages
    _folder_of_static_files,
    foreign,
    items,
    planned,
    running,
)
from conftest import user_named


@pytest.fixture
def viewer_user(client_acme, operator_user, manager):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=timezone.now())
    return vera


@pytest.fixture
def managing(manager_user) -> Program:
    return program_of(manager_user)


@pytest.fixture
def operating(operator_user) -> Program:
    return program_of(operator_user)


@pytest.fixture
def viewing(viewer_user) -> Program:
    return program_of(viewer_user)

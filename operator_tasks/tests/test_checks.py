"""System checks: a missing procedure or a status without a way out is a sentence before it is an incident."""

import pytest
from django.core.checks import Warning as Warned
from django.core.checks import run_checks

from campaigns.domain.audit import together
from operator_tasks import checks
from operator_tasks.models import Sop

pytestmark = pytest.mark.django_db


def test_the_product_as_shipped_has_nothing_to_say():
    assert checks.check_shipped_sops(None) == []
    assert checks.check_transitions(None) == []
    assert checks.check_published_sops(None, databases=["default"]) == []
    assert [
        found for found in run_checks(databases=["default"]) if found.id.startswith("operator_tasks")
    ] == []


def test_procedure_nobody_published_is_a_warning_that_says_what_to_do():
    sop = Sop.objects.get(task_type="POST", platform="x", content_type="quote")
    with together():
        sop.versions.all().delete()

    assert checks.check_published_sops(None, databases=["default"]) == [
        Warned(
            "No procedure is published for POST x quote.",
            hint="Run `python manage.py migrate`; it publishes the shipped ones.",
            id="operator_tasks.W003",
        )
    ]


def test_published_check_asks_no_database_it_was_not_given():
    assert checks.check_published_sops(None) == []

"""`manage.py load_demo` fills an empty workspace with work that the real verbs have done."""

from django.contrib.auth import authenticate

from campaigns.domain.audit_verify import verify
from campaigns.models import Campaign, MetricEntry
from campaigns.tests.witness import nothing_changes
from operator_tasks.models import OperatorTask, WeeklySummary

LOGINS = "Demo logins: maria (manager), omar (operator), olga (operator), vera (viewer); password: campaignops-demo"


def test_demo_is_lifelike_and_its_audit_verifies(run):
    assert run("load_demo") == ["The demo workspace is loaded.", LOGINS]

    assert sorted(Campaign.objects.values_list("client__name", "name", "status")) == [
        ("Lindenhof Bakery", "Spring market", "PLANNED"),
        ("Lindenhof Bakery", "Winter bread", "ACTIVE"),
        ("Northgate Analytics", "Audit season", "ACTIVE"),
    ]
    statuses = set(OperatorTask.objects.values_list("status", flat=True))
    assert {"PENDING", "DONE", "OVERDUE"} <= statuses
    assert (WeeklySummary.objects.exists(), MetricEntry.objects.exists()) == (True, True)
    assert authenticate(username="maria", password="campaignops-demo").is_staff
    assert verify().faults == ()


def test_workspace_with_campaigns_is_left_alone(running, run):
    with nothing_changes():
        lines = run("load_demo")
    assert lines == ["This workspace has campaigns already; the demo was not loaded.", LOGINS]

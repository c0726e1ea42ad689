"""Commands that do what a job does obey the switches of the jobs; a dry run may always look."""

import pytest
from django.core.management import CommandError

from campaigns.tests.witness import nothing_changes
from conftest import NOW
from operator_tasks.domain.ledger import set_automation

COMMANDS = ("tick", "escalate", "weekly_summary", "send_notices")


@pytest.mark.parametrize("command", COMMANDS)
def test_switched_off_they_change_nothing_and_say_so(running, run, settings, command):
    settings.CAMPAIGN_OPS_ENABLED = False

    with nothing_changes(), pytest.raises(CommandError, match="CampaignOps is switched off"):
        run(command)
    assert run(command, "--dry-run")


@pytest.mark.parametrize("command", COMMANDS)
def test_held_they_change_nothing_and_say_so(running, run, manager, command):
    set_automation(paused=True, by=manager, now=NOW)

    with nothing_changes(), pytest.raises(CommandError, match="All automation is held"):
        run(command)
    assert run(command, "--dry-run")

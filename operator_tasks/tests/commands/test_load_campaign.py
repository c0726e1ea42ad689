"""`manage.py load_campaign` sets up a campaign from one file that a person can write."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.tests.witness import nothing_changes, told

BRIEF = """
client: {{name: Nordlicht, time_zone: Asia/Tokyo}}
campaign:
  name: Spring
  objective: Sell lamps
  start_date: {start}
  end_date: {end}
  primary_cta: Visit the shop
  activate: true
cadence: {{linkedin: 3, twitter: 2}}
plan: {{angles: [Light changes a room]}}
calendar: {{days_ahead: 20}}
"""


@pytest.fixture
def file(tmp_path):
    start = timezone.now().date() + timedelta(days=2)
    path = tmp_path / "brief.yaml"
    path.write_text(BRIEF.format(start=start, end=start + timedelta(days=13)), encoding="utf-8")
    return path


def test_load_tells_what_the_brief_became(run, file):
    lines = run("load_campaign", str(file))

    campaign = Campaign.objects.get()
    assert lines == [f"Campaign {campaign.pk} “Spring” (Active): 10 calendar items, 10 tasks."]
    assert told("campaign.created")[:2] == ("load_campaign", "command")


def test_load_again_changes_nothing(run, file):
    run("load_campaign", str(file))
    key = Campaign.objects.get().pk

    with nothing_changes():
        lines = run("load_campaign", str(file))
    assert lines == [f"Campaign {key} “Spring” is there already; nothing was changed."]


def test_load_refuses_in_one_clear_line(run, file, tmp_path):
    broken, empty = tmp_path / "broken.yaml", tmp_path / "empty.json"
    broken.write_text(file.read_text(encoding="utf-8").replace("Asia/Tokyo", "Mars"), encoding="utf-8")
    empty.write_text("", encoding="utf-8")

    for path, sentence in (
        (tmp_path / "none.yaml", "cannot be read: No such file or directory. Check the path"),
        (broken, "Mars"),
        (empty, "."),
    ):
        with nothing_changes(), pytest.raises(CommandError, match=sentence):
            run("load_campaign", str(path))

"""Words of SQL of our own mean on each database what Python means by them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Greatest

from campaigns.domain.calendar import add_item
from campaigns.expressions import Later, Unindexed
from campaigns.models import CalendarItem
from conftest import NOW

MOMENTS = [
    datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC),
    datetime(2026, 3, 4, 12, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 8, 22, 30, tzinfo=UTC),
]


@pytest.fixture(params=MOMENTS)
def moment(request, active_campaign, manager) -> datetime:
    """When the only item of the campaign is planned."""
    values = {"platform": "linkedin", "content_type": "post", "values": {}}
    add_item(active_campaign, scheduled_at=request.param, **values, by=manager, now=NOW)
    return request.param


@pytest.mark.parametrize("by", [timedelta(hours=72), timedelta(hours=-1), timedelta(days=300)])
def test_later_is_as_late_to_the_microsecond(moment, by):
    found = CalendarItem.objects.annotate(later=Later("scheduled_at", by))

    assert found.values_list("later", flat=True).get() == moment + by
    assert found.filter(later=moment + by).exists()


def test_later_compares_as_times_do(moment):
    greater = Greatest(Later("scheduled_at", timedelta(hours=1)), "scheduled_at")

    assert CalendarItem.objects.values_list(greater, flat=True).get() == moment + timedelta(hours=1)


def test_column_that_offers_no_index_has_the_same_value(moment, active_campaign):
    found = CalendarItem.objects.annotate(alone=Unindexed("campaign_id"))

    assert found.filter(alone=active_campaign.pk).count() == 1
    assert found.filter(alone=active_campaign.pk + 1).count() == 0

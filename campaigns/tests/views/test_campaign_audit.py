import pytest
from django.utils import timezone

from campaigns.domain.campaigns import edit_campaign


def test_audit_trail_is_paged_with_the_newest_first(managing, planned, manager):
    for number in range(55):
        edit_campaign(planned, values={"name": f"Name {number}"}, by=manager, now=timezone.now())

    first = managing.get(f"/campaigns/{planned.pk}/audit/")
    older = first.context["older"]
    second = managing.get(f"/campaigns/{planned.pk}/audit/?{older}")

    assert (len(first.context["trail"]), len(second.context["trail"])) == (50, 8)
    assert first.context["trail"][0].changes == (("name", "Name 53", "Name 54"),)
    assert second.context["trail"][-1].action == "campaign.created"
    assert (first.context["newest"], second.context["newest"], second.context["older"]) == (None, "", "")


def test_audit_trail_is_narrowed_in_the_address(managing, planned, manager):
    now = timezone.now()
    edit_campaign(planned, values={"name": "Renamed"}, by=manager, now=now)
    audit = f"/campaigns/{planned.pk}/audit/"
    today = planned.local_date(now).isoformat()

    def actions(**query):
        return [entry.action for entry in managing.get(audit, query).context["trail"]]

    assert actions(action="campaign.edited", person=manager.label, day=today) == ["campaign.edited"]
    assert actions(person="nobody") == actions(day="2001-01-01") == []
    wrong = managing.get(audit, {"day": "someday", "before": "x"})
    assert (wrong.status_code, len(wrong.context["trail"])) == (200, 4)
    assert list(wrong.context["form"].errors) == ["day", "before"]


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2300-01-01", "9999-12-31"])
def test_a_day_at_the_ends_of_the_calendar_is_said_beside_the_field(managing, planned, day):
    response = managing.get(f"/campaigns/{planned.pk}/audit/", {"day": day})

    assert (response.status_code, len(response.context["trail"])) == (200, 3)
    assert response.context["form"].errors == {"day": ["Choose a day from 2000 to 2299."]}

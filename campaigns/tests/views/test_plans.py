import pytest
from django.utils import timezone

from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.plans import save_plan
from campaigns.models import CampaignPlan
from campaigns.views.plan_diff import DiffLine, DiffPart, diff_lines, plan_diff

TEXTS = {
    "positioning": "An hour for each.",
    "angles": "One\n\n Two ",
    "messaging": "Trust: Forty years\nTrust: In town\nPrice: Fair: always",
    "weekly_themes": "Why\nHow",
}


def test_create_saves_lines_as_the_next_version(managing, planned):
    response = managing.post(f"/campaigns/{planned.pk}/plans/new/", TEXTS)

    plan = CampaignPlan.objects.get()
    assert (response.status_code, response.url) == (302, f"/campaigns/{planned.pk}/plans/1/")
    assert (plan.angles, plan.weekly_themes) == (["One", "Two"], ["Why", "How"])
    assert plan.messaging == {"Trust": ["Forty years", "In town"], "Price": ["Fair: always"]}


def test_create_begins_with_the_latest_version(managing, planned, manager):
    save_plan(planned, angles=["A", "B"], messaging={"T": ["one", "two"]}, by=manager, now=timezone.now())

    form = managing.get(f"/campaigns/{planned.pk}/plans/new/").context["form"]

    assert (form["angles"].value(), form["messaging"].value()) == ("A\nB", "T: one\nT: two")


def test_create_names_the_line_without_a_theme(managing, planned):
    response = managing.post(f"/campaigns/{planned.pk}/plans/new/", {**TEXTS, "messaging": "T: a\njust so"})

    assert response.status_code == 400
    assert response.context["form"].errors == {
        "messaging": ["Line 2 is not a theme with a message; write it as “Theme: message”."]
    }
    assert CampaignPlan.objects.count() == 0


def test_create_refuses_an_empty_plan(managing, planned):
    response = managing.post(f"/campaigns/{planned.pk}/plans/new/", {})

    assert response.status_code == 400
    assert "The plan is empty" in response.content.decode()


def test_create_refuses_a_completed_campaign(managing, running, manager):
    complete_campaign(running, by=manager, now=timezone.now())

    assert managing.post(f"/campaigns/{running.pk}/plans/new/", TEXTS).status_code == 409


def test_generate_drafts_a_version(managing, planned):
    response = managing.post(f"/campaigns/{planned.pk}/plans/generate/", {"generator": "outline"})
    unknown = managing.post(f"/campaigns/{planned.pk}/plans/generate/", {"generator": "oracle"})

    assert (response.status_code, unknown.status_code) == (302, 400)
    assert CampaignPlan.objects.get().generated_by == "outline"


def test_detail_shows_what_changed(viewing, planned, manager):
    save_plan(planned, angles=["A", "B"], by=manager, now=timezone.now())
    save_plan(planned, angles=["A", "C"], by=manager, now=timezone.now())

    first = viewing.get(f"/campaigns/{planned.pk}/plans/1/")
    second = viewing.get(f"/campaigns/{planned.pk}/plans/2/")

    assert (first.context["parts"], first.context["older"]) == ([], None)
    assert second.context["parts"] == [
        DiffPart("Angles", (DiffLine("same", "A"), DiffLine("removed", "B"), DiffLine("added", "C")))
    ]
    assert viewing.get(f"/campaigns/{planned.pk}/plans/3/").status_code == 404


def test_any_two_versions_are_compared_the_older_first(viewing, planned, manager):
    for angle in ("A", "B", "C"):
        save_plan(planned, angles=[angle], by=manager, now=timezone.now())
    change = [DiffPart("Angles", (DiffLine("removed", "A"), DiffLine("added", "C")))]

    forward = viewing.get(f"/campaigns/{planned.pk}/plans/3/", {"against": "1"})
    backward = viewing.get(f"/campaigns/{planned.pk}/plans/1/", {"against": "3"})
    nonsense = viewing.get(f"/campaigns/{planned.pk}/plans/3/", {"against": "9"})

    assert forward.context["parts"] == backward.context["parts"] == change
    assert (backward.context["older"].number, backward.context["newer"].number) == (1, 3)
    assert (nonsense.status_code, nonsense.context["older"].number) == (200, 2)


def test_only_managers_plan(operating, viewing, client, planned):
    for browser, status in ((operating, 403), (viewing, 403), (client, 302)):
        assert browser.post(f"/campaigns/{planned.pk}/plans/new/", TEXTS).status_code == status
        assert browser.post(f"/campaigns/{planned.pk}/plans/generate/", {}).status_code == status


def test_diff_lines_keep_the_order_of_both():
    assert diff_lines(["a", "b", "c"], ["b", "c", "d"]) == [
        DiffLine("removed", "a"),
        DiffLine("same", "b"),
        DiffLine("same", "c"),
        DiffLine("added", "d"),
    ]


def test_plan_diff_of_equal_plans_is_empty():
    assert plan_diff(CampaignPlan(angles=["a"]), CampaignPlan(angles=["a"])) == []


@pytest.mark.parametrize(
    ("made_by", "told"), [("manual", "Person"), ("outline", "Outline"), ("brainy", "Brainy")]
)
def test_the_maker_of_a_plan_is_told_in_words(made_by, told):
    assert CampaignPlan(generated_by=made_by).maker == told

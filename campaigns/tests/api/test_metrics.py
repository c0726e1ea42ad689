"""Metrics by programs: logged, corrected, deleted, many at once; each refusal leaves everything as it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.metrics import log_metric
from campaigns.models import MetricEntry
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import nothing_changes, told
from operator_tasks.domain.planning import plan_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def operating(operating):
    """A program whose token is known to be in use, so that its next request notes nothing."""
    operating.get("/")
    return operating


def day(ago: int = 1) -> str:
    return (timezone.now().date() - timedelta(days=ago)).isoformat()


def value(campaign, **changes) -> dict:
    return {
        "campaign": campaign.pk,
        "platform": "linkedin",
        "date": day(),
        "metric_name": "impressions",
        "metric_value": 1250,
        **changes,
    }


def part(number: float = 5, name: str = "likes", **changes) -> dict:
    return {"platform": "x", "date": day(), "metric_name": name, "metric_value": number, **changes}


def bulk(campaign, *parts: dict, **changes) -> dict:
    return {"campaign": campaign.pk, "metrics": list(parts), **changes}


def logged(campaign, by, count: int = 1) -> list[MetricEntry]:
    now = timezone.now()
    return [
        log_metric(
            campaign,
            platform="linkedin",
            day=now.date() - timedelta(days=ago),
            metric_name="impressions",
            metric_value=ago,
            notes="inside",
            by=by,
            now=now,
        )
        for ago in range(1, count + 1)
    ]


# -- one by one -------------------------------------------------------------------------------------------------
def test_a_value_is_logged_and_read(operating, running):
    made = operating.post("/metrics/", value(running, notes="from the dashboard"))

    entry = MetricEntry.objects.get()
    assert (made.status_code, made["ETag"]) == (201, '"v1"')
    assert made.json() == {
        "id": entry.pk,
        "campaign": running.pk,
        "campaign_name": running.name,
        "client": running.client_id,
        "platform": "linkedin",
        "date": day(),
        "metric_name": "impressions",
        "metric_value": 1250,
        "notes": "from the dashboard",
        "task": None,
        "source_format": "manual",
        "granularity": "day",
        "external_id": "",
        "as_of": None,
        "version": 1,
        "created_at": entry.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": entry.updated_at.isoformat().replace("+00:00", "Z"),
    }
    assert operating.get(f"/metrics/{entry.pk}/").json() == made.json()
    assert told("metric.logged")[:4] == ("omar", "api", "metric entry", 1)


@pytest.mark.parametrize(
    ("platform", "name", "number", "kept"),
    [
        ("twitter", "engagement", 7, ("x", "engagements", 7)),
        ("x", "click_through_rate", 0.0425, ("x", "ctr", 0.0425)),
        ("linkedin", "reactions", 0, ("linkedin", "likes", 0)),
        ("linkedin", "reactions", -0.0, ("linkedin", "likes", 0)),
        ("email", "opens", 12.50, ("email", "opens", 12.5)),
    ],
)
def test_other_names_are_understood_and_numbers_stay_numbers(
    operating, running, platform, name, number, kept
):
    sent = value(running, platform=platform, metric_name=name, metric_value=number)

    made = operating.post("/metrics/", sent).json()

    assert (made["platform"], made["metric_name"], made["metric_value"]) == kept


def test_a_value_of_a_post_is_kept_apart_from_the_day(operating, running, items, manager):
    task = plan_tasks(running, by=manager, now=timezone.now()).created[0]
    operating.post("/metrics/", value(running))

    made = operating.post("/metrics/", value(running, task=task.pk)).json()

    assert (made["task"], made["granularity"]) == (task.pk, "post")
    assert [row["id"] for row in operating.get(f"/metrics/?task={task.pk}").json()["results"]] == [made["id"]]


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"metric_value": -1}, "metric_value", "Write the value as a number of at least 0"),
        ({"metric_value": 10**4000}, "metric_value", "Write the value as a number of at least 0"),
        ({"metric_value": "1250"}, "metric_value", "Write this as a number."),
        ({"metric_value": True}, "metric_value", "Write this as a number."),
        ({"metric_value": None}, "metric_value", "This field may not be null."),
        ({"metric_name": "ctr", "metric_value": 4.2}, "metric_value", "A rate lies between 0 and 1"),
        ({"metric_name": "fame"}, "metric_name", "This is not one of: impressions, views"),
        ({"platform": "internal"}, "platform", "This is not one of: linkedin"),
        ({"date": day(-2)}, "date", "The day must not lie in the future"),
        ({"date": "1999-12-31"}, "date", "nor before 2000"),
        ({"date": "yesterday"}, "date", "Write a date as 2026-03-02."),
        ({"notes": "x" * 5001}, "notes", "no more than 5000 characters"),
        ({"task": 10**18}, "task", "This task is not one of the campaign's"),
        ({"version": 3}, "version", "This cannot be set here"),
        ({"source_format": "ga4_report"}, "source_format", "This cannot be set here"),
        ({"value": 3}, "value", "There is no such field here; known: "),
    ],
)
def test_what_cannot_be_logged_is_refused_by_its_field(operating, running, changes, field, text):
    with nothing_changes():
        refused = operating.post("/metrics/", value(running, **changes))

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])
    assert text in refused.json()["detail"]


def test_a_second_value_of_a_day_is_refused_until_it_is_meant_as_a_correction(operating, running):
    operating.post("/metrics/", value(running))

    with nothing_changes():
        refused = operating.post("/metrics/", value(running, metric_value=7))

    assert (refused.status_code, refused.json()["type"]) == (409, "/api/problems/#not-now")
    assert "correct that entry instead" in refused.json()["detail"]


def test_a_value_is_corrected(operating, running, operator):
    [entry] = logged(running, operator)
    address = f"/metrics/{entry.pk}/"

    noted = operating.patch(address, {"notes": "late"}, {"If-Match": '"v1"'}).json()
    assert (noted["metric_value"], noted["notes"], noted["version"]) == (1, "late", 2)
    put = operating.put(address, {"metric_value": 9.5, "version": 2}).json()
    assert (put["metric_value"], put["notes"], put["version"]) == (9.5, "late", 3)

    assert told("metric.corrected") == (
        "omar",
        "api",
        "metric entry",
        3,
        {"metric_value": "1"},
        {"metric_value": "9.5"},
    )


def test_what_a_value_is_about_cannot_be_corrected(operating, running, operator):
    [entry] = logged(running, operator)
    address = f"/metrics/{entry.pk}/"

    with nothing_changes():
        moved = operating.patch(address, {"date": day(2), "campaign": 1, "version": 1})
        blind = operating.patch(address, {"metric_value": 3})
        stale = operating.patch(address, {"metric_value": 3, "version": 7})
        empty = operating.put(address, {"version": 1})

    told_moved = "This cannot be set here; leave it out."
    assert moved.json()["errors"] == {"date": [told_moved], "campaign": [told_moved]}
    assert [blind.status_code, stale.status_code] == [428, 412]
    assert empty.json()["errors"] == {"metric_value": ["This field is required."]}


def test_a_value_is_deleted_by_the_version_that_was_seen(operating, running, operator):
    [entry] = logged(running, operator)
    address = f"/metrics/{entry.pk}/"

    with nothing_changes():
        assert operating.delete(address).status_code == 428
        assert operating.delete(address, {"If-Match": '"v2"'}).status_code == 412
    gone = operating.delete(address, {"If-Match": '"v1"'})

    assert (gone.status_code, gone.content, MetricEntry.objects.count()) == (204, b"", 0)
    assert told("metric.deleted")[:3] == ("omar", "api", "metric entry")
    assert operating.get(address).status_code == 404
    assert operating.delete(address, {"If-Match": '"v1"'}).status_code == 404


def test_a_completed_campaign_is_for_managers(operating, managing, running, manager, operator):
    [entry] = logged(running, operator)
    complete_campaign(running, by=manager, now=timezone.now())

    with nothing_changes():
        refused = operating.post("/metrics/", value(running, date=day(3)))
        kept = operating.delete(f"/metrics/{entry.pk}/", {"If-Match": "*"})

    assert (refused.status_code, refused.json()["type"]) == (403, "/api/problems/#not-allowed")
    assert kept.status_code == 403
    assert managing.post("/metrics/", value(running, date=day(3))).status_code == 201


def test_a_planned_campaign_has_no_metrics_yet(operating, planned):
    refused = operating.post("/metrics/", value(planned))

    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "The campaign is not active yet; activate it before logging metrics.",
    )


# -- who may what -----------------------------------------------------------------------------------------------
def test_others_read_what_they_work_for_and_notes_stay_inside(
    viewing, operating, managing, running, foreign, operator, manager
):
    [entry], [hidden] = logged(running, operator), logged(foreign, manager)

    def rows(program):
        return [(row["id"], row["notes"]) for row in program.get("/metrics/?ordering=id").json()["results"]]

    assert rows(managing) == [(entry.pk, "inside"), (hidden.pk, "inside")]
    assert rows(operating) == [(entry.pk, "inside")]
    assert rows(viewing) == [(entry.pk, "")]
    assert viewing.get(f"/metrics/{entry.pk}/").json()["notes"] == ""


def test_another_clients_metrics_are_not_there(operating, running, foreign, manager):
    [hidden] = logged(foreign, manager)
    address, seen = f"/metrics/{hidden.pk}/", {"If-Match": '"v1"'}

    with nothing_changes():
        answers = [
            operating.get(address),
            operating.patch(address, {"metric_value": 3}, seen),
            operating.delete(address, seen),
            operating.post("/metrics/", value(foreign)),
            operating.post("/metrics/bulk/", bulk(foreign, part())),
        ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_viewers_and_reading_tokens_change_nothing(viewing, operator_user, running, operator):
    [entry] = logged(running, operator)
    reading = program_of(operator_user, ("read",))
    address, seen = f"/metrics/{entry.pk}/", {"If-Match": '"v1"'}

    assert reading.get(address).status_code == 200
    for program in (viewing, reading):
        before = MetricEntry.objects.values()[0]
        answers = [
            program.post("/metrics/", value(running, date=day(4))),
            program.post("/metrics/bulk/", bulk(running, part())),
            program.put(address, {"metric_value": 3}, seen),
            program.patch(address, {"metric_value": 3}, seen),
            program.delete(address, seen),
        ]
        assert [answer.status_code for answer in answers] == [403] * 5
        assert list(MetricEntry.objects.values()) == [before]


# -- lists ------------------------------------------------------------------------------------------------------
def test_a_list_is_filtered_and_ordered(operating, running, operator):
    one, two, three = logged(running, operator, 3)
    other = MetricEntry.objects.get(pk=operating.post("/metrics/", value(running, platform="x")).json()["id"])

    def found(query: str) -> list[int]:
        return [row["id"] for row in operating.get(f"/metrics/?{query}").json()["results"]]

    everything = [other.pk, one.pk, two.pk, three.pk]
    assert found("") == everything
    assert found("ordering=date") == everything[::-1]
    assert found("ordering=-id") == [other.pk, three.pk, two.pk, one.pk]
    assert found("platform=twitter") == [other.pk]
    assert found(f"date_after={day(3)}&date_before={day(2)}") == [two.pk, three.pk]
    assert found("metric_name=impression") == everything
    assert found("metric_name=likes") == []
    assert found("source=manual&granularity=day") == everything
    assert found("source=ga4_report") == found("granularity=post") == []
    assert found(f"campaign={running.pk}&client={running.client_id}") == everything
    assert found(f"campaign={running.pk + 1000}") == found("client=9223372036854775807") == []


@pytest.mark.parametrize(
    "query",
    [
        "ordering=metric_value",
        "platform=internal",
        "metric_name=fame",
        "source=elsewhere",
        "date_after=2026-13-01",
        "campaign=x",
        "campaign=0",
        "campaign=",
        "granularity=",
        "task=99999999999999999999",
        "search=a",
        "platform=x&platform=linkedin",
    ],
)
def test_a_filter_that_means_nothing_is_refused_by_its_name(operating, query):
    refused = operating.get(f"/metrics/?{query}")

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [query.partition("=")[0]])


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_list_asks_the_same_number_of_queries(
    operating, running, operator, count, django_assert_num_queries
):
    logged(running, operator, count)
    operating.get("/metrics/")

    with django_assert_num_queries(5):
        assert len(operating.get("/metrics/").json()["results"]) == count

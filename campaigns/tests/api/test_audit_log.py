"""The audit log, told to those who may read it; whole chains are said to be whole, and broken ones where."""

import json
from datetime import UTC, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.domain.campaigns import edit_campaign
from campaigns.domain.clients import set_members
from campaigns.domain.housekeeping import delete_campaign
from campaigns.models import AuditChain, AuditItem, CalendarItem, OperatorAuditLog
from campaigns.tests.api.calendar_item_told import ids
from campaigns.tests.api.program import program_of
from conftest import user_named
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.ticking import tick
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db

READERS_REFUSAL = "Your role does not allow this; ask a manager."


def moment(at) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def entry_of(action: str) -> OperatorAuditLog:
    return OperatorAuditLog.objects.filter(action=action).latest("pk")


@pytest.fixture
def auditor(running, operator_user, manager):
    """Somebody who may read the audit log and sees Acme alone."""
    alba = user_named("alba", "operator")
    alba.user_permissions.add(Permission.objects.get(codename="read_audit"))
    set_members(running.client, [operator_user.pk, alba.pk], by=manager, now=timezone.now())
    return program_of(alba)


def test_an_entry_tells_who_did_what_through_which_door(managing, planned, manager_user):
    managing.post(f"/campaigns/{planned.pk}/calendar/generate/", {"days_ahead": 14})
    item = CalendarItem.objects.all()[0]
    changed = managing.patch(f"/calendar-items/{item.pk}/", {"title": "New", "version": 1})

    entry = entry_of("calendar_item.edited")
    answer = managing.get(f"/audit-log/{entry.pk}/")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": entry.pk,
        "chain": planned.pk,
        "seq": entry.seq,
        "at": moment(entry.at),
        "actor_kind": "user",
        "actor": "maria",
        "actor_label": "maria",
        "via": "api",
        "action": "calendar_item.edited",
        "entity_type": "calendar item",
        "entity_id": item.pk,
        "entity_label": "New",
        "entity_version": 2,
        "request_id": changed["X-Request-ID"],
        "job_run": "",
        "before": {"title": ""},
        "after": {"title": "New"},
        "notes": "",
        "leaf": entry.leaf,
        "hash": entry.hash,
        "prev": OperatorAuditLog.objects.get(chain=planned.pk, seq=entry.seq - 1).hash,
    }
    made = managing.get(f"/audit-log/{entry_of('campaign.created').pk}/").json()
    assert (made["before"], made["after"]["name"]) == (None, "Spring launch")


def test_people_are_named_as_today_and_as_then(managing, planned, manager_user):
    entry = entry_of("campaign.created")
    manager_user.username = "mary"
    manager_user.save()

    row = managing.get(f"/audit-log/{entry.pk}/").json()

    assert (row["actor"], row["actor_label"]) == ("mary", "maria")


def test_the_log_is_narrowed_and_ordered(managing, planned, manager):
    before = timezone.now()
    edit_campaign(planned, values={"name": "Renamed"}, by=manager, now=timezone.now())
    created, edited = entry_of("campaign.created"), entry_of("campaign.edited")

    def found(query: str) -> list[int]:
        return ids(managing.get(f"/audit-log/?{query}"))

    everything = list(OperatorAuditLog.objects.order_by("-pk").values_list("pk", flat=True))
    in_campaign = [key for key in everything if OperatorAuditLog.objects.get(pk=key).chain == planned.pk]
    assert found("via=page&ordering=id") == found("via=page")[::-1]
    assert found("page_size=200") == everything
    assert found(f"campaign={planned.pk}") == in_campaign
    assert found("action=campaign.") == [edited.pk, created.pk]
    assert found("action=campaign.edited") == [edited.pk]
    assert found(f"entity_type=campaign&entity_id={planned.pk}") == [edited.pk, created.pk]
    assert found(f"actor=maria&campaign={planned.pk}") == in_campaign
    assert found("actor=nobody") == found("via=job") == found("campaign=999") == []
    assert found(f"action=campaign.&after={moment(before)}") == [edited.pk]
    assert found(f"action=campaign.&before={moment(before)}") == [created.pk]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("via=telepathy", "via"),
        ("after=yesterday", "after"),
        ("entity_id=0", "entity_id"),
        ("campaign=acme", "campaign"),
        ("ordering=hash", "ordering"),
        ("cursor=abc", "cursor"),
        ("user=maria", "user"),
    ],
)
def test_what_the_list_does_not_know_is_refused(managing, query, field):
    answer = managing.get(f"/audit-log/?{query}")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.fixture
def batch(running, items, manager, clock) -> OperatorAuditLog:
    """What the clock did to all tasks of the campaign at once."""
    plan_tasks(running, by=manager, now=timezone.now())
    tick(running, by=clock, now=max(item.scheduled_at for item in items) + timedelta(minutes=1))
    return OperatorAuditLog.objects.filter(after__startswith='{"batch"').earliest("pk")


def test_a_change_of_many_rows_lists_them(managing, batch):
    said = json.loads(batch.after)
    details = list(AuditItem.objects.filter(batch=said["batch"]).order_by("pk"))

    page = managing.get(f"/audit-log/{batch.pk}/items/?page_size=200").json()

    row = managing.get(f"/audit-log/{batch.pk}/").json()
    assert (row["after"], row["actor"], row["actor_label"]) == (said, None, "campaign_tick")
    assert page == {
        "count": said["count"],
        "next": None,
        "previous": None,
        "results": [
            {
                "id": detail.pk,
                "at": moment(detail.at),
                "action": detail.action,
                "entity_type": "task",
                "entity_id": detail.entity_id,
                "entity_version": detail.entity_version,
                "before": json.loads(detail.before),
                "after": json.loads(detail.after),
            }
            for detail in details
        ],
    }
    assert {row["entity_id"] for row in page["results"]} <= set(
        OperatorTask.objects.values_list("pk", flat=True)
    )
    single = entry_of("campaign.created")
    assert managing.get(f"/audit-log/{single.pk}/items/").json()["results"] == []


def test_details_go_on_by_their_cursor(managing, batch):
    whole = ids(managing.get(f"/audit-log/{batch.pk}/items/"))

    first = managing.get(f"/audit-log/{batch.pk}/items/?page_size=2").json()
    rest = managing.get(first["next"].removeprefix("http://testserver"))

    assert [row["id"] for row in first["results"]] + ids(rest) == whole[:4]


def test_whole_chains_are_said_to_be_whole(managing, planned, foreign):
    everything = managing.get("/audit-log/verify/")
    one = managing.get(f"/audit-log/verify/?campaign={planned.pk}")

    in_chain = OperatorAuditLog.objects.filter(chain=planned.pk).count()
    assert everything.json() == {
        "ok": True,
        "chains": AuditChain.objects.count(),
        "entries": OperatorAuditLog.objects.count(),
        "faults": [],
    }
    assert (one.status_code, one.json()) == (
        200,
        {"ok": True, "chains": 1, "entries": in_chain, "faults": []},
    )


def test_a_broken_chain_is_told_with_its_place(managing, planned):
    AuditChain.objects.filter(chain=planned.pk).update(head="0" * 64)

    answer = managing.get(f"/audit-log/verify/?campaign={planned.pk}")

    entries = OperatorAuditLog.objects.filter(chain=planned.pk).count()
    text = f"the chain ends at entry {entries}, but its head says otherwise."
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "ok": False,
            "chains": 1,
            "entries": entries,
            "faults": [{"chain": planned.pk, "seq": None, "text": text}],
        },
    )


def test_the_chain_of_a_deleted_campaign_stays(managing, planned, manager):
    key = planned.pk
    delete_campaign(planned, by=manager, now=timezone.now())

    assert managing.get(f"/audit-log/verify/?campaign={key}").json()["ok"] is True
    assert managing.get(f"/audit-log/?campaign={key}").json()["results"][0]["action"] == "campaign.deleted"
    assert managing.get("/audit-log/verify/?campaign=999").status_code == 404


def test_only_those_who_may_read_it_do(operating, viewing, manager_user, planned):
    entry = entry_of("campaign.created")
    addresses = [
        "/audit-log/",
        f"/audit-log/{entry.pk}/",
        f"/audit-log/{entry.pk}/items/",
        "/audit-log/verify/",
    ]

    for program in (operating, viewing):
        answers = [program.get(address) for address in addresses]
        assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [
            (403, READERS_REFUSAL)
        ] * 4
    plain = program_of(manager_user, ("read", "write"))
    assert [plain.get(address).status_code for address in addresses] == [403] * 4
    narrow = program_of(manager_user, ("admin",))
    assert [narrow.get(address).status_code for address in addresses] == [200] * 4
    assert narrow.post("/audit-log/", {}).status_code == 405
    assert narrow.delete(f"/audit-log/{entry.pk}/").status_code == 405


def test_an_auditor_of_one_client_reads_its_campaigns_alone(auditor, running, foreign):
    own = OperatorAuditLog.objects.filter(chain=running.pk).order_by("-pk")
    others = OperatorAuditLog.objects.filter(chain=foreign.pk).latest("pk")
    house = OperatorAuditLog.objects.filter(chain=0).latest("pk")

    assert ids(auditor.get("/audit-log/")) == list(own.values_list("pk", flat=True))
    assert auditor.get(f"/audit-log/{others.pk}/").status_code == 404
    assert auditor.get(f"/audit-log/{others.pk}/items/").status_code == 404
    assert auditor.get(f"/audit-log/{house.pk}/").status_code == 404
    assert auditor.get(f"/audit-log/verify/?campaign={foreign.pk}").status_code == 404
    assert auditor.get(f"/audit-log/verify/?campaign={running.pk}").json()["ok"] is True
    whole = auditor.get("/audit-log/verify/")
    text = "You see some campaigns only; name one as `campaign`."
    assert (whole.status_code, whole.json()["detail"]) == (403, text)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_cost_of_a_page_does_not_grow_with_its_rows(
    managing, planned, manager, count, django_assert_num_queries
):
    for number in range(count):
        edit_campaign(planned, values={"name": f"Name {number}"}, by=manager, now=timezone.now())
    managing.get("/platforms/x/")  # the use of the token is noted once a minute

    with django_assert_num_queries(5):
        rows = managing.get(f"/audit-log/?action=campaign.edited&campaign={planned.pk}").json()["results"]

    assert [row["actor"] for row in rows] == ["maria"] * count

"""The evidence of a campaign: complete, checkable without the product, and safe to open in a spreadsheet."""

import csv
import hashlib
import io
import json

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import edit_campaign
from campaigns.models import AuditChain, OperatorAuditLog
from campaigns.tests.witness import nothing_changes
from conftest import hours
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import tick_all

# What the leaf of an entry is the digest of, as docs/operations.md says.
SAID = (
    *("at", "actor_kind", "actor_id", "actor_label", "via", "action", "notes", "format_version"),
    *("entity_type", "entity_id", "entity_label", "entity_version"),
    *("request_id", "job_run", "before", "after"),
)


@pytest.fixture
def told(running, manager, clock):
    """A campaign with an entry that begins like a formula, and a change of many rows at once."""
    now = timezone.now()
    edit_campaign(running, values={"objective": "=1+1"}, by=manager, now=now)
    for hour in (1, 2):
        create_manual_task(running, title=f"=Call {hour}", due_at=now + hours(hour), by=manager, now=now)
    tick_all(by=clock, now=now + hours(3))
    return running


def as_json(browser, campaign) -> dict:
    answer = browser.get(f"/campaigns/{campaign.pk}/audit/json/")
    assert answer["Content-Disposition"] == 'attachment; filename="spring-launch-evidence.json"'
    return json.loads(b"".join(answer.streaming_content))


def test_every_hash_can_be_computed_again_from_the_file_alone(managing, told):
    evidence = as_json(managing, told)

    prev = "0" * 64
    for seq, entry in enumerate(evidence["entries"], start=1):
        said = {name: entry[name] for name in SAID}
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        leaf = hashlib.sha256(b"\x00" + text.encode()).hexdigest()
        place = f"{prev}|{seq}|{told.pk}|{leaf}"
        prev = hashlib.sha256(b"\x01" + place.encode()).hexdigest()
        assert (entry["seq"], entry["leaf"], entry["hash"]) == (seq, leaf, prev)
    head = AuditChain.objects.get(chain=told.pk)
    assert evidence["head"] == {"chain": told.pk, "seq": head.seq, "hash": prev}
    assert evidence["campaign"] == {"id": told.pk, "name": "Spring launch", "client": "Acme"}


def test_changes_of_many_rows_come_with_their_details(managing, told):
    batches = [entry for entry in as_json(managing, told)["entries"] if entry["details"]]

    counts = {json.loads(entry["after"])["count"] for entry in batches}
    assert [len(entry["details"]) for entry in batches] == [2] * len(batches)
    assert counts == {2}
    assert {detail["entity_type"] for entry in batches for detail in entry["details"]} == {"task"}


def test_a_spreadsheet_runs_nothing(managing, told):
    answer = managing.get(f"/campaigns/{told.pk}/audit/csv/")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    header, rows = lines[0], lines[1:]
    details = [row for row in rows if row[header.index("hash")] == ""]
    labels = {row[header.index("entity_label")] for row in rows}
    assert len(rows) - len(details) == OperatorAuditLog.objects.filter(chain=told.pk).count()
    assert "'=Call 1" in labels
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_the_trail_leads_to_it_and_says_how_the_chain_ends(managing, told):
    page = managing.get(f"/campaigns/{told.pk}/audit/").content.decode()
    head = AuditChain.objects.get(chain=told.pk)

    assert f'href="/campaigns/{told.pk}/audit/csv/"' in page
    assert f"The chain ends at entry {head.seq} with the hash {head.head[:12]}…, as its head says." in page


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_only_those_who_read_the_audit_log_get_it(operating, viewing, told, kind):
    with nothing_changes():
        answers = [browser.get(f"/campaigns/{told.pk}/audit/{kind}/") for browser in (operating, viewing)]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_another_clients_is_not_there(managing):
    assert managing.get("/campaigns/999999/audit/json/").status_code == 404

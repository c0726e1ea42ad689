"""The earlier module's audit rows, kept in the chain of the campaign as what they are: told by another."""

import json
from typing import Any

from campaigns.actor import Actor, ActorKind
from campaigns.domain.audit import collect
from campaigns.domain.audit_chain import PendingEntry, canonical
from campaigns.models import Campaign
from operator_tasks.domain.takeover.source import Earlier, Row, listed, moment
from operator_tasks.domain.takeover.words import Report, line_of, text_of

# Things of a campaign that its audit rows may be about, by what the earlier module called them.
TABLES = {
    "task": "operator_tasks",
    "operator_task": "operator_tasks",
    "calendar_item": "calendar_items",
    "plan": "plans",
}


def keep_history(
    earlier: Earlier, history: list[Row], key: int, campaign: Campaign, report: Report, *, by: Actor
) -> None:
    """An entry for each row that is about the campaign or one of its things; who did it is as that row said."""
    own = {"campaign": {key}}
    own |= {kind: {row["id"] for row in earlier.rows(table, key)} for kind, table in TABLES.items()}
    for row in history:
        kind = str(row["entity_type"] or "campaign").lower()
        if row["entity_id"] in own.get(kind, ()):
            collect(_entry(row, kind, campaign, by))
            report.count("entries of the audit log")


def _entry(row: Row, kind: str, campaign: Campaign, by: Actor) -> PendingEntry:
    who = line_of(row["actor"]) or "operator"
    return PendingEntry(
        chain=campaign.pk,
        at=moment(row["created_at"]) or campaign.created_at,
        actor=Actor(ActorKind.SYSTEM, who, by.via, request_id=by.request_id, job_run=by.job_run),
        action=f"imported.{line_of(row['action'], 50)}",
        # Its keys are the earlier module's, so it speaks of that module's things and of none of ours.
        entity_type="earlier module",
        entity_id=int(row["entity_id"] or 0),
        entity_label=f"{kind} {row['entity_id']}",
        entity_version=None,
        before=_told(row["before_json"]),
        after=_told(row["after_json"]),
        notes=text_of(row["notes"], 5_000),
    )


def _told(value: Any) -> str:
    """As text, for it may hold fractions, which an entry of ours does not."""
    found = listed(value)
    return canonical({"earlier": json.dumps(found, sort_keys=True, ensure_ascii=False)}) if found else ""

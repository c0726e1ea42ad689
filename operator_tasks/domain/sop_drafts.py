"""Verbs for the draft of a procedure: written in as many sittings as it takes, then published or thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, deleted, locked, recorded, together
from campaigns.errors import NotAllowed, NotNow, StaleVersion
from operator_tasks.choices import ProofType
from operator_tasks.domain.sops import latest_number, publish_version
from operator_tasks.models import Sop, SopDraft, SopVersion

# What a first draft of a procedure without a version takes.
USUAL_MINUTES = 15
SKELETON = "## WHERE\n\n## HOW\n\n1. \n\n## TIPS\n\n## COMMON MISTAKES\n\n## COMPLETION\n"
# What a form says that was made before anybody had written a draft.
NOTHING_WRITTEN = 0


def refuse_unless_manager(by: Actor) -> None:
    if not by.is_manager:
        raise NotAllowed(_("Only a manager writes procedures; report what is wrong from the task."))


def draft_of(sop: Sop) -> SopDraft:
    """What is being written; where nothing is, the latest version to begin with, not stored and at version 0."""
    stored = SopDraft.objects.filter(sop=sop).first()
    if stored is not None:
        return stored
    latest = sop.versions.order_by("-number").first()
    if latest is None:
        return SopDraft(sop=sop, body=SKELETON, minutes=USUAL_MINUTES, version=NOTHING_WRITTEN)
    return SopDraft(
        sop=sop,
        body=latest.body,
        minutes=latest.minutes,
        proof_types=latest.proof_types,
        version=NOTHING_WRITTEN,
    )


def save_draft(
    sop: Sop,
    *,
    body: str,
    minutes: int,
    proof_types: Sequence[str],
    note: str = "",
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
    seen_number: int | None = None,
) -> SopDraft:
    """Keep what is written so far, however incomplete.

    Refuses text that cannot be stored, and what was written without knowing the draft (`seen_version`) or the
    latest version (`seen_number`) as they are now.
    """
    refuse_unless_manager(by)
    known = [kind for kind in proof_types if kind in ProofType.values]
    values = {"body": body, "minutes": minutes, "proof_types": known, "note": note, "author_label": by.label}
    with together():
        fresh = locked(sop)
        last = latest_number(fresh)
        if seen_number is not None and seen_number != last:
            raise StaleVersion(str(fresh), seen_number, last)
        stored = SopDraft.objects.filter(sop=fresh).first()
        if stored is None and seen_version not in (None, NOTHING_WRITTEN):
            raise StaleVersion(str(SopDraft(sop=fresh)), int(seen_version or 0), NOTHING_WRITTEN)
        if stored is None:
            return created("sop_draft.begun", SopDraft(sop=fresh, **values), by=by, now=now)
        if seen_version == NOTHING_WRITTEN:
            raise StaleVersion(str(stored), NOTHING_WRITTEN, stored.version)
        with recorded("sop_draft.saved", stored, by=by, now=now, seen_version=seen_version) as draft:
            for name, value in values.items():
                setattr(draft, name, value)
        return draft


def discard_draft(sop: Sop, *, by: Actor, now: datetime, seen_version: int | None = None) -> None:
    """Throw the draft away; the audit log keeps its last state. Refuses where there is none."""
    refuse_unless_manager(by)
    with together():
        deleted("sop_draft.deleted", _stored(sop, seen_version), by=by, now=now)


def publish_draft(sop: Sop, *, by: Actor, now: datetime, seen_version: int | None = None) -> SopVersion:
    """Make the draft the next version, from which tasks are made from now on.

    Refuses where there is none, what is incomplete, and a draft that somebody changed meanwhile.
    """
    refuse_unless_manager(by)
    with together():
        draft = _stored(sop, seen_version)
        version = publish_version(
            sop,
            body=draft.body,
            minutes=draft.minutes,
            proof_types=draft.proof_types,
            note=draft.note,
            by=by,
            now=now,
        )
        deleted("sop_draft.deleted", draft, by=by, now=now)
        return version


def publish_written(
    sop: Sop,
    *,
    values: Mapping[str, Any],
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
    seen_number: int | None = None,
) -> SopVersion:
    """Keep what is written and publish it at once; a refusal of either leaves the draft as it was."""
    with together():
        draft = save_draft(sop, **values, by=by, now=now, seen_version=seen_version, seen_number=seen_number)
        return publish_draft(sop, by=by, now=now, seen_version=draft.version)


def _stored(sop: Sop, seen_version: int | None) -> SopDraft:
    stored = SopDraft.objects.filter(sop=sop).first()
    if stored is None:
        raise NotNow(_("There is no draft of this procedure; write one first."))
    return locked(stored, seen_version=seen_version)

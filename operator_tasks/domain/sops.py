"""The SOP library: shipped files become versions, managers publish new ones, tasks pin one."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, locked, together
from campaigns.errors import InvalidInput, NotNow, StaleVersion
from operator_tasks.choices import ProofType
from operator_tasks.models import Sop, SopVersion
from operator_tasks.sops.library import BadSop, ShippedSop, check_body, shipped, steps_of


class UnknownSop(NotNow):
    """There is no procedure for this kind of task, so nobody could be told how to do it."""


def create_sop(
    *, task_type: str, platform: str, content_type: str, title: str, by: Actor, now: datetime
) -> Sop:
    """A procedure for a kind of task that has none; it counts once a version is published."""
    sop = Sop(task_type=task_type, platform=platform, content_type=content_type, title=title.strip())
    return created("sop.created", sop, by=by, now=now)


def publish_version(
    sop: Sop,
    *,
    body: str,
    minutes: int,
    proof_types: Sequence[str],
    note: str = "",
    by: Actor,
    now: datetime,
    seen_number: int | None = None,
) -> SopVersion:
    """Publish the next version of a procedure; tasks made from now on pin it, open ones keep theirs.

    Refuses a text that lacks one of the sections or has no steps, and one that was written without knowing the
    latest version: `seen_number` is the number of that which was seen, 0 for none.
    """
    publish = partial(_publish, sop, body=body, minutes=minutes, proof_types=proof_types, note=note)
    return publish(digest="", by=by, now=now, seen_number=seen_number)


def latest_number(sop: Sop) -> int:
    """The number of the latest version, 0 where none is published."""
    return int(sop.versions.aggregate(last=Max("number"))["last"] or 0)


def _publish(
    sop: Sop,
    *,
    body: str,
    minutes: int,
    proof_types: Sequence[str],
    note: str,
    digest: str,
    by: Actor,
    now: datetime,
    seen_number: int | None = None,
) -> SopVersion:
    try:
        check_body(body, sop.title)
    except BadSop as error:
        raise InvalidInput(str(error), {"body": [str(error)]}) from error
    unknown = sorted(set(proof_types) - set(ProofType.values))
    if unknown or not proof_types or not 1 <= minutes <= 600:
        text = _("Choose the kinds of proof that count, and 1 to 600 minutes.")
        raise InvalidInput(text, {"proof_types": [text]})
    with together():
        fresh = locked(sop)
        if fresh.retired_at is not None and not digest:
            raise NotNow(_("This procedure is retired. Use it again before you publish a version of it."))
        last = latest_number(fresh)
        if seen_number is not None and seen_number != last:
            raise StaleVersion(str(fresh), seen_number, last)
        version = SopVersion(
            sop=fresh,
            number=last + 1,
            body=body,
            steps=list(steps_of(body)),
            minutes=minutes,
            proof_types=list(dict.fromkeys(proof_types)),
            author_label=by.label,
            note=note,
            shipped_digest=digest,
            published_at=now,
        )
        return created("sop_version.published", version, by=by, now=now)


def sync_shipped(*, by: Actor, now: datetime) -> int:
    """Publish every shipped file that is new or changed, and return how many were.

    A procedure whose latest version a manager wrote keeps it: the shipped change is not forced over it.
    """
    published = 0
    for file in shipped():
        with together():
            published += _sync(file, by=by, now=now)
    return published


def _sync(file: ShippedSop, *, by: Actor, now: datetime) -> int:
    same = {"task_type": file.task_type, "platform": file.platform, "content_type": file.content_type}
    sop = Sop.objects.filter(**same).first()
    if sop is None:
        sop = created("sop.created", Sop(title=file.title, **same), by=by, now=now)
    latest = sop.versions.order_by("-number").first()
    if latest is not None and (latest.shipped_digest in {"", file.digest}):
        return 0
    publish = partial(_publish, sop, body=file.body, minutes=file.minutes, proof_types=file.proof_types)
    publish(note=_("Shipped with CampaignOps"), digest=file.digest, by=by, now=now)
    return 1


class SopShelf:
    """The latest versions of a task type's procedures, read once for a run over many tasks."""

    def __init__(self, task_type: str) -> None:
        self._task_type = task_type
        versions = SopVersion.objects.filter(sop__task_type=task_type, sop__retired_at__isnull=True)
        versions = versions.select_related("sop")
        newer = SopVersion.objects.filter(sop=OuterRef("sop"), number__gt=OuterRef("number"))
        self._versions = {
            (version.sop.platform, version.sop.content_type): version
            for version in versions.filter(~Exists(newer))
        }

    def find(self, platform: str, content_type: str) -> SopVersion:
        """The closest procedure: for this platform and content type, else the platform, else any platform.

        Posting has no general procedure: how to post differs everywhere. Raises `UnknownSop` if none fits.
        """
        for key in ((platform, content_type), (platform, ""), ("", "")):
            if key in self._versions:
                return self._versions[key]
        raise UnknownSop(
            _("There is no procedure for %(what)s. A manager must publish one in the SOP library first.")
            % {"what": " ".join(part for part in (self._task_type, platform, content_type) if part)}
        )

"""The library of procedures as people read it: what there is, what is missing, and what is said about each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from campaigns.choices import CampaignStatus, ContentType, Platform
from campaigns.models import Cadence
from operator_tasks.choices import ProofType, TaskType
from operator_tasks.domain.cockpit import procedure_parts
from operator_tasks.models import OperatorTask, Sop, SopDraft, SopReport, SopVersion
from operator_tasks.states import OPEN

VERSIONS_SHOWN = 20
REPORTS_SHOWN = 50
# Campaigns that may still need a task made.
RUNNING = (CampaignStatus.PLANNED, CampaignStatus.ACTIVE, CampaignStatus.PAUSED)


@dataclass(frozen=True)
class LibraryRow:
    """A procedure with its latest version; without one no task can follow it yet."""

    sop: Sop
    latest: SopVersion | None
    open_reports: int
    is_used: bool = True

    @property
    def kind(self) -> str:
        """What it is for, within its platform: the content type of posts, else the type of task."""
        if self.sop.task_type != TaskType.POST:
            return str(self.sop.get_task_type_display())
        return str(self.sop.get_content_type_display()) if self.sop.content_type else ""

    @property
    def proofs(self) -> tuple[str, ...]:
        return proof_labels(self.latest)


@dataclass(frozen=True)
class Gap:
    """Content types of a platform without a procedure of their own, and what tasks follow in its place.

    `wanted` are those that a running campaign's cadence asks for.
    """

    missing: tuple[str, ...]
    wanted: tuple[str, ...]
    fallback: Sop | None


@dataclass(frozen=True)
class Shelf:
    """One platform's procedures; `platform` is empty for those that hold everywhere."""

    platform: str
    label: str
    rows: tuple[LibraryRow, ...]
    gap: Gap | None


@dataclass(frozen=True)
class VersionRow:
    """A version of a procedure and how many open tasks that the reader may see still pin it."""

    version: SopVersion
    open_tasks: int

    @property
    def proofs(self) -> tuple[str, ...]:
        return proof_labels(self.version)


@dataclass(frozen=True)
class SopPage:
    """One procedure: its latest version in parts, all versions from the newest, and what was reported."""

    sop: Sop
    versions: tuple[VersionRow, ...]
    before_steps: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    after_steps: tuple[tuple[str, str], ...]
    reports: tuple[SopReport, ...]
    has_draft: bool = False

    @property
    def latest(self) -> SopVersion | None:
        return self.versions[0].version if self.versions else None

    @property
    def on_older(self) -> int:
        """Open tasks that follow a version before the latest."""
        return sum(row.open_tasks for row in self.versions[1:])


def proof_labels(version: SopVersion | None) -> tuple[str, ...]:
    known = version.proof_types if version else []
    return tuple(str(ProofType(kind).label) for kind in known if kind in ProofType.values)


def latest_versions() -> QuerySet[SopVersion]:
    """Of each procedure the version that was published last."""
    newer = SopVersion.objects.filter(sop=OuterRef("sop"), number__gt=OuterRef("number"))
    return SopVersion.objects.filter(~Exists(newer))


def library(user: User) -> tuple[Shelf, ...]:
    """Every procedure by platform, in four queries; reports and cadence as far as the user may see them."""
    used = Exists(OperatorTask.objects.filter(sop_version__sop=OuterRef("pk")))
    sops = list(Sop.objects.annotate(is_used=used).order_by("task_type", "platform", "content_type"))
    latest = {version.sop_id: version for version in latest_versions().defer("body")}
    reported = SopReport.objects.visible_to(user).filter(answered_at__isnull=True).order_by()
    counts = dict(reported.values_list("sop_version__sop").annotate(Count("pk")))
    rows: dict[str, list[LibraryRow]] = defaultdict(list)
    for sop in sops:
        is_used = sop.is_used
        rows[sop.platform].append(LibraryRow(sop, latest.get(sop.pk), counts.get(sop.pk, 0), is_used))
    wanted = _wanted(user)
    shelves = [
        Shelf(platform, str(platform.label), tuple(rows[platform]), _gap(rows[platform], wanted[platform]))
        for platform in Platform.outward()
    ]
    everywhere = (*rows[""], *rows[Platform.INTERNAL])
    return (*shelves, Shelf("", "", tuple(everywhere), None))


def _wanted(user: User) -> dict[str, set[str]]:
    """The content types for each platform that running campaigns post."""
    lines = Cadence.objects.visible_to(user).filter(posts_per_week__gt=0, campaign__status__in=RUNNING)
    found: dict[str, set[str]] = defaultdict(set)
    for platform, content_type in lines.order_by().values_list("platform", "content_type").distinct():
        found[platform].add(content_type)
    return found


def _gap(rows: Sequence[LibraryRow], wanted: set[str]) -> Gap | None:
    """As `SopShelf.find` looks: a platform's procedure for any content type, and nothing beyond it for posts."""
    posts = {
        row.sop.content_type: row.sop
        for row in rows
        if row.sop.task_type == TaskType.POST and row.latest and not row.sop.retired_at
    }
    missing = [kind for kind in ContentType if kind not in posts]
    if not missing:
        return None
    labels = tuple(str(kind.label) for kind in missing)
    return Gap(labels, tuple(str(kind.label) for kind in missing if kind in wanted), posts.get(""))


def sop_page(sop: Sop, user: User) -> SopPage:
    """Four queries: versions, the open tasks that pin each, the reports, open ones first, and whether a draft is there.

    Tasks and reports count as far as the user may see them.
    """
    versions = list(sop.versions.order_by("-number")[:VERSIONS_SHOWN])
    tasks = OperatorTask.objects.visible_to(user).live()
    pinned = tasks.filter(sop_version__sop=sop, status__in=OPEN).order_by()
    counts = dict(pinned.values_list("sop_version").annotate(Count("pk")))
    reports = SopReport.objects.visible_to(user).filter(sop_version__sop=sop)
    open_first = F("answered_at").desc(nulls_first=True)
    shown = reports.select_related("sop_version", "task").order_by(open_first, "-created_at", "-pk")
    before, steps, after = procedure_parts(versions[0].body) if versions else ((), (), ())
    return SopPage(
        sop=sop,
        versions=tuple(VersionRow(version, counts.get(version.pk, 0)) for version in versions),
        before_steps=before,
        steps=steps,
        after_steps=after,
        reports=tuple(shown[:REPORTS_SHOWN]),
        has_draft=SopDraft.objects.filter(sop=sop).exists(),
    )

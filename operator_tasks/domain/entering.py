"""Which runs of a job are entered: by its schedule, and by a person who does not want to wait for it."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from campaigns import feature
from campaigns.actor import Actor
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Campaign
from campaigns.words import in_house_words
from operator_tasks.choices import JOB_NAMES
from operator_tasks.domain import ledger
from operator_tasks.domain.summaries import missing_weeks
from operator_tasks.models import JobRun

SUMMARIES = "weekly_campaign_summary"
# These look after the ledger itself, so no run of them is ever entered in it.
BESIDE_THE_LEDGER = (ledger.HEARTBEAT_NAME, "sweep")
RUNNABLE = tuple(name for name in JOB_NAMES if name not in BESIDE_THE_LEDGER)


class UnknownJob(InvalidInput):
    """There is no such job that could be entered."""


def enter_now(name: str, *, ring: ledger.Ring, by: Actor, now: datetime) -> list[JobRun]:
    """Enter a job to be carried out at once by a worker. Twice within a minute (in UTC) is one run.

    Weekly summaries get a run for each campaign that lacks some, as from their schedule; that may be none.
    Refuses unknown jobs, and any while the product is off or automation is held.
    """
    if name not in RUNNABLE:
        known = ", ".join(RUNNABLE)
        raise UnknownJob(_("There is no job of this name; known: %(known)s.") % {"known": known})
    if not feature.enabled():
        raise NotNow(_("CampaignOps is off, so no job runs; ask whoever runs it."))
    if ledger.automation_is_paused():
        raise NotNow(_("All automation is held. Release it, then run the job."))
    if name == SUMMARIES:
        return enter_missing_summaries(ring=ring, now=now)
    key = f"manual:{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return [ledger.submit(name, key, ring=ring, now=now, note=_entered_by(by))]


@in_house_words
def _entered_by(by: Actor) -> str:
    return _("Run by %(person)s.") % {"person": by.label}


def enter_missing_summaries(*, ring: ledger.Ring, now: datetime) -> list[JobRun]:
    """Enter one run for each automated campaign that has a finished week without a summary."""
    entered = []
    for campaign in Campaign.objects.automated().order_by("pk"):
        missing = missing_weeks(campaign, now=now)
        if missing:
            key = f"{campaign.pk}:{missing[-1].name}"
            entered.append(ledger.submit_again(SUMMARIES, key, ring=ring, now=now))
    return entered

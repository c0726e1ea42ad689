"""The verbs of campaigns as actions of their list."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.fields import PlainTextarea
from campaigns.admin.hand import Hand
from campaigns.choices import ResumePolicy
from campaigns.domain import campaigns as verbs
from campaigns.domain import housekeeping
from campaigns.domain.calendar import DEFAULT_DAYS_AHEAD, generate_calendar
from campaigns.domain.work import work
from campaigns.forms.fields import DayField
from campaigns.models import Campaign

MANAGE = "campaigns.manage_campaigns"
HOLD = "campaigns.pause_automation"


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=PlainTextarea)


class ReopenForm(ReasonForm):
    end_date = DayField(
        label=gettext_lazy("New last day"),
        required=False,
        help_text=gettext_lazy("Needed when the last day is over."),
    )


class PolicyForm(forms.Form):
    policy = forms.ChoiceField(
        label=gettext_lazy("Work that fell into the pause"),
        choices=ResumePolicy.choices,
        initial=ResumePolicy.DROP,
        widget=forms.RadioSelect,
    )


class DaysForm(forms.Form):
    days_ahead = forms.IntegerField(
        label=gettext_lazy("Days ahead, today included"),
        min_value=1,
        max_value=366,
        initial=DEFAULT_DAYS_AHEAD,
    )


def _activate(campaign: Campaign, _answers: Answers, hand: Hand) -> None:
    verbs.activate_campaign(campaign, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _pause(campaign: Campaign, answers: Answers, hand: Hand) -> None:
    verbs.pause_campaign(
        campaign, reason=answers["reason"], by=hand.by, now=hand.now, seen_version=hand.seen_version
    )


def _resume(campaign: Campaign, answers: Answers, hand: Hand) -> None:
    verbs.resume_campaign(
        campaign,
        policy=ResumePolicy(answers["policy"]),
        by=hand.by,
        now=hand.now,
        seen_version=hand.seen_version,
    )


def _open_tasks(campaign: Campaign) -> int:
    return work().open_count(campaign)


def _complete(campaign: Campaign, _answers: Answers, hand: Hand) -> None:
    verbs.complete_campaign(
        campaign,
        open_tasks_seen=hand.seen_count,
        by=hand.by,
        now=hand.now,
        seen_version=hand.seen_version,
    )


def _reopen(campaign: Campaign, answers: Answers, hand: Hand) -> None:
    verbs.reopen_campaign(
        campaign,
        reason=answers["reason"],
        end_date=answers["end_date"],
        by=hand.by,
        now=hand.now,
        seen_version=hand.seen_version,
    )


def _archive(campaign: Campaign, _answers: Answers, hand: Hand) -> None:
    housekeeping.archive_campaign(campaign, by=hand.by, now=hand.now)


def _generate(campaign: Campaign, answers: Answers, hand: Hand) -> str:
    made = generate_calendar(campaign, days_ahead=answers["days_ahead"], by=hand.by, now=hand.now)
    return _("%(made)d calendar items made, %(kept)d kept, %(skipped)d skipped.") % {
        "made": len(made.created),
        "kept": made.kept,
        "skipped": len(made.skipped),
    }


def _hold(campaign: Campaign, _answers: Answers, hand: Hand) -> None:
    housekeeping.hold_automation(campaign, held=True, by=hand.by, now=hand.now)


def _release(campaign: Campaign, _answers: Answers, hand: Hand) -> None:
    housekeeping.hold_automation(campaign, held=False, by=hand.by, now=hand.now)


CAMPAIGN_ACTIONS = (
    VerbAction(
        name="activate",
        label=gettext_lazy("Activate campaigns"),
        permission=MANAGE,
        verb=_activate,
        done=gettext_lazy("activated"),
        warning=gettext_lazy("Tasks whose time has passed already are cancelled with their slots."),
    ),
    VerbAction(
        name="pause",
        label=gettext_lazy("Pause campaigns"),
        permission=MANAGE,
        verb=_pause,
        done=gettext_lazy("paused"),
        asks=ReasonForm,
        warning=gettext_lazy("The clock of all their tasks stands still; operators see the reason."),
    ),
    VerbAction(
        name="resume",
        label=gettext_lazy("Resume campaigns"),
        permission=MANAGE,
        verb=_resume,
        done=gettext_lazy("resumed"),
        asks=PolicyForm,
    ),
    VerbAction(
        name="complete",
        label=gettext_lazy("Complete campaigns"),
        permission=MANAGE,
        verb=_complete,
        done=gettext_lazy("completed"),
        counts=_open_tasks,
        warning=gettext_lazy("Open tasks whose time has passed become missed, later ones are cancelled."),
    ),
    VerbAction(
        name="reopen",
        label=gettext_lazy("Reopen campaigns"),
        permission=MANAGE,
        verb=_reopen,
        done=gettext_lazy("reopened"),
        asks=ReopenForm,
    ),
    VerbAction(
        name="archive",
        label=gettext_lazy("Archive campaigns"),
        permission=MANAGE,
        verb=_archive,
        done=gettext_lazy("archived"),
        warning=gettext_lazy("They leave the lists; nothing is deleted."),
    ),
    VerbAction(
        name="generate_calendar",
        label=gettext_lazy("Generate the calendar"),
        permission=MANAGE,
        verb=_generate,
        done=gettext_lazy("calendar generated"),
        asks=DaysForm,
        warning=gettext_lazy("Slots that exist are kept, and what was deleted does not come back."),
    ),
    VerbAction(
        name="hold_automation",
        label=gettext_lazy("Hold automation"),
        permission=HOLD,
        verb=_hold,
        done=gettext_lazy("automation held"),
        warning=gettext_lazy("Jobs leave these campaigns alone until automation is released."),
    ),
    VerbAction(
        name="release_automation",
        label=gettext_lazy("Release automation"),
        permission=HOLD,
        verb=_release,
        done=gettext_lazy("automation released"),
        confirms=False,
    ),
)

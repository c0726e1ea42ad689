"""Which verbs a campaign's page offers to whom, each with its form and a sentence of what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from campaigns.choices import CampaignStatus
from campaigns.domain.work import work
from campaigns.forms import VerbForm
from campaigns.forms import campaign_verbs as forms
from campaigns.models import Campaign
from campaigns.states import CAMPAIGN_TRANSITIONS
from campaigns.views.doors import MANAGE, PAUSE_AUTOMATION


@dataclass(frozen=True)
class VerbKind:
    """A verb as pages name it; `name` is also the end of its URL name, and its key among the transitions."""

    name: str
    label: Any
    icon: str
    form: type[VerbForm]
    text: Any
    tone: str = ""
    permission: str = MANAGE


@dataclass(frozen=True)
class VerbBox:
    kind: VerbKind
    url: str
    form: VerbForm
    label: str
    text: str
    icon: str
    is_open: bool

    @property
    def asks(self) -> bool:
        """Whether a person has to answer or confirm something first."""
        return bool(self.form.visible_fields()) or self.kind.name == "complete"


KINDS = (
    VerbKind(
        "activate",
        gettext_lazy("Activate"),
        "play",
        forms.ActivateForm,
        gettext_lazy("Its tasks begin to run; those whose time has passed leave the plan."),
        tone="primary",
    ),
    VerbKind(
        "resume",
        gettext_lazy("Resume"),
        "play",
        forms.ResumeForm,
        gettext_lazy("The clock of its tasks runs again."),
        tone="primary",
    ),
    VerbKind(
        "pause",
        gettext_lazy("Pause"),
        "pause",
        forms.PauseForm,
        gettext_lazy("The clock of its tasks stands still until it is resumed."),
    ),
    VerbKind(
        "complete",
        pgettext_lazy("campaign", "Complete"),
        "check",
        forms.CompleteForm,
        gettext_lazy("Open tasks whose time has passed become missed, later ones leave the plan."),
    ),
    VerbKind(
        "reopen",
        gettext_lazy("Reopen"),
        "undo",
        forms.ReopenForm,
        gettext_lazy("What completing it had cancelled and still lies ahead comes back."),
    ),
    VerbKind("hold_automation", "", "pause", forms.HoldForm, "", permission=PAUSE_AUTOMATION),
    VerbKind(
        "archive",
        gettext_lazy("Archive"),
        "download",
        forms.ArchiveForm,
        gettext_lazy("It leaves the lists; nothing is deleted."),
    ),
    VerbKind(
        "delete",
        gettext_lazy("Delete"),
        "delete",
        forms.DeleteForm,
        gettext_lazy("Possible while no work was finished for it."),
        tone="danger",
    ),
)
KIND_OF = {kind.name: kind for kind in KINDS}


def verb_boxes(
    campaign: Campaign, user: AbstractBaseUser | AnonymousUser, refused: tuple[str, VerbForm] | None = None
) -> list[VerbBox]:
    """The verbs that this campaign allows this person now; a form that was refused keeps what was written."""
    allowed = [kind for kind in KINDS if _has(user, kind.permission) and _OFFERED[kind.name](campaign)]
    if not allowed:
        return []
    hidden = _hidden(campaign)
    return [_box(kind, campaign, hidden, refused) for kind in allowed]


def _has(user: Any, permission: str) -> bool:
    return user.has_perm(permission)


def _hidden(campaign: Campaign) -> dict[str, Any]:
    """What is true now and travels with each form."""
    return {
        "version": campaign.version,
        "open_tasks": work().open_count(campaign),
        "held": "no" if campaign.automation_paused else "yes",
    }


def _box(
    kind: VerbKind, campaign: Campaign, hidden: dict[str, Any], refused: tuple[str, VerbForm] | None
) -> VerbBox:
    is_refused = refused is not None and refused[0] == kind.name
    form = refused[1] if refused is not None and is_refused else kind.form(initial=hidden, prefix=None)
    form.auto_id = f"id_{kind.name}_%s"
    if is_refused:
        form.renew({name: value for name, value in hidden.items() if name in form.fields})
    label, text, icon = _words(kind, campaign, hidden["open_tasks"])
    url = reverse(f"campaigns:campaign_{kind.name}", args=[campaign.pk])
    return VerbBox(kind, url, form, label, text, icon, is_refused)


def _words(kind: VerbKind, campaign: Campaign, open_tasks: int) -> tuple[str, str, str]:
    if kind.name == "hold_automation":
        if campaign.automation_paused:
            return _("Release automation"), _("Jobs work on this campaign again."), "play"
        return _("Hold automation"), _("Jobs leave this campaign alone; people go on working."), "pause"
    if kind.name == "complete":
        count = ngettext("%(count)d task is open.", "%(count)d tasks are open.", open_tasks)
        return str(kind.label), f"{count % {'count': open_tasks}} {kind.text}", kind.icon
    return str(kind.label), str(kind.text), kind.icon


def _by_transition(name: str) -> Callable[[Campaign], bool]:
    return lambda campaign: campaign.status in CAMPAIGN_TRANSITIONS[name][0]


def _may_be_archived(campaign: Campaign) -> bool:
    is_at_rest = campaign.status in {CampaignStatus.PLANNED, CampaignStatus.COMPLETED}
    return is_at_rest and campaign.archived_at is None


_OFFERED: dict[str, Callable[[Campaign], bool]] = {
    **{name: _by_transition(name) for name in CAMPAIGN_TRANSITIONS},
    "hold_automation": lambda campaign: campaign.status != CampaignStatus.COMPLETED,
    "archive": _may_be_archived,
    "delete": lambda campaign: work().finished_count(campaign) == 0,
}

"""Parsing for the operator pages: types and wall clocks here, every rule in the verbs."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actor import MANAGES
from campaigns.choices import Platform
from campaigns.errors import StaleVersion
from campaigns.forms import VerbForm
from campaigns.forms.fields import WallClockField
from campaigns.models import Account, Campaign
from operator_tasks.choices import ProofType, TaskType
from operator_tasks.domain.people import people_for
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.queries import BOARD, Board, BoardFilters, Whose
from operator_tasks.domain.sop_reports import LONGEST_NOTE
from operator_tasks.models import OperatorTask

FIRST_YEAR, LAST_YEAR = 2000, 2200
LAST_PAGE = 200
GREATEST_VERSION = 2**31 - 1


def wall_clock(zone: ZoneInfo, **options: Any) -> WallClockField:
    """A field for a time on the clocks of `zone`, which it names."""
    help_text = options.pop("help_text", "")
    clock = _("Time in %(zone)s.") % {"zone": zone.key}
    field = WallClockField(help_text=f"{clock} {help_text}".strip(), **options)
    field.zone = zone
    return field


class PlainTextField(forms.CharField):
    """Text of several lines; browsers send line ends that platforms would count twice."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TaskForm(VerbForm):
    """A form of one verb on one task; `version` is the one the person saw."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=GREATEST_VERSION,
        error_messages={"required": gettext_lazy("Reload the page and try again: the form was incomplete.")},
    )

    def __init__(self, *args: Any, task: OperatorTask, user: User, **options: Any) -> None:
        # Forms of several tasks can be open in one list, so each has ids of its own.
        super().__init__(*args, **{"auto_id": f"task-{task.pk}-%s", **options})
        self.task, self.user = task, user
        self.is_manager = user.has_perm(MANAGES)
        self.zone = task.campaign.zone

    @property
    def seen_version(self) -> int:
        return int(self.cleaned_data["version"])


class ProofForm(TaskForm):
    """Proof by its type; the kinds that the procedure asks for come first."""

    # Only the field of the chosen kind is shown, and a browser refuses to send a hidden one that it wants filled.
    use_required_attribute = False

    proof_type = forms.ChoiceField(label=gettext_lazy("Proof"), widget=forms.RadioSelect)
    proof_value = PlainTextField(label=gettext_lazy("Link of the post, or a text"), max_length=5000, rows=2)
    proof_file = forms.FileField(label=gettext_lazy("Screenshot or PDF"), required=False)
    # One press of the button: sent again after a lost connection, it is recognised and not recorded twice.
    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        initial=uuid4,
        error_messages={"invalid": gettext_lazy("Reload the page and try again: the form was incomplete.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        pinned = self.task.sop_version
        asked_for = list(pinned.proof_types) if pinned else []
        kinds = [kind for kind in ProofType if kind != ProofType.MANUAL or self.is_manager]
        kinds.sort(key=lambda kind: asked_for.index(kind) if kind in asked_for else len(asked_for))
        field = self.fields["proof_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in kinds]
        field.initial = kinds[0].value

        if self.is_bound:
            chosen = self["proof_type"].value()
            self.fields["proof_value"].required = chosen != ProofType.UPLOAD
            self.fields["proof_file"].required = chosen == ProofType.UPLOAD

    @property
    def proof(self) -> ProofInput:
        data = self.cleaned_data
        return ProofInput(data["proof_type"], data["proof_value"], data["proof_file"], data["submission_key"])


class CompleteForm(ProofForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["performed_at"] = wall_clock(
            self.zone,
            label=_("When it was done"),
            required=False,
            help_text=_("Leave it empty if you did it just now."),
        )


class TickForm(VerbForm):
    """One step: ticked, or open again. It says which, so that sent twice it means the same."""

    done = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    @property
    def is_done(self) -> bool:
        return bool(self.cleaned_data["done"] == "yes")


class StepReportForm(VerbForm):
    note = PlainTextField(label=gettext_lazy("What is wrong, and how is it really?"), max_length=LONGEST_NOTE)


class ReasonForm(TaskForm):
    reason = PlainTextField(label=gettext_lazy("Why?"), max_length=500)


class BlockForm(TaskForm):
    reason = PlainTextField(label=gettext_lazy("What is in the way?"), max_length=500)


class RescheduleForm(TaskForm):
    reason = PlainTextField(label=gettext_lazy("Why?"), max_length=500, required=False)

    field_order = ["version", "due_at", "reason"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_at"] = wall_clock(self.zone, label=_("New time"), initial=self.task.due_at)
        self.order_fields(self.field_order)
        self.fields["reason"].help_text = _("Needed when the task is overdue.")


class ReopenForm(RescheduleForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_at"].initial = None
        self.fields["reason"].required = True
        self.fields["reason"].help_text = ""


class AssignForm(TaskForm):
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Person"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["assignee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_for(self.task.campaign.client)
        field.initial = self.task.assignee_id


class EditForm(TaskForm):
    """Operators edit the copy; managers also the rest."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    copy_text = PlainTextField(
        label=gettext_lazy("Copy"), required=False, strip=False, max_length=100000, rows=8
    )
    asset_ref = forms.CharField(label=gettext_lazy("Asset"), required=False, max_length=2000)
    account = forms.ModelChoiceField(
        label=gettext_lazy("Account"), queryset=Account.objects.none(), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "copy_text", "asset_ref"):
            self.fields[name].initial = getattr(self.task, name)
        if not self.is_manager:
            for name in ("title", "asset_ref", "account"):
                del self.fields[name]
            return
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.task.campaign.client.accounts.filter(platform=self.task.platform)
        field.initial = self.task.account_id

    def meet_stored(self, task: OperatorTask) -> None:
        """After a stale refusal: show what is stored now beside what this person wrote."""
        if isinstance(self.refusal, StaleVersion):
            names = [name for name in ("title", "copy_text", "asset_ref") if name in self.fields]
            self.meet({name: getattr(task, name) for name in names}, version=task.version)

    @property
    def changes(self) -> dict[str, Any]:
        """Only what the person changed: an untouched copy must go on following its calendar item."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
        if "account" in changed:
            account = changed.pop("account")
            changed["account_id"] = account.pk if account else None
        return changed


class ManualTaskForm(VerbForm):
    title = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=255)
    platform = forms.ChoiceField(
        label=gettext_lazy("Platform"), choices=Platform.choices, initial=Platform.INTERNAL
    )
    copy_text = PlainTextField(
        label=gettext_lazy("Copy or details"), required=False, strip=False, max_length=100000, rows=6
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_at"] = wall_clock(campaign.zone, label=_("Due"))
        self.order_fields(["title", "due_at", "platform", "copy_text"])


def platform_filter() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Platform"),
        required=False,
        choices=[("", gettext_lazy("All platforms")), *Platform.choices],
    )


def type_filter() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Type"),
        required=False,
        choices=[("", gettext_lazy("All types")), *TaskType.choices],
    )


class BoardFilterForm(forms.Form):
    """The filters of My day. What cannot be read narrows nothing, so that an old link still opens."""

    client = forms.TypedChoiceField(
        label=gettext_lazy("Client"), required=False, coerce=int, empty_value=None
    )
    platform = platform_filter()
    type = type_filter()
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False, choices=Whose.choices)

    def __init__(self, data: Mapping[str, Any], *, board: Board, may_work: bool) -> None:
        super().__init__(data)
        field = self.fields["client"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All clients")), *board.clients]
        if not may_work:
            del self.fields["whose"]


def board_filters(data: Mapping[str, str]) -> BoardFilters:
    """The filters in a query string; a client that the user may not see finds nothing."""
    client = data.get("client", "")
    return BoardFilters(
        client=int(client) if client.isascii() and client.isdigit() and len(client) < 18 else None,
        platform=_known(data.get("platform", ""), Platform.values),
        task_type=_known(data.get("type", ""), TaskType.values),
        whose=_known(data.get("whose", ""), Whose.values),
        bucket=_known(data.get("section", ""), list(BOARD)),
        page=page_number(data),
    )


def page_number(data: Mapping[str, str]) -> int:
    """The page a query string names, from 1 to `LAST_PAGE`."""
    text = data.get("page", "")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _known(text: str, values: list[Any]) -> str:
    return text if text in values else ""

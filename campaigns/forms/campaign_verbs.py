"""The forms of the verbs on a campaign's page: what each needs to be told, beside the version seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.choices import ResumePolicy
from campaigns.forms import VerbForm, VersionedForm
from campaigns.forms.fields import DayField


class ActivateForm(VersionedForm):
    pass


class PauseForm(VersionedForm):
    reason = forms.CharField(
        label=_("Why is it paused?"), max_length=2000, help_text=_("The operators will see it.")
    )


class ResumeForm(VersionedForm):
    policy = forms.ChoiceField(
        label=_("Work whose time passed meanwhile"),
        choices=ResumePolicy.choices,
        initial=ResumePolicy.DROP,
        widget=forms.RadioSelect,
    )


class CompleteForm(VersionedForm):
    """Carries the number of open tasks that the person was shown."""

    open_tasks = forms.IntegerField(min_value=0, widget=forms.HiddenInput, label=_("Open tasks"))


class ReopenForm(VersionedForm):
    reason = forms.CharField(label=_("Why is it reopened?"), max_length=2000)
    end_date = DayField(
        label=_("New last day"),
        required=False,
        help_text=_("Left empty, the last day stays as it is."),
    )


class ArchiveForm(VersionedForm):
    pass


class DeleteForm(VersionedForm):
    is_sure = forms.BooleanField(
        label=_("Delete the campaign with its plans, calendar, tasks and metrics"),
        error_messages={"required": _("Tick this to delete the campaign; it cannot be brought back.")},
    )


class HoldForm(VerbForm):
    held = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda text: text == "yes",
        widget=forms.HiddenInput,
        label=_("Hold"),
    )

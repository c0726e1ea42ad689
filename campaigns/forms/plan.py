"""The form of a plan: each list as lines of text."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.choices import maker_name
from campaigns.forms import VerbForm
from campaigns.forms.fields import LinesField, MessagingField


class PlanForm(VerbForm):
    positioning = forms.CharField(
        label=_("Positioning"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    angles = LinesField(label=_("Angles"), required=False, help_text=_("One a line."))
    messaging = MessagingField(
        label=_("Messaging"), required=False, help_text=_("One message a line, as “Theme: message”.")
    )
    weekly_themes = LinesField(
        label=_("Weekly themes"),
        required=False,
        help_text=_("One a line; the first is the theme of the campaign’s first week."),
    )


class GeneratePlanForm(VerbForm):
    generator = forms.ChoiceField(label=_("Generator"))

    def __init__(self, *args: Any, generators: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["generator"].choices = [(name, maker_name(name)) for name in generators]  # type: ignore[attr-defined]


class AgainstForm(forms.Form):
    """Which version a plan is compared with; without one it is the version before."""

    against = forms.TypedChoiceField(label=_("Compare with"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, numbers: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        versions = [(number, _version(number)) for number in numbers]
        self.fields["against"].choices = [("", _("The version before")), *versions]  # type: ignore[attr-defined]


def _version(number: int) -> str:
    return gettext("Version %(number)d") % {"number": number}

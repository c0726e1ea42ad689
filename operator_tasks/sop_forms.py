"""Parsing for the draft of a procedure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms import VerbForm
from operator_tasks.choices import ProofType
from operator_tasks.models import SopDraft
from operator_tasks.sops.library import LONGEST_MINUTES, normalised

GREATEST_VERSION = 2**31 - 1


class DraftForm(VerbForm):
    """The draft as it stands, its version that was seen (0: none stored), and the number of the published one."""

    version = forms.IntegerField(min_value=0, max_value=GREATEST_VERSION, widget=forms.HiddenInput)
    latest = forms.IntegerField(min_value=0, max_value=GREATEST_VERSION, widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("Procedure"),
        max_length=50000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_(
            "Markdown with the sections WHERE, HOW (numbered steps), TIPS, COMMON MISTAKES, COMPLETION."
        ),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES)
    proof_types = forms.MultipleChoiceField(
        label=_("Accepted proof"),
        choices=ProofType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("What changed"),
        max_length=500,
        required=False,
        help_text=_("Operators and managers read it beside the version."),
    )

    @classmethod
    def of(cls, draft: SopDraft, *, latest: int) -> "DraftForm":
        names = ("version", "body", "minutes", "proof_types", "note")
        return cls(initial={**{name: getattr(draft, name) for name in names}, "latest": latest})

    def clean_body(self) -> str:
        return normalised(self.cleaned_data["body"])

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "latest")}

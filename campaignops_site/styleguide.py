"""The style guide: every token and every component on one page, for those who build pages."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaignops_site.contrast import TONES, combinations, lengths, pairs
from campaigns.choices import CampaignStatus
from campaigns.domain.paging import Page
from campaigns.views.plan_diff import DiffPart, diff_lines
from operator_tasks.choices import JobState, TaskStatus

REM = 16


@dataclass(frozen=True)
class Swatch:
    """A colour token as it is in the light and in the dark scheme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Size:
    """A length token; `corner` is what a box of the page can show of it."""

    name: str
    px: str
    corner: str


class SampleForm(forms.Form):
    """Every kind of field, so that each look has a place to be seen."""

    name = forms.CharField(label="Text", help_text="Help stands below the field.")
    kind = forms.ChoiceField(label="Choice", choices=[("a", "First"), ("b", "Second")])
    notes = forms.CharField(label="Several lines", required=False, widget=forms.Textarea)
    days = forms.ChoiceField(
        label="One of few", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect, initial="a"
    )
    agreed = forms.BooleanField(label="On or off", required=False, initial=True)
    file = forms.FileField(label="File", required=False)
    off = forms.CharField(label="Switched off", disabled=True, required=False, initial="Nobody types here")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404("The style guide is for those who build pages.")
    return render(request, "styleguide.html", sample())


def sample() -> dict[str, Any]:
    wrong = SampleForm({"name": "", "kind": "nothing"}, prefix="wrong")
    return {
        "swatches": [Swatch(name, light, dark) for name, (light, dark) in pairs().items()],
        "combinations": combinations(),
        "type_sizes": _sizes("text"),
        "spaces": _sizes("space"),
        "radii": _sizes("radius"),
        "tones": TONES,
        "task_statuses": [*TaskStatus.choices, ("CANCELLED", "Cancelled")],
        "campaign_statuses": CampaignStatus.choices,
        "job_states": [choice for choice in JobState.choices if choice[0] != JobState.DISABLED],
        "toasts": (
            ("success", "It worked."),
            ("info", "So you know."),
            ("warning", "Look at this."),
            ("error", "It did not."),
        ),
        "form": SampleForm(prefix="right"),
        "wrong": [wrong["name"], wrong["kind"]],
        "diff": [DiffPart("Tips", tuple(diff_lines(["Stays.", "Goes."], ["Stays.", "Comes."])))],
        "page": Page(rows=(), number=2, has_next=True),
        "tabs": [
            {"url": "#tabs", "text": "This page", "is_current": True},
            {"url": "#tabs", "text": "Another", "is_current": False},
        ],
    }


def _sizes(family: str) -> list[Size]:
    return [
        Size(name, f"{length * REM:g}", f"{min(length * REM, REM):g}") for name, length in lengths(family)
    ]

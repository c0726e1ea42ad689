"""The forms of metrics: the filter of the list, one value, and its correction."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.forms import VerbForm, VersionedForm
from campaigns.forms.campaign import OUTWARD
from campaigns.forms.fields import DayInput
from campaigns.metric_names import MetricName
from campaigns.models import Campaign

# In days; 0 is everything. The first is shown until a person chooses another.
PERIODS = [(28, _("28 days")), (7, _("7 days")), (90, _("90 days")), (0, _("All"))]


class MetricFilterForm(forms.Form):
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("All campaigns")
    )
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", _("All platforms")), *OUTWARD]
    )
    metric = forms.ChoiceField(
        label=_("Metric"), required=False, choices=[("", _("All metrics")), *MetricName.choices]
    )

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", _("All platforms")), *OUTWARD]
    )
    days = forms.TypedChoiceField(required=False, choices=PERIODS, coerce=int, widget=forms.HiddenInput)


class MetricForm(VerbForm):
    platform = forms.ChoiceField(label=_("Platform"), choices=OUTWARD)
    metric_name = forms.ChoiceField(label=_("Metric"), choices=MetricName.choices)
    metric_value = forms.CharField(
        label=_("Value"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Write a rate as 0.042 for 4.2 percent."),
    )
    date = forms.DateField(label=_("Day"), widget=DayInput())
    notes = forms.CharField(
        label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectMetricForm(VersionedForm):
    metric_value = forms.CharField(
        label=_("Value"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Write a rate as 0.042 for 4.2 percent."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeleteMetricForm(VerbForm):
    pass

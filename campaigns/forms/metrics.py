"""The forms of metrics: the filter of the list, one value, and its correction."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.domain.audit_chain import plain
from campaigns.domain.imports.metric_numbers import BadNumber, Style, parsed_value
from campaigns.forms import VerbForm, VersionedForm
from campaigns.forms.campaign import OUTWARD
from campaigns.forms.fields import DayField
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
        help_text=_("As the platform shows it: 1,250, 12.3K or 4.2%."),
    )
    date = DayField(label=_("Day"))
    notes = forms.CharField(
        label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        return _read_value(self, self.cleaned_data.get("metric_name"))


class CorrectMetricForm(VersionedForm):
    metric_value = forms.CharField(
        label=_("Value"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("As the platform shows it: 1,250, 12.3K or 4.2%."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, metric_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.metric_name = metric_name

    def clean(self) -> dict[str, Any]:
        return _read_value(self, self.metric_name)


def _read_value(form: forms.Form, metric_name: str | None) -> dict[str, Any]:
    """People write 1,250 and 1.250, 12.3K and 4,2 %; a count is never read as a part of one."""
    text = form.cleaned_data.get("metric_value")
    if text and metric_name:
        try:
            value = parsed_value(text, MetricName(metric_name), Style.UNKNOWN)
            form.cleaned_data["metric_value"] = plain(value)
        except BadNumber as error:
            form.add_error("metric_value", f"{error}.")
    return form.cleaned_data


class DeleteMetricForm(VerbForm):
    pass

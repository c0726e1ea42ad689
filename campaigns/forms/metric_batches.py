"""The forms of many numbers at once: an export file, a pasted grid, and one day of a platform."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Platform
from campaigns.domain.imports.metric_days import DAY_FIRST_ORDER, MONTH_FIRST
from campaigns.domain.imports.metric_formats import known_formats
from campaigns.domain.imports.metric_sheets import MAX_BYTES
from campaigns.forms import VerbForm
from campaigns.forms.campaign import OUTWARD
from campaigns.forms.fields import DayField
from campaigns.metric_names import MetricName, usual_metrics

DAY_ORDERS = [
    ("", _("As the dates show")),
    (DAY_FIRST_ORDER, _("Day first: 31/12/2026")),
    (MONTH_FIRST, _("Month first: 12/31/2026")),
]
LONGEST_GRID = 100_000


class MetricFileForm(VerbForm):
    """An export, and what it may leave open. Once read, the page itself carries the file to the next step."""

    file = forms.FileField(
        label=_("Export file (CSV, XLSX or XLS)"),
        max_length=255,
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"}),
    )
    format = forms.ChoiceField(label=_("Format"), required=False)
    platform = forms.ChoiceField(
        label=_("Platform"),
        required=False,
        choices=[("", _("As the file says")), *OUTWARD],
        help_text=_("Needed where the file does not say."),
    )
    year = forms.IntegerField(
        label=_("Year of the newest date"),
        required=False,
        min_value=2000,
        max_value=2199,
        help_text=_("Needed where dates have no year, as in TikTok Studio."),
    )
    day_order = forms.ChoiceField(label=_("Order of dates"), required=False, choices=DAY_ORDERS)
    exported_on = DayField(
        label=_("Exported on"),
        required=False,
        help_text=_(
            "Left empty, it is the moment the file names, else now. What an export said later stays."
        ),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, label=_("File"))
    file_name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A file that the page carries need not be chosen again.
        self.fields["file"].required = not self.data.get("content")
        self.fields["format"].choices = [("", _("Recognise it")), *known_formats().items()]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than %(size)d MB. Export a shorter time and import the parts.")
                % {"size": MAX_BYTES // 1024 // 1024}
            )
        return file

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(gettext("The file did not come through; choose it again.")) from None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        file = given.get("file")
        if file is not None:
            given["content"], given["file_name"] = file.read(), file.name
            self.renew(
                {"content": base64.b64encode(given["content"]).decode(), "file_name": given["file_name"]}
            )
            self.fields["file"].required = False
        return given


class GridForm(VerbForm):
    grid = forms.CharField(
        label=_("Rows from your spreadsheet"),
        max_length=LONGEST_GRID,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off", "class": "grid-text"}),
        help_text=_(
            "The first row names the columns: Date, Platform, and metrics such as Impressions or Likes."
        ),
    )
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", _("As the column says")), *OUTWARD]
    )
    date = DayField(label=_("Day"), required=False, help_text=_("For rows without a date."))
    day_order = forms.ChoiceField(label=_("Order of dates"), required=False, choices=DAY_ORDERS)
    replace = forms.BooleanField(label=_("Correct what is there"), required=False)


class DayForm(VerbForm):
    """The usual metrics of one platform and one day, each with a field of its own."""

    prefix = "day"
    platform = forms.ChoiceField(choices=OUTWARD, widget=forms.HiddenInput)
    date = DayField(label=_("Day"))

    def __init__(self, *args: Any, chosen: Platform, **options: Any) -> None:
        super().__init__(*args, **options)
        self.metrics = usual_metrics(chosen)
        for metric in self.metrics:
            self.fields[metric.value] = forms.CharField(
                label=metric.label,
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        self.fields["replace"] = forms.BooleanField(label=_("Correct what is there"), required=False)

    def texts(self) -> list[tuple[MetricName, str]]:
        return [(metric, self.cleaned_data[metric.value]) for metric in self.metrics]

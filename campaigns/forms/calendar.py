"""The forms of the calendar: what is shown, what is generated or imported, and one item."""

import base64
import binascii
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.choices import ContentType, Platform
from campaigns.domain.calendar import CONTENT_FIELDS, DEFAULT_DAYS_AHEAD
from campaigns.domain.imports.tables import MAX_BYTES
from campaigns.forms import VerbForm, VersionedForm
from campaigns.forms.campaign import OUTWARD
from campaigns.forms.fields import DayField, WallClockField
from campaigns.models import Account, Campaign

VIEWS = [("month", _("Month")), ("week", _("Week")), ("list", _("List"))]


class CalendarFilterForm(forms.Form):
    view = forms.ChoiceField(required=False, choices=VIEWS, widget=forms.HiddenInput)
    month = forms.RegexField(
        r"\A(20\d\d|2[12]\d\d)-(0[1-9]|1[0-2])\Z", required=False, widget=forms.HiddenInput
    )
    day = DayField(required=False, input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    warnings = forms.BooleanField(required=False, widget=forms.HiddenInput)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("All campaigns")
    )
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", _("All platforms")), *OUTWARD]
    )
    cancelled = forms.BooleanField(label=_("Show deleted"), required=False)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What is asked for; what cannot be read is as if it were not asked."""
        self.is_valid()
        return self.cleaned_data

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        return date.fromisoformat(f"{text}-01") if text else None


class GenerateForm(VerbForm):
    days_ahead = forms.IntegerField(
        label=_("Days ahead"),
        initial=DEFAULT_DAYS_AHEAD,
        min_value=1,
        max_value=366,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), _("Choose between 1 and 366 days ahead.")
        ),
        help_text=_("Today counts as the first day."),
    )
    previewed = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput, label=_("What was previewed")
    )


class ItemForm(VersionedForm):
    """The content of a calendar item."""

    title = forms.CharField(label=_("Title"), max_length=255, required=False)
    content_type = forms.ChoiceField(label=_("Content type"), choices=ContentType.choices)
    account_id = forms.TypedChoiceField(label=_("Account"), required=False, coerce=int, empty_value=None)
    copy_text = forms.CharField(
        label=_("Copy"), max_length=100000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    cta_text = forms.CharField(label=_("Call to action"), max_length=255, required=False)
    theme = forms.CharField(label=_("Theme"), max_length=2000, required=False)
    asset_ref = forms.CharField(
        label=_("Asset"), max_length=2000, required=False, help_text=_("Where the image or film lies.")
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, accounts: QuerySet[Account], platform: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fixed_platform = platform
        self.accounts = {account.pk: account for account in accounts}
        fitting = [
            account for account in self.accounts.values() if not platform or account.platform == platform
        ]
        choices = [("", _("Not chosen")), *((account.pk, str(account)) for account in fitting)]
        self.fields["account_id"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        platform = given.get("platform", self.fixed_platform)
        account = self.accounts.get(given.get("account_id") or 0)
        if account and platform and account.platform != platform:
            self.add_error(
                "account_id", gettext("This account is on another platform; choose one that fits.")
            )
        return given

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CONTENT_FIELDS}


class NewItemForm(ItemForm):
    version = None  # type: ignore[assignment]  # Django's way to drop an inherited field
    # The same for one opened page: pressed twice, its button makes one item.
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput, label=_("Form"))
    platform = forms.ChoiceField(label=_("Platform"), choices=OUTWARD)
    scheduled_at = WallClockField(label=_("When"))
    field_order = ["platform", "content_type", "scheduled_at", "account_id", "title"]

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scheduled_at"].zone = campaign.zone  # type: ignore[attr-defined]
        self.fields["scheduled_at"].help_text = _("Time in %(zone)s.") % {"zone": campaign.time_zone}

    @property
    def import_key(self) -> str:
        key = self.cleaned_data["key"]
        return f"form:{key}" if key else ""


class MoveForm(VersionedForm):
    scheduled_at = WallClockField(label=_("Move to"))

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scheduled_at"].zone = campaign.zone  # type: ignore[attr-defined]
        self.fields["scheduled_at"].help_text = _("Time in %(zone)s.") % {"zone": campaign.time_zone}


class ItemPanelForm(MoveForm):
    """What is changed most, in place: title, copy and time."""

    title = forms.CharField(label=_("Title"), max_length=255, required=False)
    copy_text = forms.CharField(
        label=_("Copy"), max_length=100000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    field_order = ["title", "copy_text", "scheduled_at"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scheduled_at"].label = _("When")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "copy_text")}


class AssetForm(VersionedForm):
    asset = forms.FileField(
        label=_("Picture, PDF or film"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif,.pdf,.mp4,.mov"}),
    )


class CalendarFileForm(VerbForm):
    file = forms.FileField(label=_("Calendar file (CSV)"), max_length=255)
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"),
        required=False,
        choices=OUTWARD,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where the file does not say. Left empty, they are read from the file or its name."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than 2 MB; split it and import the parts.")
            )
        return file

    def given(self) -> tuple[bytes, str, tuple[Platform, ...]]:
        """The bytes, the name and the chosen platforms."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return file.read(), file.name, tuple(Platform(name) for name in self.cleaned_data["platforms"])


class SeenFileForm(VerbForm):
    """The previewed file again, carried by the page so that nothing is kept on the server before it is wanted."""

    content = forms.CharField(widget=forms.HiddenInput, label=_("File"))
    file_name = forms.CharField(widget=forms.HiddenInput, max_length=255, label=_("File name"))
    platforms = forms.MultipleChoiceField(
        required=False, choices=OUTWARD, widget=forms.MultipleHiddenInput, label=_("Platforms")
    )

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(gettext("The file did not come through; choose it again.")) from None

    def given(self) -> tuple[bytes, str, tuple[Platform, ...]]:
        platforms = tuple(Platform(name) for name in self.cleaned_data["platforms"])
        return self.cleaned_data["content"], self.cleaned_data["file_name"], platforms

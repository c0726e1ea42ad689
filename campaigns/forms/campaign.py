"""The forms of a campaign: its brief, its cadence, the filter of the list, and one for each verb."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.choices import CampaignStatus, ContentType, Platform
from campaigns.domain.campaigns import CadenceLine
from campaigns.forms import VersionedForm
from campaigns.forms.fields import DayField, DayLinesField, TimeZoneField
from campaigns.models import Account, Cadence, Campaign, Client
from campaigns.models.cadence import MOST_POSTS_A_WEEK
from campaigns.validators import validate_local_times

OUTWARD = [(platform.value, platform.label) for platform in Platform.outward()]
WEEKDAYS = [
    (1, _("Mon")),
    (2, _("Tue")),
    (3, _("Wed")),
    (4, _("Thu")),
    (5, _("Fri")),
    (6, _("Sat")),
    (7, _("Sun")),
]
SPARE_ROWS = 4
BRIEF_FIELDS = (
    "name",
    "venture_name",
    "objective",
    "start_date",
    "end_date",
    "primary_cta",
    "lead_capture_method",
    "time_zone",
    "blackout_dates",
)


class CampaignFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Any status")), *CampaignStatus.choices]
    )
    client = forms.ModelChoiceField(
        Client.objects.none(), label=_("Client"), required=False, empty_label=_("All clients")
    )
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", _("All platforms")), *OUTWARD]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Latest first")),
            ("end", _("Ends soonest")),
            ("name", _("By name")),
            ("client", _("By client")),
        ],
    )
    archived = forms.BooleanField(label=_("Show archived"), required=False)

    def __init__(self, *args: Any, clients: QuerySet[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]


class BriefForm(VersionedForm):
    """The brief of a campaign, as it is edited. Once activated, the first day and the zone are fixed."""

    name = forms.CharField(label=_("Name"), max_length=255)
    venture_name = forms.CharField(label=_("Venture"), max_length=255, required=False)
    objective = forms.CharField(
        label=_("Objective"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    start_date = DayField(label=_("First day"))
    end_date = DayField(label=_("Last day"))
    primary_cta = forms.CharField(label=_("Call to action"), max_length=255, required=False)
    lead_capture_method = forms.CharField(label=_("Lead capture"), max_length=255, required=False)
    time_zone = TimeZoneField(label=_("Time zone"))
    blackout_dates = DayLinesField(
        label=_("Blackout days"),
        required=False,
        help_text=_("Days on which nothing is published, one a line, as 2026-12-24."),
    )
    cancel_outside = forms.BooleanField(
        label=_("Cancel the tasks that lie after the new last day"), required=False
    )
    # Never drawn as an input: it is the place of refusals that speak of the cadence as a whole.
    cadence = forms.Field(required=False, widget=forms.HiddenInput)
    offers_cancel = False

    def __init__(self, *args: Any, campaign: Campaign | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if campaign is not None and campaign.status != CampaignStatus.PLANNED:
            for name in ("start_date", "time_zone"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed since the campaign was activated.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("start_date"), given.get("end_date")
        if first and last and last < first:
            self.add_error("end_date", gettext("The last day is before the first; correct one of the two."))
        return given

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in BRIEF_FIELDS}


class NewCampaignForm(BriefForm):
    """The brief of a campaign that does not exist yet, with its client: a known one, or a new one by name."""

    version = None  # type: ignore[assignment]  # Django's way to drop an inherited field
    cancel_outside = None  # type: ignore[assignment]
    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=_("Client"),
        required=False,
        empty_label=_("A new client…"),
        help_text=_("For a new one, write its name and its time zone below."),
    )
    new_client_name = forms.CharField(label=_("Name of the new client"), max_length=255, required=False)
    new_client_time_zone = TimeZoneField(label=_("Time zone of the new client"), required=False)
    time_zone = TimeZoneField(
        label=_("Time zone"), required=False, help_text=_("Left empty, it is the client’s.")
    )
    field_order = ["client", "new_client_name", "new_client_time_zone", *BRIEF_FIELDS]

    def __init__(self, *args: Any, clients: QuerySet[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        client, name = given.get("client"), given.get("new_client_name")
        if not client and not name and "client" not in self.errors:
            self.add_error("client", gettext("Choose a client, or write the name of a new one."))
        if client and name:
            self.add_error("new_client_name", gettext("Choose a client or name a new one, not both."))
        is_new = bool(name) and not client
        if is_new and not given.get("new_client_time_zone") and not self.has_error("new_client_time_zone"):
            text = gettext("Write the client’s time zone, such as Europe/Berlin.")
            self.add_error("new_client_time_zone", text)
        return given


class CadenceRowForm(forms.Form):
    """One line of the cadence; a line without a platform is none."""

    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=[("", "–"), *OUTWARD])
    content_type = forms.ChoiceField(
        label=_("Content type"), required=False, choices=ContentType.choices, initial=ContentType.POST
    )
    posts_per_week = forms.IntegerField(
        label=_("Posts a week"),
        required=False,
        min_value=0,
        max_value=MOST_POSTS_A_WEEK,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"),
            format_lazy(_("Write a whole number from 0 to {most}."), most=MOST_POSTS_A_WEEK),
        ),
    )
    account = forms.TypedChoiceField(label=_("Account"), required=False, coerce=int, empty_value=None)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        required=False,
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    times = forms.CharField(
        label=_("Times"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"placeholder": "09:00, 13:30"}),
    )

    def __init__(self, *args: Any, accounts: Sequence[Account] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = {account.pk: account for account in accounts}
        if not accounts:
            del self.fields["account"]
            return
        choices = [("", _("Not chosen")), *((account.pk, str(account)) for account in accounts)]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]

    def clean_times(self) -> list[str]:
        words = self.cleaned_data["times"].replace(",", " ").split()
        times = [word if len(word) > 4 else f"0{word}" for word in words]
        validate_local_times(times)
        return sorted(times)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        posts = given.get("posts_per_week")
        if posts and not given.get("platform"):
            self.add_error("platform", gettext("Choose the platform of these posts."))
        if given.get("platform") and posts is None and not self.has_error("posts_per_week"):
            self.add_error("posts_per_week", gettext("Say how many posts a week."))
        account = self.accounts.get(given.get("account") or 0)
        if account and given.get("platform") and account.platform != given["platform"]:
            self.add_error("account", gettext("This account is on another platform; choose one that fits."))
        return given

    def line(self) -> CadenceLine:
        given = self.cleaned_data
        return CadenceLine(
            platform=given["platform"],
            content_type=given["content_type"] or ContentType.POST,
            posts_per_week=given["posts_per_week"],
            weekdays=tuple(sorted(given["weekdays"])),
            times=tuple(given["times"]),
            account_id=given.get("account"),
        )


class _CadenceRows(forms.BaseFormSet):
    def lines(self) -> list[CadenceLine]:
        """The lines of a valid form set, without the rows that were left empty or removed."""
        rows = [row for row in self.forms if row.cleaned_data.get("platform")]
        return [row.line() for row in rows if not row.cleaned_data.get("DELETE")]


CadenceFormSet: Any = forms.formset_factory(
    CadenceRowForm,
    formset=_CadenceRows,
    extra=SPARE_ROWS,
    can_delete=True,
    can_delete_extra=False,
    max_num=150,
    absolute_max=150,
)


def cadence_initial(cadences: Sequence[Cadence]) -> list[dict[str, Any]]:
    return [
        {
            "platform": row.platform,
            "content_type": row.content_type,
            "posts_per_week": row.posts_per_week,
            "account": row.account_id,
            "weekdays": row.weekdays,
            "times": ", ".join(row.times),
        }
        for row in cadences
    ]

"""What narrows the list of reports: client, campaign and week, all in the address."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.errors import InvalidInput
from campaigns.models import Campaign, Client
from operator_tasks.domain.weeks import parse_week

ANY_ZONE = ZoneInfo("UTC")


class _Campaigns(forms.ModelChoiceField):
    def label_from_instance(self, campaign: Any) -> str:
        return f"{campaign.client.name}: {campaign.name}"


class ReportFilterForm(forms.Form):
    client = forms.ModelChoiceField(
        Client.objects.none(), label=_("Client"), required=False, empty_label=_("All clients")
    )
    campaign = _Campaigns(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("All campaigns")
    )
    week = forms.CharField(
        label=_("Week"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "week", "placeholder": "2026-W47"}),
    )

    def __init__(
        self, *args: Any, clients: QuerySet[Client], campaigns: QuerySet[Campaign], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    def clean_week(self) -> str:
        text: str = self.cleaned_data["week"]
        try:
            return parse_week(text, ANY_ZONE).name if text else ""
        except InvalidInput as refusal:
            raise ValidationError(refusal.message) from refusal

    def lookups(self) -> dict[str, Any]:
        """For the summaries; what cannot be read narrows nothing, and is said beside its field."""
        self.is_valid()
        given = self.cleaned_data
        wanted = {
            "campaign__client": given.get("client"),
            "campaign": given.get("campaign"),
            "week": given.get("week"),
        }
        return {name: value for name, value in wanted.items() if value}

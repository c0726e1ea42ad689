"""The forms of webhooks: where to tell which events, and the filter of the log of what was told."""

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.utils.translation import gettext_lazy as _

from campaigns.choices import DeliveryState, WebhookEvent
from campaigns.forms import VersionedForm
from campaigns.models import Client
from campaigns.models.audited import SEE_EVERY_CLIENT


class WebhookForm(VersionedForm):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Which program listens, so that others know it.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={"type": "url", "placeholder": "https://", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("An https address that can be reached from the internet, without a password in it."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(event.value, event.label) for event in WebhookEvent.happenings()],
        widget=forms.CheckboxSelectMultiple,
    )


class NewWebhookForm(WebhookForm):
    """The client is chosen once: a webhook of one never becomes another's."""

    version = None  # type: ignore[assignment]  # Django's way to drop an inherited field
    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=_("Client"),
        required=False,
        empty_label=_("All clients"),
        help_text=_("Whose events it is told of; this stays as it is."),
    )

    field_order = ("name", "url", "client", "events")

    def __init__(self, *args: Any, user: AbstractBaseUser | AnonymousUser, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["client"]
        chosen.queryset = Client.objects.visible_to(user).order_by("name")
        if not (isinstance(user, PermissionsMixin) and user.has_perm(SEE_EVERY_CLIENT)):
            chosen.required, chosen.empty_label = True, "–"


class DeliveryFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any state")), *DeliveryState.choices]
    )

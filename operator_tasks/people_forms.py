"""Parsing for the pages of people: an invitation, and what who is invited chooses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from campaigns.choices import Role
from campaigns.forms import VerbForm
from campaigns.models import Client
from operator_tasks.settings_forms import NewPasswordForm

MEANINGS = {
    Role.OPERATOR: gettext_lazy("Operator: works on the tasks of these clients, and logs metrics"),
    Role.VIEWER: gettext_lazy("Viewer: reads these clients, as the client’s own people do"),
    Role.MANAGER: gettext_lazy("Manager: plans, sees every client, and opens the admin"),
}


class InvitationForm(VerbForm):
    """Who is to come; managers are offered to superusers alone. Clients are those of the database at this moment."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"), coerce=Role, initial=Role.OPERATOR, widget=forms.RadioSelect
    )
    clients = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Clients"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They can be changed at any time on the page of a client, under Members."),
    )

    def __init__(self, *args: Any, may_invite_managers: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [role for role in MEANINGS if role != Role.MANAGER or may_invite_managers]
        self._choose("role", [(role, MEANINGS[role]) for role in roles])
        self._choose("clients", list(Client.objects.order_by("name").values_list("pk", "name")))

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class AcceptForm(NewPasswordForm):
    """A name to log in with, one to be shown, and a password."""

    field_order = ("username", "name", "new_password", "again")
    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=150,
        help_text=gettext_lazy("Letters from a to z, digits, and . _ - ; you log in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

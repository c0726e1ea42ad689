"""The forms of clients, their accounts and their members."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Platform
from campaigns.forms import VerbForm, VersionedForm
from campaigns.forms.campaign import OUTWARD
from campaigns.forms.fields import TimeZoneField

_NOTES_ROWS = {"rows": 4}


class ClientFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )


class ClientForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=255)
    time_zone = TimeZoneField(
        label=_("Time zone"), help_text=_("New campaigns take it over; those that exist keep theirs.")
    )
    notes = forms.CharField(
        label=_("Notes"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs=_NOTES_ROWS),
        help_text=_("For the agency; the client’s own people do not see them."),
    )


class NewClientForm(ClientForm):
    version = None  # type: ignore[assignment]  # Django's way to drop an inherited field


class NewAccountForm(VerbForm):
    platform = forms.ChoiceField(label=_("Platform"), choices=OUTWARD, initial=Platform.LINKEDIN)
    handle = forms.CharField(label=_("Handle"), max_length=255)
    profile_url = forms.CharField(
        label=_("Profile address"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"type": "url", "placeholder": "https://"}),
    )


class AccountForm(VersionedForm):
    handle = forms.CharField(label=_("Handle"), max_length=255)
    profile_url = forms.CharField(
        label=_("Profile address"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"type": "url", "placeholder": "https://"}),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)


LONGEST_KEY = 18


class _People(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """Keys longer than any database holds are no choices; asking for them would be an error of the database."""
        if any(len(str(key)) > LONGEST_KEY for key in value or ()):
            raise forms.ValidationError(_("Choose people from the list."), code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, user: Any) -> str:
        return (
            f"{user.get_full_name()} ({user.get_username()})" if user.get_full_name() else user.get_username()
        )


class MembersForm(VerbForm):
    members = _People(
        get_user_model()._default_manager.none(),
        label=_("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Operators work for the clients they are a member of; viewers read them."),
    )

    seen = forms.RegexField(
        r"\A([0-9]{1,18}(,[0-9]{1,18})*)?\Z",
        required=False,
        widget=forms.HiddenInput,
        label=_("Members that were shown"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = get_user_model()._default_manager.filter(is_active=True).order_by("username")
        self.fields["members"].queryset = people  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        return [user.pk for user in self.cleaned_data["members"]]

    def seen_members(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["seen"].split(",") if key]

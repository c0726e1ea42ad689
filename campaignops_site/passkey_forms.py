"""Keys that a browser sends, read with care: the library reads them as if browsers alone sent them."""

from typing import Any

from allauth.mfa.webauthn import forms as library
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse


class KeyField(forms.JSONField):
    """The answer of an authenticator. Refuses, in one sentence, whatever has not the shape of one."""

    widget = forms.HiddenInput

    def __init__(self, answer: Any, **options: Any) -> None:
        super().__init__(**options)
        self._answer = answer

    def to_python(self, value: Any) -> Any:
        try:
            told = super().to_python(value)
            if told is not None:
                self._answer.from_dict(told)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise ValidationError(_("This passkey could not be read. Try again.")) from error
        return told

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the refused form shows again: nothing, where reading it once was refused."""
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return None


class AddKeyForm(library.AddWebAuthnForm):
    credential = KeyField(RegistrationResponse)


class ConfirmKeyForm(library.AuthenticateWebAuthnForm):
    credential = KeyField(AuthenticationResponse)


class LoginKeyForm(library.LoginWebAuthnForm):
    credential = KeyField(AuthenticationResponse)


class ConfirmAgainKeyForm(library.ReauthenticateWebAuthnForm):
    credential = KeyField(AuthenticationResponse)

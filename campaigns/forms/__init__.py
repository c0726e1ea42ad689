"""Parsing for the pages of the planning side, and the one place where a refusal becomes a form error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.errors import DomainError


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile: what is stored now, and what this person wrote."""

    label: str
    stored: str
    written: str


class VerbForm(forms.Form):
    """A form that ends in a verb: it keeps what the verb gave, or why it refused."""

    result: Any = None
    refusal: DomainError | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def answer_status(self) -> int:
        """The HTTP status of a page that shows this form."""
        return refusal_status(self)

    def renew(self, hidden: Mapping[str, Any]) -> None:
        """Give hidden fields of a refused form the values that are true now, so that a second try may pass."""
        sent: Any = self.data
        data = sent.copy()
        for name, value in hidden.items():
            data[self.add_prefix(name)] = value
        self.data = data

    def meet(self, stored: Mapping[str, Any], *, version: int) -> None:
        """After a stale refusal: name what is stored now where it differs, and let a second try overwrite it."""
        written = {name: self.cleaned_data.get(name) for name in stored}
        self.differences = tuple(
            Difference(str(self.fields[name].label), as_text(stored[name]), as_text(written[name]))
            for name in stored
            if as_text(stored[name]) != as_text(written[name])
        )
        self.renew({"version": version})


class VersionedForm(VerbForm):
    """A form of an edit: it names the version that the person saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, label=_("Version"))


def as_text(value: Any) -> str:
    """A value as a person reads it in a form: lists one a line, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(str(entry) for entry in value)
    return str(value)


def submit(form: forms.Form, verb: Callable[[], Any]) -> bool:
    """Run a verb for a valid form. A refusal is shown in the form, beside its field where there is one.

    What the verb gave is kept as `form.result`, why it refused as `form.refusal`.
    """
    if not form.is_valid():
        return False
    try:
        form.result = verb()  # type: ignore[attr-defined]  # plain forms keep it as well
    except DomainError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def show_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of a refusal beside the fields they speak of, else above the form."""
    form.refusal = refusal  # type: ignore[attr-defined]  # plain forms keep it as well
    placed = False
    for name, texts in refusal.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
            placed = True
    if not placed:
        form.add_error(None, refusal.message)


def refusal_status(form: forms.Form) -> int:
    """The HTTP status of a page that shows this form: 200 before it was sent, else what kind of refusal it is."""
    if not form.is_bound:
        return 200
    refusal = getattr(form, "refusal", None)
    return refusal.status if isinstance(refusal, DomainError) else 400

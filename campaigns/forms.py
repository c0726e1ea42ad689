"""Parsing for the pages of the planning side, and the one place where a refusal becomes a form error."""

from collections.abc import Callable
from typing import Any

from django import forms

from campaigns.errors import DomainError


def submit(form: forms.Form, verb: Callable[[], Any]) -> bool:
    """Run a verb for a valid form. A refusal is shown in the form, beside its field where there is one."""
    if not form.is_valid():
        return False
    try:
        verb()
    except DomainError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def show_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of a refusal beside the fields they speak of, else above the form."""
    placed = False
    for name, texts in refusal.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
            placed = True
    if not placed:
        form.add_error(None, refusal.message)

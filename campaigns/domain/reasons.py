"""Reasons that people give for what they do: readable, and not longer than anybody reads."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput
from campaigns.validators import validate_clean_text

LONGEST_REASON = 500


def readable_reason(given: str, *, ask: str = "", field: str = "reason") -> str:
    """The reason without white space around it. Refuses an empty one where `ask` says that it is needed."""
    told = given.strip()
    if ask and not told:
        raise InvalidInput(ask, {field: [ask]})
    if len(told) > LONGEST_REASON:
        text = _("Say it in up to 500 characters.")
        raise InvalidInput(text, {field: [text]})
    try:
        validate_clean_text(told)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {field: error.messages}) from error
    return told

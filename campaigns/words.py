"""Text that is stored is written once and read by everybody, so it is in the installation's own language."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import translation

Params = ParamSpec("Params")
Text = TypeVar("Text")


def in_house_words(writes: Callable[Params, Text]) -> Callable[Params, Text]:
    """For functions whose text is stored: they speak the house's language, whoever pressed the button."""

    @wraps(writes)
    def written(*args: Params.args, **options: Params.kwargs) -> Text:
        with translation.override(settings.LANGUAGE_CODE):
            return writes(*args, **options)

    return written

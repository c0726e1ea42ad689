"""What a page says after an act, with the way back where there is one."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest

from operator_tasks.domain.take_back import Step

# The steps ride in the message's tags as plain text: it survives redirects, and templates escape it.
UNDO = "undo="


def tell(request: HttpRequest, text: str, back: Iterable[Step] = ()) -> None:
    """Say that something was done; with steps the toast offers to undo it."""
    steps = " ".join(str(step) for step in back)
    messages.success(request, text, extra_tags=f"{UNDO}{steps}" if steps else "")

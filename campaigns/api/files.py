"""Files for programs: the answer of the pages, and how the schema tells it."""

from typing import Any

from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from rest_framework.exceptions import NotFound

from campaigns.downloads import PLAIN_BYTES, PLAIN_TYPES

# The bytes come as what they are; what could carry a script comes as plain bytes.
FILE: dict[Any, Any] = {
    (200, *dict.fromkeys([PLAIN_BYTES, *PLAIN_TYPES.values()])): OpenApiTypes.BINARY,
}


def handed_out(answer: Any, *told: Any) -> FileResponse:
    """What `answer` makes of a file; one that the store lost is told as a program is told everything."""
    try:
        response: FileResponse = answer(*told)
    except Http404 as lost:
        raise NotFound(str(lost)) from lost
    return response

"""The API root, and the one place where refusals of the domain become HTTP."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from campaigns import errors

STATUS_OF = {
    errors.InvalidInput: 400,
    errors.NotAllowed: 403,
    errors.NotNow: 409,
    errors.StaleVersion: 412,
    errors.Never: 422,
}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """An RFC 9457 answer for a refusal of the domain or of the framework; None for what is a fault of ours."""
    if isinstance(error, errors.DomainError):
        status = next(code for kind, code in STATUS_OF.items() if isinstance(error, kind))
        body: dict[str, Any] = {"type": "about:blank", "title": type(error).__name__, "status": status}
        body |= {"detail": error.message, "errors": error.fields}
        return Response(body, status=status, content_type="application/problem+json")
    return exception_handler(error, context)

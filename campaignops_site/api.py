"""The API root, and the one place where refusals of the domain become HTTP."""

from typing import Any

from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from campaigns import errors


@api_view(["GET"])
def api_root(_request: Request) -> Response:
    """What this is, for programs that ask."""
    return Response({"name": "CampaignOps", "version": "v1"})


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """An RFC 9457 answer for a refusal; None for what is a fault of ours."""
    if isinstance(error, errors.DomainError):
        status = error.status
        title = " ".join(type(error).__name__.split())
        body = _problem(title, status, error.message) | {"errors": error.fields}
        return Response(body, status=status, content_type="application/problem+json")
    response = exception_handler(error, context)
    if response is not None:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        response.data = _problem(type(error).__name__, response.status_code, str(detail))
        response.content_type = "application/problem+json"
    return response


def _problem(title: str, status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}

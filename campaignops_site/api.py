"""The API of all apps on one page, and the one place where refusals of the domain become HTTP."""

import logging
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from campaigns import errors
from campaigns.domain.repeats import KeyOfAnother
from campaigns.problems import CONTENT_TYPE, problem

logger = logging.getLogger("django.request")
API = "/api/"
# Under which name sentences stand that speak of the whole request.
WHOLE = "body"

# What each kind of refusal is called for programs; the first class that fits counts.
KINDS: tuple[tuple[type[Exception], str], ...] = (
    (KeyOfAnother, "key-of-another-request"),
    (errors.InvalidInput, "invalid-input"),
    (errors.NotAllowed, "not-allowed"),
    (errors.NotNow, "not-now"),
    (errors.StaleVersion, "changed-meanwhile"),
    (errors.DomainError, "refused"),
)
KINDS_OF_STATUS = {
    400: "invalid-input",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "no-such-method",
    411: "needs-length",
    413: "too-large",
    415: "not-read-here",
    428: "needs-version",
    429: "too-many-requests",
    500: "our-fault",
    503: "not-ready",
}


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """An answer in the shape of RFC 9457 to everything that an API view raises; a fault of ours is logged."""
    if isinstance(error, errors.DomainError):
        kind = next(name for known, name in KINDS if isinstance(error, known))
        fields = {WHOLE if name == "__all__" else name: texts for name, texts in error.fields.items()}
        return _answer(problem(kind, error.status, error.message, fields))
    response = exception_handler(error, context)
    if response is None:
        return _our_fault(context["request"]._request)
    status = response.status_code
    fields = _fields(error.detail) if isinstance(error, exceptions.ValidationError) else {}
    told_once = dict.fromkeys(text for texts in fields.values() for text in texts)
    detail = " ".join(told_once) or _detail(error)
    kept = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    return _answer(problem(KINDS_OF_STATUS.get(status, "refused"), status, detail, fields), headers=kept)


def _answer(told: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(told, status=told["status"], headers=headers, content_type=CONTENT_TYPE)


def _our_fault(request: HttpRequest) -> Response:
    logger.exception(
        "Internal Server Error: %s", request.path, extra={"status_code": 500, "request": request}
    )
    got_request_exception.send(sender=None, request=request)
    return _answer(problem("our-fault", 500, _fault_text()))


def _fault_text() -> str:
    return _("Something went wrong on our side and was logged; nothing was changed. Try again in a moment.")


def _detail(error: Exception) -> str:
    if isinstance(error, Http404 | exceptions.NotFound) and not str(getattr(error, "detail", "")):
        return _not_found_text()
    if str(getattr(error, "detail", "")).startswith("CSRF Failed"):
        return _(
            "Send the value of the cookie csrftoken as X-CSRFToken, from a page of this site; or send a token."
        )
    if isinstance(error, PermissionDenied):
        return _("Your role does not allow this; ask a manager.")
    if isinstance(error, exceptions.NotAuthenticated):
        return _("Send a token as “Authorization: Bearer cops_…”, or sign in; make one in Settings.")
    if isinstance(error, exceptions.UnsupportedMediaType):
        return _("Send JSON as application/json; files go as multipart/form-data where they are taken.")
    if isinstance(error, exceptions.MethodNotAllowed):
        return _("This method is not taken here; the Allow header names those that are.")
    if isinstance(error, exceptions.Throttled):
        return _("Too many requests; go on in %(count)s seconds, as Retry-After says.") % {
            "count": ceil(error.wait or 1)
        }
    return str(getattr(error, "detail", "")) or _not_found_text()


def _not_found_text() -> str:
    return _(
        "There is nothing at this address. Addresses of the API begin with /api/v1/ and end with a slash."
    )


def _fields(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Nested errors of serializers as sentences by dotted name."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            found |= _fields(inner, ".".join(part for part in (path, step) if part))
        return found
    if isinstance(detail, list) and any(isinstance(entry, dict | list) for entry in detail):
        found = {}
        for place, inner in enumerate(detail):
            found |= _fields(inner, f"{path}.{place}" if path else str(place))
        return found
    texts = detail if isinstance(detail, list) else [detail]
    return {path or WHOLE: [str(text) for text in texts]}


def asks_as_program(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def _plain(status: int, detail: str) -> JsonResponse:
    return JsonResponse(
        problem(KINDS_OF_STATUS[status], status, detail), status=status, content_type=CONTENT_TYPE
    )


@csrf_exempt  # nothing happens here, and programs are told in JSON
def no_such_address(request: HttpRequest, **_path: Any) -> HttpResponse:
    """What no resource of the API answers to, with DEBUG as without it."""
    return _plain(404, _not_found_text())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if asks_as_program(request):
        return no_such_address(request)
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if asks_as_program(request):
        return _plain(400, _("This request cannot be read; look at its address, headers and body."))
    return defaults.bad_request(request, exception)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    if asks_as_program(request):
        return _plain(403, _("Your role does not allow this; ask a manager."))
    return defaults.permission_denied(request, exception)


def our_fault(request: HttpRequest) -> HttpResponse:
    if asks_as_program(request):
        return _plain(500, _fault_text())
    return defaults.server_error(request)

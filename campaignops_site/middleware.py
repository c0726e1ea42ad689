"""What happens to every request before a door sees it: it gets an id, and unclean text is refused."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from campaigns.problems import CONTENT_TYPE, problem

request_id_of_this_request: ContextVar[str] = ContextVar("request_id", default="")
LOGIN = "account_login"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestIdMiddleware:
    """Give each request an id for its answer, its log lines and its audit entries."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]
        token = request_id_of_this_request.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request_id_of_this_request.reset(token)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class ReadToTheEndMiddleware:
    """Read what a refused program still sends, so that its next request finds the connection open.

    The server hangs up on bodies that nobody read; what is longer than 64 MB it may hang up on.
    """

    most, at_once = 64 * 2**20, 2**16

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 400 and request.headers.get("Content-Length", "0") != "0":
            with suppress(OSError):  # it hung up first
                for _chunk in range(self.most // self.at_once):
                    if not request.read(self.at_once):
                        break
        return response


class SignInAsPageMiddleware:
    """A fragment that was asked for after the session ended opens the sign-in page, not inside a list row."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        asked_to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(LOGIN))
        if asked_to_sign_in and getattr(request, "htmx", False):
            return HttpResponseClientRefresh()
        return response


class NotAllowedPageMiddleware:
    """A person who opens the address of a button gets a page with a way back, not an empty one.

    Fragments and programs get the answer as it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = "text/html" in request.headers.get("Accept", "") and not getattr(request, "htmx", False)
        if not (isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and is_page):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class CleanTextMiddleware:
    """Refuse paths and queries with NUL or lone surrogates, which no database can compare."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        texts = [
            request.path,
            *request.COOKIES.values(),
            *request.GET.keys(),
            *(text for values in request.GET.lists() for text in values[1]),
        ]
        if any("\x00" in text or any("\ud800" <= char <= "\udfff" for char in text) for text in texts):
            return self._refused(request)
        return self.get_response(request)

    def _refused(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            told = problem(
                "invalid-input", 400, _("The address or a cookie holds characters that cannot be read.")
            )
            return JsonResponse(told, status=400, content_type=CONTENT_TYPE)
        return render(request, "400.html", status=400)

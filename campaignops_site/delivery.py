"""How answers travel: pages compressed, downloads as they are, and nothing of a person kept by a cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

NOT_KEPT = "private, no-store"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CompressPagesMiddleware(GZipMiddleware):
    """Django's own, with its padding against BREACH; files that people download keep their length and bytes."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or response.has_header("Content-Disposition"):
            return response
        return super().process_response(request, response)


class NotKeptMiddleware:
    """No answer stays in a cache unless its door says so.

    `no-store` and not `no-cache`: on a shared phone, *back* after the log-out would otherwise show the last
    person's page from the browser's own store.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        return response

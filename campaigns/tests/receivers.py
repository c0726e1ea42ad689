"""Programs that listen to webhooks: small servers in threads, which keep what they were sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from campaigns.choices import WebhookEvent
from campaigns.domain.webhooks import create_webhook
from campaigns.models import WebhookDelivery, WebhookEndpoint

EVERY = [event.value for event in WebhookEvent.happenings()]


class Receiver(HTTPServer):
    """Answers each request with the next of `answers`, the last one for ever."""

    def __init__(self, *answers: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.heard = list(answers or (204,)), []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?from=us"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.heard.append((self.path, dict(self.headers), body))
        status = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Tests read what was heard, not the log."""


@contextmanager
def listening(*answers: int) -> Iterator[Receiver]:
    """A receiver while the block runs."""
    receiver = Receiver(*answers)
    thread = threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        thread.join()
        receiver.server_close()


def webhook(by: Any, now: Any, url: str = "https://9.9.9.9/hook", **changes: Any) -> WebhookEndpoint:
    """A webhook at a public address, which is told everything."""
    given = {"name": "Chat", "url": url, "events": EVERY, **changes}
    return create_webhook(**given, by=by, now=now)


def outbox(*columns: str) -> list[tuple[Any, ...]]:
    """These columns of every delivery, in the order in which they were entered."""
    return list(WebhookDelivery.objects.order_by("pk").values_list(*columns))

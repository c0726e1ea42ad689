"""A program that talks to the API with a token, as those outside do."""

from dataclasses import dataclass
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from campaigns.domain.api_tokens import create_token
from conftest import actor_for

ALL = ("read", "write", "admin")


@dataclass
class Program:
    """`api.post("/clients/", {...})`; paths are below /api/v1, bodies are JSON, headers as keywords of a dict."""

    text: str

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str] | None) -> Any:
        sent = {"content_type": "application/json", "data": body} if body is not None else {}
        return getattr(Browser(), method)(
            path if path.startswith("/api/") else f"/api/v1{path}",
            headers={"Authorization": f"Bearer {self.text}", **(headers or {})},
            **sent,
        )

    def get(self, path: str, headers: dict[str, str] | None = None) -> Any:
        return self._ask("get", path, None, headers)

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self._ask("post", path, {} if body is None else body, headers)

    def patch(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self._ask("patch", path, body, headers)

    def put(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self._ask("put", path, body, headers)

    def delete(self, path: str, headers: dict[str, str] | None = None) -> Any:
        return self._ask("delete", path, None, headers)

    def upload(self, path: str, form: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        """A form with files, as `multipart/form-data`."""
        return Browser().post(
            f"/api/v1{path}", form, headers={"Authorization": f"Bearer {self.text}", **(headers or {})}
        )


def program_of(user: Any, scopes: tuple[str, ...] = ALL) -> Program:
    """A program with a token of this person, made now: doors read the clock on the wall."""
    _token, text = create_token(user, name="test", scopes=scopes, by=actor_for(user), now=timezone.now())
    return Program(text)

"""The shape of every error that a program is answered (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

CONTENT_TYPE = "application/problem+json"
# Where the kinds are explained; each has its own heading there.
KINDS_PAGE = "/api/problems/"


def problem(
    kind: str, status: int, detail: str, errors: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """`kind` names what went wrong for programs, `detail` tells a person what to do next, `errors` where."""
    return {
        "type": f"{KINDS_PAGE}#{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": {name: list(texts) for name, texts in (errors or {}).items()},
    }

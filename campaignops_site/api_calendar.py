"""The calendar link as the schema tells it: no resource, and read by calendar programs rather than by ours."""

from typing import Any

from campaigns.problems import CONTENT_TYPE

ADDRESS = "/api/v1/calendar.ics"
REFUSALS = {
    "400": "The address holds characters that cannot be read.",
    "404": "The link is not known; copy its whole address again.",
    "410": "The link was revoked; make a new one.",
    "500": "Our fault; it was logged under the `X-Request-ID` of the answer.",
}


def tell_calendar(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Add the address to the document, among the calendar links whose secret it takes."""
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    refused = {
        status: {"description": text, "content": {CONTENT_TYPE: problem}} for status, text in REFUSALS.items()
    }
    result["paths"][ADDRESS] = {
        "get": {
            "operationId": "calendar_feed",
            "summary": "Read a calendar link",
            "description": "Posts and tasks as iCalendar, for calendar programs; the secret in the address is the key.",
            "tags": ["calendar-links"],
            "parameters": [
                {
                    "in": "query",
                    "name": "token",
                    "required": True,
                    "schema": {"type": "string", "minLength": 1},
                    "description": "The secret of the link, which was told when it was made.",
                },
                {
                    "in": "header",
                    "name": "If-None-Match",
                    "schema": {"type": "string"},
                    "description": "The ETag of what was read before.",
                },
            ],
            "security": [],
            "responses": {
                "200": {"description": "", "content": {"text/calendar": {"schema": {"type": "string"}}}},
                "304": {"description": "Nothing changed."},
                **refused,
            },
        }
    }
    return result

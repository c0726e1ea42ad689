"""Makes the schema complete: what the doors do for every action is documented for every action."""

import inspect
from typing import Any

from django.utils.functional import cached_property
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from campaigns.api.door import KEY_HEADER, PK
from campaigns.api.fields import Input, Text
from campaigns.api.output import Output
from campaigns.problems import CONTENT_TYPE

CHANGES = ("PATCH", "PUT", "DELETE")
# What the usual actions of a resource do, in words; other actions say it in their docstring.
USUAL = {
    "list": "List {many}",
    "create": "Make {one}",
    "retrieve": "Read {one}",
    "update": "Replace {one}",
    "partial_update": "Change {one}",
    "destroy": "Delete {one}",
}
GREATEST_PATH_KEY = 10**18 - 1


class Problem(serializers.Serializer):
    """Why a request was refused (RFC 9457)."""

    type = serializers.CharField(help_text="The kind of problem, as an address that explains it.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what to do next.")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), help_text="Sentences by field."
    )


PROBLEMS = {
    400: "What was sent cannot be used; `errors` names where.",
    401: "No token or session, or one that is not valid.",
    403: "Seen, but not allowed to this person or this token.",
    404: "Not there, or another client's.",
    409: "Not now: the state of the thing does not allow it, or the key came with another request.",
    411: "The body came without its length.",
    412: "Changed meanwhile: read it again.",
    413: "The body is too large.",
    415: "The body is of a type that is not read here.",
    428: "Say which version you saw.",
    429: "Too many requests; wait as long as `Retry-After` says.",
    500: "Our fault; it was logged under the `X-Request-ID` of the answer.",
}


def _header(name: str, text: str, statuses: list[str], kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, description=text, response=statuses, required=False
    )


class DoorSchema(AutoSchema):
    """Adds to each operation the headers and refusals that `Door` and the framework bring."""

    def get_override_parameters(self) -> list[Any]:
        found = [
            _header("Retry-After", "Seconds to wait.", ["429"], OpenApiTypes.INT),
            _header("X-Request-ID", "Names the request in the log and the audit log.", ["200", "201", "500"]),
        ]
        if self._tells_version:
            found.append(_header("ETag", "The version of a row; send it back as If-Match.", ["200", "201"]))
        if self.method == "POST":
            text = "Carries out the request once, however often it is sent within 24 hours."
            found.append(
                OpenApiParameter(
                    KEY_HEADER,
                    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]{1,255}$"},
                    OpenApiParameter.HEADER,
                    description=text,
                )
            )
        if self._is_versioned:
            text = "The ETag of the version that was seen, or * for any; `version` in the body does as well."
            found.append(
                OpenApiParameter(
                    "If-Match",
                    {"type": "string", "pattern": r'^(\*|(W/)?"v[0-9]{1,9}")$', "examples": ['"v1"']},
                    OpenApiParameter.HEADER,
                    description=text,
                )
            )
        return found

    @cached_property
    def _is_versioned(self) -> bool:
        action = getattr(self.view, "action", "")
        return self.method in CHANGES or bool(getattr(self.view, "versioned", {}).get(action))

    @cached_property
    def _tells_version(self) -> bool:
        """Whether the answer is one row with the version that a change would name; plans have numbers instead."""
        told = self.get_response_serializers()
        shapes = told.values() if isinstance(told, dict) else [told]
        outputs = [shape() for shape in shapes if isinstance(shape, type) and issubclass(shape, Output)]
        fields = [shape.fields.get("version") for shape in outputs]
        return any(
            isinstance(field, serializers.IntegerField) and field.source != "number" for field in fields
        )

    def get_operation_id(self) -> str:
        """The path and, for the usual actions, the action: `tasks_list`, `tasks_complete`, `campaigns_plans_latest`."""
        steps = [step.replace("-", "_").replace(".", "_") for step in self._tokenize_path()]
        action = str(getattr(self.view, "action", "") or "")
        if action in USUAL:
            return "_".join([*steps, "delete" if action == "destroy" else action])
        # Serving the first request adds HEAD to the map; the schema is the same before and after.
        methods = set(getattr(self.view, "action_map", None) or ()) - {"head"}
        shares = len(methods) > 1
        return "_".join([*steps, self.method_mapping[self.method.lower()]] if shares else steps)

    def get_summary(self) -> str | None:
        action = str(getattr(self.view, "action", "") or "")
        own = inspect.getdoc(getattr(type(self.view), action, None)) if action else None
        if own:
            return own.splitlines()[0].rstrip(".")
        if action not in USUAL:
            return None
        many = self._tokenize_path()[-1].replace("-", " ")
        one = f"{many[:-3]}y" if many.endswith("ies") else many.removesuffix("s")
        return USUAL[action].format(many=many, one=f"{'an' if one[0] in 'aeiou' else 'a'} {one}")

    def _resolve_path_parameters(self, variables: Any) -> list[dict[str, Any]]:
        found = super()._resolve_path_parameters(variables)
        for told in found:
            if told["schema"].get("pattern") == f"^{PK}$":
                told["schema"] = {"type": "integer", "minimum": 0, "maximum": GREATEST_PATH_KEY}
        return list(found)

    def _map_serializer_field(self, field: Any, direction: str, *args: Any, **options: Any) -> Any:
        schema = super()._map_serializer_field(field, direction, *args, **options)
        kinds = schema.get("type", "")
        if isinstance(field, Text) and not field.allow_blank and "string" in kinds:
            schema.setdefault("minLength", 1)
        return schema

    def _get_response_bodies(self, *args: Any, **options: Any) -> dict[str, Any]:
        found = super()._get_response_bodies(*args, **options)
        for status in self._refusals():
            told = self._get_response_for_code(
                OpenApiResponse(Problem, description=PROBLEMS[status]), str(status), [CONTENT_TYPE]
            )
            found.setdefault(str(status), told)
        return found

    def _get_serializer_name(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> str:
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return str(name).removesuffix("Out")

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name.removesuffix('Out')}Page"

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Input):
            schema["additionalProperties"] = False
        return schema

    def _refusals(self) -> list[int]:
        found = {400, 401, 403, 429, 500}
        if "{" in self.path or self.method == "POST":
            found.add(404)  # what is made may name another client's
        if self.method not in ("GET", "HEAD"):
            found |= {409, 411, 413, 415}
        if self._is_versioned:
            found.add(412)
        if self.method in CHANGES:
            found.add(428)
        return sorted(found)

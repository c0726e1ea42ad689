"""The closed sets of values that the schema names once, for all fields that hold one of them.

Fields are told apart by the values that they list, so that a set has one name wherever it is used.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from campaigns.choices import (
    CampaignStatus,
    CancelReason,
    ContentType,
    DeliveryState,
    Granularity,
    Platform,
    ResumePolicy,
    WebhookEvent,
)
from campaigns.metric_names import MetricName, accepted_names
from operator_tasks.choices import JobState, ProofType, TaskStatus, TaskType

OUTWARD = [platform.value for platform in Platform.outward()]
# What a person may write for `x` too.
FORMER_NAME = "twitter"

NAMED: dict[str, Iterable[str]] = {
    "OutwardPlatform": OUTWARD,
    "OutwardPlatformGiven": [*OUTWARD, FORMER_NAME],
    "TaskPlatform": Platform.values,
    "TaskPlatformGiven": [*Platform.values, FORMER_NAME],
    "CampaignStatus": CampaignStatus.values,
    "CancelReason": CancelReason.values,
    "ContentType": ContentType.values,
    "DeliveryState": DeliveryState.values,
    "Granularity": Granularity.values,
    "ResumePolicy": ResumePolicy.values,
    "WebhookMessage": WebhookEvent.values,
    "MetricName": MetricName.values,
    "MetricNameGiven": accepted_names(),
    "JobState": JobState.values,
    "ProofType": ProofType.values,
    "TaskStatus": TaskStatus.values,
    "TaskType": TaskType.values,
}


def name_enums(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Put each named set among the components, and a reference to it where its values stood."""
    names = {frozenset(values): name for name, values in NAMED.items()}
    used: dict[str, Any] = {}
    for place in _places(result):
        place.pop("x-spec-enum-id", None)
        values = place.get("enum")
        if not isinstance(values, list) or frozenset(values) not in names:
            continue
        name = names[frozenset(values)]
        used[name] = {"type": "string", "enum": place.pop("enum")}
        for said in ("type", "minLength"):
            place.pop(said, None)
        place["$ref"] = f"#/components/schemas/{name}"
    schemas = {**result["components"]["schemas"], **used}
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _places(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document, inner ones first."""
    if isinstance(value, dict):
        for inner in list(value.values()):
            yield from _places(inner)
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _places(inner)

"""What schemathesis counts and checks beyond its own: loaded into its process by name, from schemathesis.toml."""

import atexit
import json
import os
from collections import Counter
from pathlib import Path

import schemathesis

# How a value of the wrong shape is refused. The schema says all of this, so that what follows it never gets here.
SHAPES = (
    "Write this as text",
    "Write this as a whole number.",
    "Write this as a number.",
    "Write true or false.",
    "Write a date as",
    "Write a time with its offset",
    "This is not one of:",
    "This field is required.",
    "This field may not be null.",
    "This field may not be blank.",
    "There is no such field here;",
    "This cannot be set here;",
    "Ensure this field has no more than",
    "Ensure this value is",
    "Send an object with named fields",
    "Expected a list of items",
    "Expected a dictionary",
)
answers: Counter[str] = Counter()


@schemathesis.hook
def after_call(context, case, response):
    answers[f"{case.operation.label} {response.status_code}"] += 1


@schemathesis.check
def rules_alone_refuse_valid_data(ctx, response, case):
    """What the schema allows may break a rule of the product, but never has a wrong shape."""
    if response.status_code != 400 or not (case.meta and case.meta.generation.mode.is_positive):
        return
    sentences = [text for texts in response.json()["errors"].values() for text in texts]
    surprising = [text for text in sentences if text.startswith(SHAPES)]
    assert not surprising, f"The schema allows what is refused by its shape: {surprising}"


@atexit.register
def _write() -> None:
    Path(os.environ["FUZZ_ANSWERS"]).write_text(json.dumps(answers))

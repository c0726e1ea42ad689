"""Turns the bytes of a brief, YAML or JSON, into plain values, refusing what is ambiguous or huge."""

import json
import re
from pathlib import PurePosixPath

import yaml

from campaigns.domain.imports.texts import decoded, refused_file, shown
from campaigns.errors import InvalidInput

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
YAML_SUFFIXES = {".yaml", ".yml"}
WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,9}")
TOO_DEEP = f"The brief is nested more than {MAX_DEPTH} levels deep. Write it as the example brief does."

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


def brief_values(data: bytes, *, file_name: str) -> dict[str, Value]:
    """The top-level mapping of a brief; JSON by its suffix, or where there is none by its first character.

    In YAML only whole numbers, true, false and null are more than text: a date or 09:30 stays as written.
    Refuses more than MAX_BYTES, a key given twice, anchors, aliases and tags, and deep nesting.
    """
    text = decoded(data, max_bytes=MAX_BYTES)
    suffix = PurePosixPath(file_name).suffix.lower()
    is_json = suffix == ".json" or (suffix not in YAML_SUFFIXES and text.lstrip().startswith("{"))
    value = _from_json(text) if is_json else _from_yaml(text)
    if not isinstance(value, dict):
        raise refused_file(
            "The brief must begin with client, campaign, cadence and plan, each followed by a colon."
        )
    return value


class _NodeLoader(yaml.SafeLoader):
    """Composes nodes and constructs nothing: what a plain word means is decided in `_value`."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _at(event.start_mark, "a brief may not use & and *; write the value out")
        if getattr(event, "tag", None) is not None:
            raise _at(event.start_mark, "a brief may not use tags that begin with !; put the text in quotes")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refused_file(TOO_DEEP)
        node = super().compose_node(parent, index)  # type: ignore[arg-type]
        self.depth -= 1
        return node


def _from_yaml(text: str) -> Value:
    try:
        node = yaml.compose(text, Loader=_NodeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _at(mark, error.problem or "the text is not YAML") from error
    except yaml.YAMLError as error:
        raise refused_file(
            "The brief holds a character that YAML does not allow. Remove it and try again."
        ) from error
    if node is None:
        raise refused_file("The brief is empty. Begin with the example brief.")
    return _value(node)


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    return [_value(child) for child in node.value]


def _mapping(node: yaml.MappingNode) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _at(key_node.start_mark, "a key must be text")
        if key_node.value in values:
            raise _at(key_node.start_mark, f"{shown(key_node.value)} is given twice; keep one of them")
        values[key_node.value] = _value(value_node)
    return values


def _scalar(node: yaml.ScalarNode) -> Value:
    text: str = node.value
    is_plain = node.style is None
    if not is_plain:
        return text
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return text.lower() == "true"
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text


def _from_json(text: str) -> Value:
    try:
        value: Value = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise refused_file(
            f"The brief is not valid JSON: line {error.lineno}, column {error.colno}. Correct it, try again."
        ) from error
    except (RecursionError, ValueError) as error:
        raise refused_file("The brief is nested too deep or holds a number that is too large.") from error
    return value


def _without_doubles(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, value in pairs:
        if key in values:
            raise refused_file(f"{shown(key)} is given twice in one place. Keep one of them.")
        values[key] = value
    return values


def _no_constant(name: str) -> Value:
    raise refused_file(f"{name} is not a number that a brief can use. Write a whole number.")


def _at(mark: yaml.Mark | None, problem: str) -> InvalidInput:
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return refused_file(f"The brief cannot be read: {where}{problem}.")

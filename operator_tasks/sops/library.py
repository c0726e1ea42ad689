"""Reads the shipped procedures, so that a broken or missing one fails before an operator meets it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from campaigns.choices import ContentType, Platform
from operator_tasks.choices import ProofType, TaskType

SECTIONS = ("WHERE", "HOW", "TIPS", "COMMON MISTAKES", "COMPLETION")
TASK_TYPES = tuple(TaskType.values)
PROOF_TYPES = tuple(ProofType.values)
KEYS = ("task_type", "platform", "content_type", "title", "minutes", "proof_types", "verified_on")
LONGEST_TITLE = 120
LONGEST_MINUTES = 480

# What the product promises to hold a procedure for: (task type, platform, content type), "" meaning any.
_POSTS = {
    "linkedin": ("post", "carousel", "thread"),
    "instagram": ("post", "reel", "carousel", "story"),
    "x": ("post", "thread", "quote"),
    "facebook": ("post",),
    "threads": ("post",),
    "bluesky": ("post",),
    "tiktok": ("post",),
    "youtube": ("post",),
    "pinterest": ("post",),
    "reddit": ("post",),
    "email": ("newsletter", "email"),
}
_OTHERS = (
    ("ENGAGE", "", ""),
    ("FOLLOW_UP", "", ""),
    ("REVIEW", "internal", ""),
    ("ANALYZE", "internal", ""),
    ("MANUAL", "", ""),
)
REQUIRED: frozenset[tuple[str, str, str]] = frozenset(_OTHERS) | {
    ("POST", platform, content) for platform, contents in _POSTS.items() for content in contents
}

_FOLDER = Path(__file__).resolve().parent
_FRONT_MATTER = re.compile(r"\A---\n(?P<front>.*?)^---\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


class BadSop(ValueError):
    """A procedure cannot be used as it is written; the sentence says where, what is wrong and what to do."""


@dataclass(frozen=True)
class ShippedSop:
    """One procedure as its file tells it; "" in `platform` or `content_type` means any."""

    task_type: str
    platform: str
    content_type: str
    title: str
    minutes: int
    proof_types: tuple[str, ...]
    verified_on: date
    body: str
    steps: tuple[str, ...]
    digest: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What the procedure is for; no two shipped ones share it."""
        return (self.task_type, self.platform, self.content_type)


def parse(text: str, source: str) -> ShippedSop:
    """The procedure written in `text`; `source` names it in refusals. Raises BadSop for anything but
    front matter with exactly `KEYS`, followed by a body that `check_body` accepts."""
    normal = normalised(text)
    match = _FRONT_MATTER.match(normal)
    if match is None:
        raise BadSop(f"{source}: it must begin with front matter between two lines of ---. Add it.")
    front = _front_matter(match["front"], source)
    body = match["body"].strip("\n") + "\n"
    check_body(body, source)
    return ShippedSop(
        task_type=_one_of(front, "task_type", TASK_TYPES, source),
        platform=_one_of(front, "platform", ("", *Platform.values), source),
        content_type=_one_of(front, "content_type", ("", *ContentType.values), source),
        title=_title(front, source),
        minutes=_minutes(front, source),
        proof_types=_proof_types(front, source),
        verified_on=_verified_on(front, source),
        body=body,
        steps=steps_of(body),
        digest=hashlib.sha256(normal.encode()).hexdigest(),
        source=source,
    )


def check_body(body: str, source: str) -> None:
    """Raises BadSop for a Markdown body with a missing, repeated, foreign, misplaced or empty section,
    text before the first, or no steps in HOW. The rule for shipped files and a manager's own alike."""
    tokens = _MARKDOWN.parse(body)
    names = [name for name, _ in _sections(tokens)]
    for token, inline in pairwise(tokens):
        is_section = token.tag == "h2" and token.level == 0 and inline.content.strip() in SECTIONS
        if token.type == "heading_open" and not is_section:
            raise BadSop(
                f"{source}: the heading {inline.content.strip()!r} does not belong. "
                f"Use only second-level headings named {', '.join(SECTIONS)}."
            )
    for name in SECTIONS:
        if names.count(name) != 1:
            found = "missing" if name not in names else "there more than once"
            raise BadSop(f"{source}: the section {name!r} is {found}. Write '## {name}' exactly once.")
    if names != list(SECTIONS):
        raise BadSop(f"{source}: the sections are in the wrong order. Put them as {', '.join(SECTIONS)}.")
    if tokens[0].type != "heading_open":
        raise BadSop(f"{source}: there is text before the first section. Move it under one of the sections.")
    for name, content in _sections(tokens):
        if not content:
            raise BadSop(
                f"{source}: the section {name!r} is empty. Write what an operator needs to know there."
            )
    steps = steps_of(body)
    if not steps:
        raise BadSop(f"{source}: HOW has no steps. Write it as a numbered list, one step to an item.")
    if "" in steps:
        raise BadSop(
            f"{source}: step {steps.index('') + 1} of HOW is empty. Write it or take its number out."
        )


def steps_of(body: str) -> tuple[str, ...]:
    """The numbered items of HOW in order, each as one line of plain text; () where there are none."""
    for name, content in _sections(_MARKDOWN.parse(body)):
        if name == "HOW":
            return tuple(_items(content))
    return ()


def normalised(text: str) -> str:
    """The text without what nobody can see: byte order mark, line ends, trailing blanks, Unicode form."""
    unified = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    lines = [line.rstrip() for line in unified.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


@cache
def shipped() -> tuple[ShippedSop, ...]:
    """Every procedure in the library, sorted by what it is for; the files are read once per process. Raises
    BadSop when one is broken or two are for the same thing."""
    found: dict[tuple[str, str, str], ShippedSop] = {}
    for path in sorted(_FOLDER.rglob("*.md")):
        sop = parse(path.read_text(encoding="utf-8"), path.relative_to(_FOLDER).as_posix())
        if sop.key in found:
            raise BadSop(
                f"{sop.source} and {found[sop.key].source} are for the same thing. Keep one of them."
            )
        found[sop.key] = sop
    return tuple(found[key] for key in sorted(found))


def missing() -> list[tuple[str, str, str]]:
    """The promised procedures that have no file, sorted."""
    return sorted(REQUIRED - {sop.key for sop in shipped()})


def _sections(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Second-level headings outside lists and quotes, each with the tokens up to the next."""
    starts = [
        index
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    for start, end in pairwise([*starts, len(tokens)]):
        yield tokens[start + 1].content.strip(), list(tokens[start + 3 : end])


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    """The plain text of each item of the outermost numbered lists; what is nested in one is part of it."""
    words: list[str] = []
    numbered = False
    for token in tokens:
        if token.level == 0 and token.type in {"ordered_list_open", "ordered_list_close"}:
            numbered = token.type == "ordered_list_open"
        if not numbered:
            continue
        if token.type == "list_item_close" and token.level == 1:
            yield " ".join(" ".join(words).split())
            words = []
        words.extend(_plain(token))


def _plain(token: Token) -> Iterator[str]:
    if token.type in {"fence", "code_block"}:
        yield token.content
    if token.type != "inline":
        return
    pieces = [
        " " if child.type in {"softbreak", "hardbreak"} else child.content for child in token.children or []
    ]
    yield "".join(pieces)


def _front_matter(front: str, source: str) -> Mapping[str, Any]:
    try:
        values = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError) as error:
        raise BadSop(
            f"{source}: the front matter is not YAML that can be read ({error}). Correct it."
        ) from error
    if not isinstance(values, dict):
        raise BadSop(
            f"{source}: the front matter must be lines of 'key: value'. Write one line for each key."
        )
    unknown = sorted(str(key) for key in values if key not in KEYS)
    if unknown:
        raise BadSop(
            f"{source}: unknown key {', '.join(unknown)} in the front matter. Use {', '.join(KEYS)}."
        )
    absent = [key for key in KEYS if key not in values]
    if absent:
        raise BadSop(f"{source}: the front matter lacks {', '.join(absent)}. Add it.")
    return values


def _one_of(front: Mapping[str, Any], key: str, allowed: Sequence[str], source: str) -> str:
    value = front[key]
    if not isinstance(value, str) or value not in allowed:
        names = ", ".join(name or '""' for name in allowed)
        raise BadSop(f"{source}: unknown {key} {value!r}. Use one of {names}.")
    return value


def _title(front: Mapping[str, Any], source: str) -> str:
    title = front["title"]
    if not isinstance(title, str) or not title.strip() or len(title) > LONGEST_TITLE:
        raise BadSop(f"{source}: the title must be text of 1 to {LONGEST_TITLE} characters. Write one.")
    return title.strip()


def _minutes(front: Mapping[str, Any], source: str) -> int:
    minutes = front["minutes"]
    # YAML's `true` is an int to Python, and never a number of minutes.
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= LONGEST_MINUTES:
        raise BadSop(
            f"{source}: minutes must be a whole number from 1 to {LONGEST_MINUTES}, not {minutes!r}."
        )
    return minutes


def _proof_types(front: Mapping[str, Any], source: str) -> tuple[str, ...]:
    kinds = front["proof_types"]
    if not isinstance(kinds, list) or not kinds:
        raise BadSop(f"{source}: proof_types must be a list such as [URL, UPLOAD]. Name at least one.")
    for kind in kinds:
        if kind not in PROOF_TYPES:
            raise BadSop(f"{source}: unknown proof type {kind!r}. Use {', '.join(PROOF_TYPES)}.")
    if len(set(kinds)) != len(kinds):
        raise BadSop(f"{source}: a proof type is named twice. Name each once, the usual one first.")
    return tuple(kinds)


def _verified_on(front: Mapping[str, Any], source: str) -> date:
    day = front["verified_on"]
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadSop(f"{source}: verified_on must be a date such as 2026-11-22, not {day!r}.")
    return day

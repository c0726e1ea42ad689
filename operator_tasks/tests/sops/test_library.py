"""The library must be complete, tell a changed procedure from a reformatted one, and know its steps."""

import pytest

from campaigns.choices import ContentType, Platform
from operator_tasks.sops.library import (
    KEYS,
    PROOF_TYPES,
    REQUIRED,
    SECTIONS,
    TASK_TYPES,
    missing,
    normalised,
    parse,
    shipped,
    steps_of,
)
from operator_tasks.tests.sops.samples import BODY, FRONT, written


def test_steps_of_gives_each_item_as_one_line_of_plain_text() -> None:
    body = """\
## WHERE

1. Not a step.

## HOW

Before you begin, breathe.

1. Press **Post** in `the app`,
   then *wait*.
2. Open [the page](https://example.org/a) and ![its logo](logo.png).

   Look at it:
   - the name
   - the picture
3. Type:

   ```
   hello
   there
   ```

> 1. Not a step either.

- nor this:
  1. nor that

4. Done.

## TIPS

1. Not a step.
"""

    assert steps_of(body) == (
        "Press Post in the app, then wait.",
        "Open the page and its logo. Look at it: the name the picture",
        "Type: hello there",
        "Done.",
    )


@pytest.mark.parametrize(
    "body", ["", "1. Alone.\n", "## HOW\n", "## HOW\n\n- Bullet.\n", "# HOW\n\n1. No.\n"]
)
def test_steps_of_is_empty_without_numbered_items_in_how(body: str) -> None:
    assert steps_of(body) == ()


@pytest.mark.parametrize(
    "same",
    [
        written().replace("\n", "\r\n"),
        "\ufeff" + written(),
        written() + "\n\n",
        written().replace("There.", "There.   "),
    ],
)
def test_digest_ignores_what_nobody_can_see(same: str) -> None:
    assert parse(same, "a/b.md") == parse(written(), "a/b.md")


def test_digest_changes_with_the_text() -> None:
    texts = [
        written(),
        written(body=BODY.replace("Breathe.", "Breathe!")),
        written(FRONT.replace("minutes: 6", "minutes: 7")),
        written(FRONT.replace("2026-11-22", "2026-11-23")),
    ]

    assert len({parse(text, "a/b.md").digest for text in texts}) == len(texts)


def test_normalised_is_the_same_the_second_time() -> None:
    text = "\ufeff\n\na  \r\nZu\u0308rich\r\r\n"

    assert normalised(text) == "a\nZürich\n"
    assert normalised(normalised(text)) == normalised(text)


def test_shipped_is_sorted_and_read_once() -> None:
    keys = [sop.key for sop in shipped()]

    assert keys == sorted(keys)
    assert shipped() is shipped()


def test_missing_is_empty_for_the_shipped_library() -> None:
    assert missing() == []


def test_required_names_only_known_words() -> None:
    words = [(kind, platform, content) for kind, platform, content in REQUIRED if kind not in TASK_TYPES]
    platforms = {platform for _, platform, _ in REQUIRED} - {"", *Platform.values}
    contents = {content for _, _, content in REQUIRED} - {"", *ContentType.values}

    assert (words, platforms, contents) == ([], set(), set())


def test_required_promises_a_post_procedure_for_every_outward_platform() -> None:
    promised = {platform for kind, platform, _ in REQUIRED if kind == "POST"}

    assert promised == {platform.value for platform in Platform.outward()}


def test_required_promises_every_task_type() -> None:
    assert {kind for kind, _, _ in REQUIRED} == set(TASK_TYPES)


def test_the_words_of_the_library_are_fixed() -> None:
    assert SECTIONS == ("WHERE", "HOW", "TIPS", "COMMON MISTAKES", "COMPLETION")
    assert PROOF_TYPES == ("URL", "TEXT", "UPLOAD", "MANUAL")
    assert len(KEYS) == 7

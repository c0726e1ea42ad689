"""A procedure that is not whole must be refused in a sentence that says what is wrong."""

import hashlib
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from operator_tasks.sops.library import BadSop, ShippedSop, check_body, parse
from operator_tasks.tests.sops.samples import BODY, FRONT, written

PLATFORMS = (
    '"", linkedin, instagram, x, facebook, threads, bluesky, '
    "tiktok, youtube, pinterest, reddit, email, internal"
)


def refusal(text: str) -> str:
    with pytest.raises(BadSop) as caught:
        parse(text, "a/b.md")
    return str(caught.value)


def test_parse_gives_everything_the_file_says() -> None:
    text = written()

    sop = parse(text, "linkedin/post.md")

    assert sop == ShippedSop(
        task_type="POST",
        platform="linkedin",
        content_type="post",
        title="Publish a thing",
        minutes=6,
        proof_types=("URL", "UPLOAD"),
        verified_on=date(2026, 11, 22),
        body=BODY,
        steps=("Open it.", "Press Post, and wait."),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source="linkedin/post.md",
    )
    assert sop.key == ("POST", "linkedin", "post")


def test_parse_takes_empty_platform_and_content_type_as_any() -> None:
    front = FRONT.replace("platform: linkedin", 'platform: ""').replace(
        "content_type: post", 'content_type: ""'
    )

    assert parse(written(front), "shared/post.md").key == ("POST", "", "")


def test_parse_gives_a_value_that_cannot_change() -> None:
    sop = parse(written(), "a/b.md")

    with pytest.raises(FrozenInstanceError):
        sop.title = "Another"  # type: ignore[misc]


def test_bad_sop_is_a_value_error() -> None:
    assert issubclass(BadSop, ValueError)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "task_type: POST",
            "task_type: SING",
            "unknown task_type 'SING'. Use one of POST, ENGAGE, FOLLOW_UP, REVIEW, ANALYZE, MANUAL.",
        ),
        (
            "platform: linkedin",
            "platform: twitter",
            f"unknown platform 'twitter'. Use one of {PLATFORMS}.",
        ),
        (
            "platform: linkedin",
            "platform:",
            'unknown platform None. Use one of "", linkedin, instagram, x, facebook, threads, bluesky, '
            "tiktok, youtube, pinterest, reddit, email, internal.",
        ),
        (
            "content_type: post",
            "content_type: song",
            "unknown content_type 'song'. Use one of \"\", post, carousel, reel, thread, story, quote, "
            "newsletter, email, dm, other.",
        ),
        ("Publish a thing", '" "', "the title must be text of 1 to 120 characters. Write one."),
        ("Publish a thing", "x" * 121, "the title must be text of 1 to 120 characters. Write one."),
        ("Publish a thing", "2026", "the title must be text of 1 to 120 characters. Write one."),
        ("minutes: 6", "minutes: 0", "minutes must be a whole number from 1 to 480, not 0."),
        ("minutes: 6", "minutes: 481", "minutes must be a whole number from 1 to 480, not 481."),
        ("minutes: 6", "minutes: 2.5", "minutes must be a whole number from 1 to 480, not 2.5."),
        ("minutes: 6", "minutes: true", "minutes must be a whole number from 1 to 480, not True."),
        ("[URL, UPLOAD]", "[]", "proof_types must be a list such as [URL, UPLOAD]. Name at least one."),
        ("[URL, UPLOAD]", "URL", "proof_types must be a list such as [URL, UPLOAD]. Name at least one."),
        ("[URL, UPLOAD]", "[URL, WORD]", "unknown proof type 'WORD'. Use URL, TEXT, UPLOAD, MANUAL."),
        ("[URL, UPLOAD]", "[[URL]]", "unknown proof type ['URL']. Use URL, TEXT, UPLOAD, MANUAL."),
        ("[URL, UPLOAD]", "[URL, URL]", "a proof type is named twice. Name each once, the usual one first."),
        ("2026-11-22", "soon", "verified_on must be a date such as 2026-11-22, not 'soon'."),
        (
            "2026-11-22",
            "2026-11-22T09:00:00Z",
            "verified_on must be a date such as 2026-11-22, "
            "not datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.timezone.utc).",
        ),
        ("minutes: 6\n", "", "the front matter lacks minutes. Add it."),
        (
            "minutes: 6\n",
            "minutes: 6\nmood: calm\n",
            "unknown key mood in the front matter. "
            "Use task_type, platform, content_type, title, minutes, proof_types, verified_on.",
        ),
    ],
)
def test_parse_refuses_front_matter_that_is_wrong(old: str, new: str, sentence: str) -> None:
    front = FRONT.replace(old, new)

    assert front != FRONT
    assert refusal(written(front)) == f"a/b.md: {sentence}"


@pytest.mark.parametrize("text", [BODY, "", "---\n" + FRONT + BODY, "Hello\n" + written()])
def test_parse_refuses_a_file_without_front_matter(text: str) -> None:
    assert refusal(text) == "a/b.md: it must begin with front matter between two lines of ---. Add it."


@pytest.mark.parametrize("front", ["", "- POST\n", "just words\n"])
def test_parse_refuses_front_matter_without_keys(front: str) -> None:
    assert refusal(written(front)) == (
        "a/b.md: the front matter must be lines of 'key: value'. Write one line for each key."
    )


@pytest.mark.parametrize("front", ["title: [\n", "verified_on: 2026-13-45\n", "a: !!python/name:os.system\n"])
def test_parse_refuses_front_matter_that_is_not_yaml(front: str) -> None:
    sentence = refusal(written(front))

    assert sentence.startswith("a/b.md: the front matter is not YAML that can be read (")
    assert sentence.endswith("). Correct it.")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("## TIPS\n\n- Breathe.\n\n", "", "the section 'TIPS' is missing. Write '## TIPS' exactly once."),
        (
            "## TIPS\n",
            "## TIPS\n\n- A.\n\n## TIPS\n",
            "the section 'TIPS' is there more than once. Write '## TIPS' exactly once.",
        ),
        (
            "## TIPS\n\n- Breathe.\n\n## COMMON MISTAKES\n",
            "## COMMON MISTAKES\n\n- Breathe.\n\n## TIPS\n",
            "the sections are in the wrong order. Put them as WHERE, HOW, TIPS, COMMON MISTAKES, COMPLETION.",
        ),
        (
            "## TIPS\n",
            "## WHY\n\nSo.\n\n## TIPS\n",
            "the heading 'WHY' does not belong. "
            "Use only second-level headings named WHERE, HOW, TIPS, COMMON MISTAKES, COMPLETION.",
        ),
        (
            "- Breathe.\n",
            "- ## HOW\n",
            "the heading 'HOW' does not belong. "
            "Use only second-level headings named WHERE, HOW, TIPS, COMMON MISTAKES, COMPLETION.",
        ),
        (
            "## TIPS\n",
            "### TIPS\n",
            "the heading 'TIPS' does not belong. "
            "Use only second-level headings named WHERE, HOW, TIPS, COMMON MISTAKES, COMPLETION.",
        ),
        (
            "## WHERE\n",
            "Hello.\n\n## WHERE\n",
            "there is text before the first section. Move it under one of the sections.",
        ),
        (
            "- Breathe.\n",
            "",
            "the section 'TIPS' is empty. Write what an operator needs to know there.",
        ),
        (
            "1. Open it.\n2. Press **Post**,\n   and wait.\n",
            "- Open it.\n",
            "HOW has no steps. Write it as a numbered list, one step to an item.",
        ),
        (
            "1. Open it.\n",
            "1.\n",
            "step 1 of HOW is empty. Write it or take its number out.",
        ),
    ],
)
def test_parse_refuses_a_body_that_is_wrong(old: str, new: str, sentence: str) -> None:
    body = BODY.replace(old, new)

    assert body != BODY
    assert refusal(written(body=body)) == f"a/b.md: {sentence}"


def test_check_body_refuses_an_empty_text() -> None:
    with pytest.raises(BadSop, match=r"^version 2: the section 'WHERE' is missing\."):
        check_body("", "version 2")


def test_check_body_accepts_a_heading_inside_a_code_block() -> None:
    check_body(BODY.replace("There.", "```\n## NOT A HEADING\n```"), "version 2")

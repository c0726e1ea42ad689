"""What every shipped procedure owes an operator, whoever wrote it."""

import re
from pathlib import Path

import pytest

from operator_tasks.sops import library
from operator_tasks.sops.library import SECTIONS, ShippedSop, parse, shipped

FOLDER = Path(library.__file__).parent
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md"))
EACH = pytest.mark.parametrize("sop", shipped(), ids=lambda sop: sop.source)
EACH_POST = pytest.mark.parametrize(
    "sop", [sop for sop in shipped() if sop.task_type == "POST"], ids=lambda sop: sop.source
)


@pytest.mark.parametrize("source", FILES)
def test_every_file_parses(source: str) -> None:
    sop = parse((FOLDER / source).read_text(encoding="utf-8"), source)

    assert sop in shipped()


def test_every_file_is_shipped() -> None:
    assert sorted(sop.source for sop in shipped()) == FILES


@EACH
def test_file_stands_where_its_front_matter_says(sop: ShippedSop) -> None:
    shared = f"shared/{sop.task_type.lower().replace('_', '-')}.md"
    own = f"{sop.platform}/{sop.content_type}.md"

    assert sop.source == (own if sop.task_type == "POST" else shared)


@EACH
def test_file_names_no_other_sections(sop: ShippedSop) -> None:
    headings = re.findall(r"^\s*#+\s*(.+)$", sop.body, flags=re.MULTILINE)

    assert headings == list(SECTIONS)


@EACH
def test_file_has_at_least_four_steps_without_markup(sop: ShippedSop) -> None:
    assert len(sop.steps) >= 4
    assert [step for step in sop.steps if "**" in step or "`" in step] == []


@EACH
def test_file_numbers_its_steps_from_one(sop: ShippedSop) -> None:
    how = sop.body.split("## HOW")[1].split("## TIPS")[0]
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", how, flags=re.MULTILINE)]

    assert numbers == list(range(1, len(sop.steps) + 1))


@EACH
def test_file_is_short_enough_to_read_and_long_enough_to_help(sop: ShippedSop) -> None:
    lines = (FOLDER / sop.source).read_text(encoding="utf-8").splitlines()

    assert 35 <= len(lines) <= 70
    assert [line for line in lines if len(line) > 110] == []


@EACH
def test_file_says_that_the_product_does_nothing_by_itself(sop: ShippedSop) -> None:
    where = " ".join(sop.body.split("## HOW")[0].split())

    assert "CampaignOps never" in where


@EACH_POST
def test_post_says_which_account_to_check_and_that_nothing_is_posted_for_you(sop: ShippedSop) -> None:
    where, how = (" ".join(part.split()) for part in sop.body.split("## TIPS")[0].split("## HOW"))

    assert "CampaignOps never posts" in where
    assert "on the task" in where + how
    assert "check" in how


@EACH_POST
def test_post_tells_how_to_get_the_proof_on_phone_and_desktop_and_what_is_none(sop: ShippedSop) -> None:
    completion = " ".join(sop.body.split("## COMPLETION")[1].lower().split())

    assert "phone" in completion
    assert "desktop" in completion
    assert re.search(r"not proof|proves? nothing|refused", completion)


def test_story_and_newsletter_accept_the_proof_that_can_exist() -> None:
    kinds = {sop.key: sop.proof_types for sop in shipped()}

    assert kinds["POST", "instagram", "story"] == ("UPLOAD",)
    assert kinds["POST", "email", "newsletter"] == ("URL", "UPLOAD", "TEXT")

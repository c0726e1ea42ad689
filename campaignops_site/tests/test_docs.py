"""The documentation names what there is: every variable, schedule, role and option, and nothing else."""

import ast
import re
from argparse import ArgumentParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from campaignops_site.management.commands.up import Command as Up
from operator_tasks.roles import ROLES
from operator_tasks.schedules import RECURRING

BASE_DIR = Path(__file__).resolve().parents[2]
OPERATIONS = (BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
ENV_EXAMPLE = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
READERS = re.compile(r"env_\w+|secret_key|data_dir")


def variables_read() -> set[str]:
    """The names in calls such as env_bool("DEBUG", False) in the settings."""
    source = (BASE_DIR / "campaignops_site" / "settings.py").read_text(encoding="utf-8")
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and READERS.fullmatch(call.func.id)
        and isinstance(call.args[0], ast.Constant)
    }


def rows_under(heading: str) -> set[str]:
    """The first cells, without backticks, of the table under a heading of the operations page."""
    section = OPERATIONS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, flags=re.MULTILINE))


def named_in_docs(pattern: str) -> set[str]:
    pages = [BASE_DIR / "README.md", *(BASE_DIR / "docs").rglob("*.md")]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    return {name for text in texts for name in re.findall(pattern, text, flags=re.MULTILINE)}


def test_settings_read_the_environment_only_through_the_strict_readers():
    source = (BASE_DIR / "campaignops_site" / "settings.py").read_text(encoding="utf-8")

    assert "environ[" not in source
    assert "getenv" not in source


def test_every_variable_is_in_the_example_file():
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", ENV_EXAMPLE, flags=re.MULTILINE))

    assert named == variables_read()


def test_every_variable_is_in_the_operations_page():
    assert rows_under("Environment") == variables_read()


def test_every_schedule_is_in_the_operations_page():
    assert rows_under("Schedules") == {recurring.name for recurring in RECURRING}


def test_every_role_is_in_the_operations_page():
    assert rows_under("Roles") == set(ROLES)


def test_every_option_of_up_is_in_the_operations_page():
    parser = ArgumentParser(add_help=False)
    Up().add_arguments(parser)
    options = {option for action in parser._actions for option in action.option_strings}

    assert {row.partition(" ")[0] for row in rows_under("Run and stop")} == options


@pytest.mark.parametrize("page", sorted((BASE_DIR / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_make_target_that_the_docs_name_exists():
    makefile = (BASE_DIR / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", makefile, flags=re.MULTILINE))

    assert named_in_docs(r"(?:`|^    )make ([a-z][a-z0-9-]*)") - targets == set()


def test_every_command_that_the_docs_name_exists():
    assert named_in_docs(r"manage\.py ([a-z_]+)") - set(get_commands()) == set()

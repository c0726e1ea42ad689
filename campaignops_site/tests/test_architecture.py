"""The house rules that a reader could break without noticing."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("campaignops_site", "campaigns", "operator_tasks")
MOST_LINES, MOST_FUNCTION_LINES, MOST_VIEW_LINES = 300, 40, 20


def product_files():
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
    ]


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def length(function):
    """Lines of code without the docstring, which may be as long as it needs to be."""
    doc = ast.get_docstring(function, clean=False) or ""
    return function.end_lineno - function.lineno + 1 - (len(doc.splitlines()) if doc else 0)


def test_no_file_is_too_long():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in product_files()}

    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_no_function_is_too_long():
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {length(function)}"
        for path in product_files()
        for function in functions(path)
        if length(function) > (MOST_VIEW_LINES if "views" in path.parts else MOST_FUNCTION_LINES)
    ]

    assert long == []


def test_every_module_says_why_it_exists():
    silent = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_feature_flag_is_read_in_one_place():
    reading = {
        str(path.relative_to(ROOT)) for path in product_files() if "CAMPAIGN_OPS_ENABLED" in path.read_text()
    }

    assert reading == {"campaignops_site/settings.py", "campaigns/feature.py"}


@pytest.mark.parametrize("package", ["requests", "httpx", "urllib.request", "http.client", "aiohttp"])
def test_product_has_no_way_to_call_a_social_network(package):
    pattern = re.compile(rf"^\s*(import|from) {re.escape(package)}\b", re.MULTILINE)
    calling = [str(path.relative_to(ROOT)) for path in product_files() if pattern.search(path.read_text())]

    # Webhooks go to addresses that a manager entered, and say only what happened here.
    allowed = ["campaignops_site/supervision/", "campaigns/domain/webhook_transport.py"]
    assert [name for name in calling if not name.startswith(tuple(allowed))] == []


def test_only_doors_read_the_clock():
    pattern = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|utcnow\(")
    reading = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if {"domain", "models", "platforms", "sops"} & set(path.parts) and pattern.search(path.read_text())
    ]

    assert reading == []

"""Small phrases that messages about files are made of."""

import pytest
from django.utils import translation

from campaigns.domain.imports.texts import grouped, listed, shown


@pytest.mark.parametrize(
    ("numbers", "expected"), [([], ""), ([4], "4"), ([3, 7, 8, 9, 12], "3, 7 to 9, 12"), ([1, 2], "1 to 2")]
)
def test_listed_shortens_runs(numbers: list[int], expected: str) -> None:
    assert listed(numbers) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "“”"),
        (" two\n lines ", "“two lines”"),
        ("a\x1b[31m\ud800", "“a?[31m?”"),
        ("x" * 41, f"“{'x' * 39}…”"),
    ],
)
def test_shown_fits_on_one_line(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "5,000"), ("de", "5.000")])
def test_grouped_sets_thousands_apart_as_the_reader_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert grouped(5000) == expected

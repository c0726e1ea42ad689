"""German is complete: every string is translated, with the same places to fill, and the compiled file is the same."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[2] / "locale" / "de" / "LC_MESSAGES"
PLACE = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def catalogue():
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="de")


def texts(message):
    """(original, translation) of each form; German has two, as English does."""
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    written = message.string if isinstance(message.string, tuple) else (message.string,)
    return list(zip(originals, written, strict=True))


def test_every_string_is_translated(catalogue):
    assert [message.id for message in catalogue if message.id and not all(t for _, t in texts(message))] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_translations_fill_the_same_places(catalogue):
    """A form of the singular may say "one" in words."""
    differing = []
    for message in catalogue:
        for place, (original, written) in enumerate(texts(message)):
            wanted, found = (Counter(PLACE.findall(text)) for text in (original, written))
            says_one = isinstance(message.id, tuple) and place == 0
            if set(found) - set(wanted) or (not says_one and set(wanted) != set(found)):
                differing.append(message.id)
    assert differing == []


def test_translations_begin_and_end_with_the_same_line_breaks(catalogue):
    def ends(text):
        return text.startswith("\n"), text.endswith("\n")

    pairs = [pair for message in catalogue if message.id for pair in texts(message)]

    assert [original for original, written in pairs if ends(original) != ends(written)] == []


def strings(catalogue):
    """The translations of a catalogue by their originals; read from a compiled file, plurals come as lists."""
    plain = ((tuple(m.id) if isinstance(m.id, list) else m.id, m) for m in catalogue if m.id)
    return {(m.context, key): tuple(m.string) if m.pluralizable else m.string for key, m in plain}


def test_the_compiled_file_is_that_of_the_readable_one(catalogue):
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    with (FOLDER / "django.mo").open("rb") as stored:
        assert strings(read_mo(stored)) == strings(read_mo(compiled))

"""Turns the bytes of an uploaded file into text, or says how to save the file so that it can be read."""

import codecs
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput

WORKBOOK_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SHOWN_CHARS = 40


def refused_file(sentence: str) -> InvalidInput:
    """A refusal that a form shows beside its file field."""
    return InvalidInput(sentence, {"file": [sentence]})


def decoded(data: bytes, *, max_bytes: int) -> str:
    """The text of a UTF-8 file, or of a UTF-16 file with a byte order mark; line ends become LF.

    Refuses an empty file, one over `max_bytes`, a workbook, NUL bytes, and all else that cannot be decoded.
    """
    if len(data) > max_bytes:
        raise refused_file(
            _("The file is larger than %(size)s kB. Split it and import the parts.")
            % {"size": grouped(max_bytes // 1024)}
        )
    if data.startswith(WORKBOOK_SIGNATURES):
        raise refused_file(
            _("The file is a spreadsheet workbook. Save the sheet as CSV UTF-8 and import that.")
        )
    text = _decoded_by_mark(data)
    if "\x00" in text:
        raise refused_file(
            _(
                "The file holds NUL bytes: it is not text, or it is UTF-16 without a byte order mark. "
                "Save it as UTF-8 and import it again."
            )
        )
    if not text.strip():
        raise refused_file(_("The file is empty. Choose the file that holds the data."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(text: str) -> str:
    """A short quotation of what a person wrote, fit for one line of a message."""
    words = "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
    quoted = words if len(words) <= SHOWN_CHARS else f"{words[: SHOWN_CHARS - 1]}…"
    return _("“%(text)s”") % {"text": quoted}


def grouped(number: int) -> str:
    """A number for a message, its thousands set apart as the reader is used to."""
    return number_format(number, force_grouping=True)


def listed(numbers: Sequence[int]) -> str:
    """Ascending numbers for a message, runs of them shortened: 3, 7 to 9, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    return str(run[0]) if len(run) == 1 else _("%(first)d to %(last)d") % {"first": run[0], "last": run[-1]}


def _decoded_by_mark(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused_file(
            _(
                "The file cannot be read as text: byte %(byte)d is not valid %(encoding)s. Save it as UTF-8 "
                "(in a spreadsheet: CSV UTF-8) and import it again."
            )
            % {"byte": error.start + 1, "encoding": "UTF-16" if encoding == "utf-16" else "UTF-8"}
        ) from error

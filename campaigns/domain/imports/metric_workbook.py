"""Reads an XLSX or XLS workbook as text cells: nothing is computed, no entity resolved, nothing unpacked unbounded."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from tempfile import NamedTemporaryFile

from django.utils.translation import gettext as _

from campaigns.domain.imports import metric_workbook_process
from campaigns.domain.imports.metric_sheets import MAX_COLUMNS, MAX_ROWS, Sheet, sheet_rows
from campaigns.domain.imports.metric_workbook_process import DONE, LOCKED, TOO_MUCH
from campaigns.domain.imports.texts import refused_file
from campaigns.errors import InvalidInput

# What a workbook of MAX_BYTES may grow to; more is a bomb.
MAX_UNPACKED = 48 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 500
MAX_SECONDS = 20
# The two that a workbook may use; others fail in ways of their own.
COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def read_xlsx(data: bytes) -> tuple[Sheet, ...]:
    """All worksheets. Refuses damaged and locked workbooks, those that unpack to too much, and document types.

    Of a formula the stored result is read, of merged cells the first holds the value, an error is empty.
    """
    _refuse_bomb(data)
    return _read(data, ".xlsx")


def read_xls(data: bytes) -> tuple[Sheet, ...]:
    """All worksheets, as from XLSX. Refuses damaged and locked workbooks, and those that ask for too much."""
    return _read(data, ".xls")


def _refuse_bomb(data: bytes) -> None:
    """Unpack every part once, so that its size and its checksum are known to be those it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            size = sum(info.file_size for info in infos)
            if len(infos) > MAX_PARTS or size > min(MAX_UNPACKED, MAX_RATIO * len(data)):
                raise _too_much()
            if any(info.flag_bits & 1 for info in infos):
                raise _locked()
            if any(info.compress_type not in COMPRESSIONS for info in infos):
                raise _damaged()
            if "xl/workbook.xml" not in parts.namelist() or any(
                b"<!DOCTYPE" in parts.read(info) for info in infos
            ):
                raise _damaged()
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
        raise _damaged() from error


def _read(data: bytes, ending: str) -> tuple[Sheet, ...]:
    # The ending is how the library is told the kind; left to guess, it would try other kinds and hide locks.
    with NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        # Isolated, and with an empty environment: what reads strangers' files need not know our secrets.
        command = [
            sys.executable,
            "-I",
            metric_workbook_process.__file__,
            file.name,
            str(MAX_ROWS),
            str(MAX_COLUMNS),
        ]
        try:
            done = subprocess.run(command, capture_output=True, env={}, timeout=MAX_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise _too_much() from error
    if done.returncode == LOCKED:
        raise _locked()
    # A signal ends it where the memory does.
    if done.returncode == TOO_MUCH or done.returncode < DONE:
        raise _too_much()
    if done.returncode != DONE:
        raise _damaged()
    return tuple(Sheet(name, sheet_rows(rows, name)) for name, rows in json.loads(done.stdout))


def _damaged() -> InvalidInput:
    return refused_file(
        _("The workbook is damaged or is none. Export the file again, or save it as CSV UTF-8.")
    )


def _locked() -> InvalidInput:
    return refused_file(_("The workbook is locked with a password. Save it without one."))


def _too_much() -> InvalidInput:
    return refused_file(
        _("The workbook unpacks to more than an export can hold. Save its sheet as CSV UTF-8.")
    )

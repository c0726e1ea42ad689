"""Exports as platforms write them, made up: the real headers above numbers of nobody."""

import io
import struct
import zipfile
from datetime import date
from zoneinfo import ZoneInfo

from campaigns.domain.imports.metric_file import read_metrics
from campaigns.domain.imports.metric_rows import Choices, MetricFile

TODAY = date(2026, 3, 20)
BERLIN = ZoneInfo("Europe/Berlin")
SCHEMAS = "http://schemas.openxmlformats.org"
MAIN = f"{SCHEMAS}/spreadsheetml/2006/main"
OFFICE, PACKAGE = f"{SCHEMAS}/officeDocument/2006/relationships", f"{SCHEMAS}/package/2006"


def choices(**changes) -> Choices:
    return Choices(**{"zone": BERLIN, "today": TODAY, **changes})


def read(text: str | bytes, name: str = "export.csv", **changes) -> MetricFile:
    data = text.encode() if isinstance(text, str) else text
    return read_metrics(data, file_name=name, choices=choices(**changes))


def told(file: MetricFile) -> list[tuple[str, str, str, str, str, str]]:
    """Every value in words: platform, granularity, what it is about, day, metric and value."""
    return [
        (
            row.platform.value,
            row.granularity.value,
            row.external_id,
            row.day.isoformat(),
            row.metric_name.value,
            f"{row.value.normalize():f}",
        )
        for row in file.rows
    ]


def skipped(file: MetricFile) -> list[tuple[int, str]]:
    return [(row.row_number, row.reason) for row in file.skipped]


def xlsx(*sheets: tuple[str, str], extra: dict[str, bytes] | None = None, head: str = "") -> bytes:
    """A workbook of sheets, each a name and the XML of its rows."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="r{place}"/>'
        for place, (name, _rows) in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{place}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(sheets) + 1)
    )
    parts = {
        "xl/workbook.xml": (
            f'{head}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'.encode()
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
            f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'.encode()
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="w" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>".encode()
        ),
        "xl/styles.xml": (
            b'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
            b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
        ),
        "xl/sharedStrings.xml": (
            b"<sst><si><t>Date</t></si><si><r><t>Impress</t></r><r><t>ions</t></r></si></sst>"
        ),
        **{
            f"xl/worksheets/sheet{place}.xml": (
                f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
            )
            for place, (_name, rows) in enumerate(sheets, 1)
        },
        **(extra or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def text_row(number: int, *texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _short_text(text: str) -> bytes:
    return struct.pack("<BB", len(text), 0) + text.encode("latin-1")


def xls(
    name: str, rows: list[list[str | float]], *, far: tuple[int, int] | None = None, is_locked: bool = False
) -> bytes:
    """A workbook of Excel 97: texts are shared, numbers alternate between the ways in which they are stored.

    `far` is the place of one more number, outside the table.
    """
    texts = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))
    shared = struct.pack("<II", len(texts), len(texts)) + b"".join(
        struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts
    )
    # The shared texts go on in a second record, which begins in the middle of a letter's text.
    cut = 8 + 3 + 2
    first, rest = shared[:cut], b"\x01" + shared[cut:]
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    start += _record(0x2F, struct.pack("<H", 1)) if is_locked else b""
    tail = _record(0xFC, first) + _record(0x3C, rest) + _record(0x0A, b"")
    place = len(start) + 4 + 6 + len(_short_text(name))
    head = start + _record(0x85, struct.pack("<IBB", place + len(tail), 0, 0) + _short_text(name)) + tail
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            at = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                body += _record(0xFD, at + struct.pack("<I", texts.index(cell)))
            elif cell == int(cell):
                body += _record(0x27E, at + struct.pack("<I", (int(cell) << 2 | 2) & 0xFFFFFFFF))
            else:
                body += _record(0x203, at + struct.pack("<d", cell))
    if far:
        body += _record(0x203, struct.pack("<HHHd", *far, 0, 1.0))
    return _container(head + body + _record(0x0A, b""))


def _container(stream: bytes) -> bytes:
    """The small file system around a workbook: a table of sectors, a directory, and the stream itself."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    stream = stream.ljust(sectors * 512, b"\0")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6).ljust(20, b"\0")
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0).ljust(109 * 4, b"\xff")
    return header + table + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    body = letters.ljust(64, b"\0") + struct.pack("<HB", len(letters), kind)
    return body.ljust(116, b"\0") + struct.pack("<II", start, size).ljust(12, b"\0")

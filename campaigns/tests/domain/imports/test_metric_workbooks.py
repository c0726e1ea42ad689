"""Workbooks, new and old: read as texts, never computed, never unpacked without an end."""

import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineError

from campaigns.domain.imports import metric_workbook, metric_workbook_process
from campaigns.domain.imports.metric_sheets import MAX_COLUMNS, MAX_ROWS
from campaigns.domain.imports.metric_source import open_sheets
from campaigns.domain.imports.tables import delimiter_of
from campaigns.errors import InvalidInput
from campaigns.tests.domain.imports.metric_worlds import MAIN, read, skipped, text_row, told, xls, xlsx


def cells(data: bytes) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(sheet.name, row.number, row.cells) for sheet in open_sheets(data) for row in sheet.rows]


def test_cells_of_all_kinds_become_texts():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" s="1"><v>46053</v></c><c r="C3"><v>1250</v></c><c r="D3"><v>0.5</v></c></row>'
        '<row r="4"><c r="A4" s="2"><v>46053.5</v></c><c r="B4"><f>SUM(B1:B3)</f><v>9</v></c>'
        '<c r="C4" t="e"><v>#REF!</v></c><c r="D4" t="b"><v>1</v></c></row>'
    )

    assert cells(xlsx(("Days", rows))) == [
        ("Days", 1, ("Date", "Impressions")),
        ("Days", 3, ("2026-01-31", "", "1250", "0.5")),
        ("Days", 4, ("2026-01-31 12:00:00", "9", "", "1")),
    ]


def test_cells_keep_their_places_wherever_the_table_begins():
    rows = (
        '<row r="3"><c r="C3"><v>1091022197269123456</v></c></row>'
        '<row r="4"><c r="B4" s="1"/><c r="D4"><v>x</v></c></row>'
        '<row r="6"><c r="B6" t="d"><v>2026-01-31T23:59:59.7</v></c></row>'
    )

    assert cells(xlsx(("Days", rows), ("Empty", ""))) == [
        ("Days", 3, ("", "", "1.0910221972691235e+18")),
        ("Days", 4, ("", "", "", "x")),
        ("Days", 6, ("", "2026-02-01 00:00:00")),
    ]


def test_a_formula_is_never_computed_and_its_stored_result_is_read():
    rows = text_row(1, "Date", "Impressions", "Unfollows", "Create Post") + (
        '<row r="2"><c t="inlineStr"><is><t>2026-01-31</t></is></c><c><f>1+1</f><v>3</v></c><c><f>1+1</f></c>'
        '<c t="str"><f>WEBSERVICE("http://a")</f><v>=1+1</v></c></row>'
    )
    file = read(xlsx(("Days", rows)))

    assert told(file) == [("x", "day", "", "2026-01-31", "impressions", "3")]
    assert skipped(file) == [(2, "Create Post: “=1+1” is not a number")]


def test_of_merged_cells_the_first_holds_the_value():
    rows = text_row(1, "Title", "", "Views") + text_row(2, "a", "b", "c")
    merged = rows + '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><sheetData>'

    assert cells(xlsx(("A", merged))) == [("A", 1, ("Title", "", "Views")), ("A", 2, ("a", "b", "c"))]


def test_the_workbook_of_a_linkedin_member_is_read_in_its_parts():
    posts = text_row(
        3, "Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"
    )
    link = "https://www.linkedin.com/feed/update/urn:li:activity:7438811255978700800"
    data = xlsx(
        ("DISCOVERY", text_row(1, "Overall", "1/1/2026 - 1/31/2026") + text_row(2, "Members reached", "140")),
        (
            "ENGAGEMENT",
            text_row(1, "Date", "Impressions", "Engagements") + text_row(2, "1/30/2026", "12", "3"),
        ),
        (
            "TOP POSTS",
            text_row(1, "Maximum of 50")
            + posts
            + text_row(4, link, "1/3/2026", "4", "", link, "1/3/2026", "92"),
        ),
        (
            "FOLLOWERS",
            text_row(1, "Total followers on 1/31/2026:", "3050")
            + text_row(3, "Date", "New followers")
            + text_row(4, "1/30/2026", "3"),
        ),
        ("DEMOGRAPHICS", text_row(1, "Top", "Value")),
    )
    file = read(data)

    assert told(file) == [
        ("linkedin", "day", "", "2026-01-30", "impressions", "12"),
        ("linkedin", "day", "", "2026-01-30", "engagements", "3"),
        ("linkedin", "day", "", "2026-01-31", "followers", "3050"),
        ("linkedin", "day", "", "2026-01-30", "followers_gained", "3"),
        ("linkedin", "period", "1/1/2026-1/31/2026", "2026-01-31", "reach", "140"),
        ("linkedin", "post", link, "2026-01-03", "engagements", "4"),
        ("linkedin", "post", link, "2026-01-03", "impressions", "92"),
    ]
    assert file.left_out == ("the sheet DEMOGRAPHICS",)


def test_the_older_workbook_of_a_linkedin_page_is_read():
    data = xls(
        "Metrics",
        [
            ["A sentence about the numbers below."],
            ["Date", "Impressions (total)", "Clicks (total)", "Engagement rate (total)"],
            ["01/30/2026", 14.0, 2.0, 0.25],
            ["01/31/2026", 5.0, 0.0, 0.5],
        ],
    )

    assert told(read(data)) == [
        ("linkedin", "day", "", "2026-01-30", "impressions", "14"),
        ("linkedin", "day", "", "2026-01-30", "clicks", "2"),
        ("linkedin", "day", "", "2026-01-30", "engagement_rate", "0.25"),
        ("linkedin", "day", "", "2026-01-31", "impressions", "5"),
        ("linkedin", "day", "", "2026-01-31", "clicks", "0"),
        ("linkedin", "day", "", "2026-01-31", "engagement_rate", "0.5"),
    ]


def _with_declared_size(data: bytes, size: int) -> bytes:
    """The workbook with another unpacked size for its first part in the directory of the package."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + size.to_bytes(4, "little") + data[place + 4 :]


WORKBOOK = xls("Metrics", [["Date", "Impressions"], ["01/30/2026", 14.0]])


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing more",
        xlsx(("A", "<row><c>")),
        xlsx(("A", text_row(1, "a")), head='<!DOCTYPE a [<!ENTITY b "c">]>'),
        xlsx(("A", text_row(1, "a")))[:-300],
        xlsx(("A", text_row(1, "a"))).replace(b"xl/workbook.xml", b"xl/workbooc.xml"),
        # The package says that a part unpacks to one byte, and it unpacks to more.
        _with_declared_size(xlsx(("A", text_row(1, "a"))), 1),
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        WORKBOOK[:1200],
        WORKBOOK[:520] + b"\0" * 4 + WORKBOOK[524:],
        WORKBOOK.replace(b"W\0o\0r\0k", b"N\0o\0n\0e"),
    ],
)
def test_a_damaged_workbook_is_refused(data):
    with pytest.raises(InvalidInput, match="damaged or is none"):
        open_sheets(data)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/bomb.bin": b"0" * (metric_workbook.MAX_UNPACKED + 1)},
        {"xl/media/bomb.bin": b"0" * 1_000_000},
        {f"xl/media/{number}.bin": b"" for number in range(metric_workbook.MAX_PARTS)},
    ],
    ids=["size", "ratio", "parts"],
)
def test_an_endless_workbook_is_refused(parts):
    with pytest.raises(InvalidInput, match="unpacks to more"):
        open_sheets(xlsx(("A", text_row(1, "a")), extra=parts))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("is_broken", [False, True])
def test_a_workbook_packed_as_none_is_refused_before_it_is_unpacked(compression, is_broken):
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(xlsx(("A", text_row(1, "a"))))) as parts,
        zipfile.ZipFile(packed, "w", compression) as target,
    ):
        for name in parts.namelist():
            target.writestr(name, parts.read(name))
    data = bytearray(packed.getvalue())
    if is_broken:
        place = 30 + len(parts.namelist()[0])
        data[place + 4 : place + 40] = b"\xff" * 36

    with pytest.raises(InvalidInput, match="damaged or is none"):
        open_sheets(bytes(data))


def test_a_workbook_whose_parts_are_not_packed_is_read():
    stored = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(xlsx(("A", text_row(1, "a"))))) as parts,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in parts.namelist():
            target.writestr(name, parts.read(name))

    assert cells(stored.getvalue()) == cells(xlsx(("A", text_row(1, "a"))))


CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
LONG_TEXT = "".join(f"<t>{number}</t>" for number in range(90_000))


@pytest.mark.parametrize(
    "data",
    [
        xlsx(("A", CORNERS)),
        xls("A", [["Date", 1.0]], far=(65_535, 65_535)),
        xlsx(
            ("A", '<row><c t="s"><v>0</v></c></row>' * 2_000),
            extra={"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><r>{LONG_TEXT}</r></si></sst>'.encode()},
        ),
    ],
    ids=["far cells", "far cells of the older kind", "one long text in many cells"],
)
def test_a_workbook_that_asks_for_too_much_memory_ends_only_its_own_process(data):
    with pytest.raises(InvalidInput, match="unpacks to more"):
        open_sheets(data)


def test_an_entity_is_not_resolved_even_where_a_document_type_passes_the_door(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    sheet = (
        f'<!DOCTYPE w [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "inner">]><worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c t="inlineStr"><is><t>x&a;y&b;</t></is></c></row></sheetData></worksheet>'
    )
    path = tmp_path / "entities.xlsx"
    path.write_bytes(xlsx(("A", ""), extra={"xl/worksheets/sheet1.xml": sheet.encode()}))

    with pytest.raises(CalamineError, match="nrecognized entity"):
        metric_workbook_process.sheets_in(str(path), MAX_ROWS, MAX_COLUMNS)


@pytest.mark.parametrize("last", [MAX_ROWS + 1, 100_000])
def test_too_many_rows_are_refused(last):
    rows = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, last + 1))

    with pytest.raises(InvalidInput, match="more than 10,000 rows"):
        open_sheets(xlsx(("A", rows)))


def test_a_row_far_below_the_others_is_refused():
    rows = f'<row r="1"><c><v>1</v></c></row><row r="{MAX_ROWS * 10 + 1}"><c><v>1</v></c></row>'

    with pytest.raises(InvalidInput, match="more than 10,000 rows"):
        open_sheets(xlsx(("A", rows)))


def test_as_many_rows_as_allowed_are_read():
    rows = "".join(f'<row r="{number}"><c><v>{number}</v></c></row>' for number in range(1, MAX_ROWS + 1))

    assert len(cells(xlsx(("A", rows)))) == MAX_ROWS


def test_too_many_columns_are_refused():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="GS1"><v>201</v></c></row>'

    with pytest.raises(InvalidInput, match="Row 1 of A has more than 200 columns"):
        open_sheets(xlsx(("A", rows)))


def test_a_locked_workbook_is_refused():
    with zipfile.ZipFile(BytesIO(xlsx(("A", text_row(1, "a"))))) as archive:
        info = archive.infolist()[0]
    data = bytearray(xlsx(("A", text_row(1, "a"))))
    place = data.rindex(b"PK\x01\x02" + data[data.index(b"PK\x01\x02") + 4 : data.index(b"PK\x01\x02") + 8])
    data[place + 8] |= 1

    assert info.flag_bits & 1 == 0
    with pytest.raises(InvalidInput, match="locked with a password"):
        open_sheets(bytes(data))


def test_a_locked_workbook_of_the_older_kind_is_refused():
    with pytest.raises(InvalidInput, match="locked with a password"):
        open_sheets(xls("A", [["Date", 1.0]], is_locked=True))


@pytest.mark.parametrize("text", ["sep=", "sep=\n"])
def test_a_file_that_announces_a_separator_and_ends_is_read_as_text(text):
    assert cells(text.encode()) == [("", 1, ("sep=",))]


def test_the_separator_is_the_one_that_the_first_rows_use_most():
    text = '\n"a,b,c";d\n1;2\n'

    assert (delimiter_of(text), delimiter_of("Title, one\na;b;c\n", lines=2)) == (";", ";")
    assert (delimiter_of("Title, one\na;b;c\n"), delimiter_of("a\tb")) == (",", "\t")

"""A CSV file is read wholly, whatever program saved it, or refused with a sentence that says why."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.imports.tables import (
    MAX_BYTES,
    MAX_CELL_CHARS,
    MAX_COLUMNS,
    MAX_ROWS,
    Table,
    TableRow,
    read_table,
)
from campaigns.errors import InvalidInput

PLAIN = 'Name,Copy\nfirst,"one, two"\nsecond,Grüße 🎉\n'
EXPECTED = Table(
    ("Name", "Copy"),
    (
        TableRow(2, {"name": "first", "copy": "one, two"}),
        TableRow(3, {"name": "second", "copy": "Grüße 🎉"}),
    ),
)


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_table(data)
    assert caught.value.fields == {"file": [caught.value.message]}
    return caught.value.message


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.rstrip("\n").encode(),
        (PLAIN + "\n,,\n\n").encode(),
        'Name;Copy\nfirst;"one, two"\nsecond;Grüße 🎉\n'.encode(),
        "Name\tCopy\nfirst\tone, two\nsecond\tGrüße 🎉\n".encode(),
        'Name ,"Copy"\nfirst,"one, two"\nsecond,Grüße 🎉\n'.encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "utf16le",
        "utf16be",
        "crlf",
        "cr",
        "no end",
        "blank tail",
        "semicolon",
        "tab",
        "quoted",
    ],
)
def test_read_table_reads_every_dialect_alike(data: bytes) -> None:
    assert read_table(data) == EXPECTED


def test_read_table_counts_rows_as_a_spreadsheet_does() -> None:
    table = read_table(b'\nA,B\n"two\r\nlines",x\n\n,\nlast,y\n')

    assert table == Table(
        ("A", "B"),
        (
            TableRow(3, {"a": "two\nlines", "b": "x"}),
            TableRow(4, {}),
            TableRow(5, {}),
            TableRow(6, {"a": "last", "b": "y"}),
        ),
    )


def test_read_table_takes_the_first_of_two_columns_and_leaves_out_unnamed_ones() -> None:
    table = read_table(b"Views,,views ,Copy\n1,lost,2,text\n")

    assert table.rows == (TableRow(2, {"views": "1", "copy": "text"}),)


def test_table_row_value_forgives_case_space_and_short_rows() -> None:
    (row,) = read_table(b"Picture Url  1,Copy,Title\n a.jpg ,text\n").rows

    assert [
        row.value("picture url 1"),
        row.value("COPY"),
        row.value("Title"),
        row.value("Other"),
        row.value(""),
    ] == [
        "a.jpg",
        "text",
        "",
        "",
        "",
    ]


def test_read_table_sniffs_the_separator_outside_quotes() -> None:
    assert read_table(b'"a;b;c",d\n1,2\n').header == ("a;b;c", "d")


@pytest.mark.parametrize("data", [b"", b" \n\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_read_table_refuses_an_empty_file(data: bytes) -> None:
    assert refusal(data) == "The file is empty. Choose the file that holds the data."


def test_read_table_refuses_separators_alone() -> None:
    assert "separators and nothing between them" in refusal(b",,,\n,,\n")


@pytest.mark.parametrize("data", [b"a,b", b"a,b\n", b"a,b\n\n,\n"])
def test_read_table_refuses_a_header_alone(data: bytes) -> None:
    assert refusal(data) == "The file has a header but no rows below it. Fill in at least one row."


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ("Name\nGrüße\n".encode("latin-1"), "byte 8 is not valid UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "is not valid UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"a,b\n1,\x002\n", "NUL bytes"),
        (codecs.BOM_UTF32_LE + PLAIN.encode("utf-32-le"), "NUL bytes"),
        (b"PK\x03\x04rest of a workbook", "spreadsheet workbook"),
        (b"\xd0\xcf\x11\xe0rest of an old workbook", "spreadsheet workbook"),
    ],
)
def test_read_table_refuses_what_it_cannot_decode(data: bytes, part: str) -> None:
    assert part in refusal(data)


@pytest.mark.parametrize("data", [b'a,b\n1,2\n3,"never closed\n4,5\n', b'a,b\n1,2\n"x"y,3\n'])
def test_read_table_refuses_broken_quotes_by_row(data: bytes) -> None:
    assert refusal(data).startswith("Row 3 cannot be read: a quotation mark")


def test_read_table_refuses_rows_wider_than_the_header_all_together() -> None:
    assert refusal(b"a,b\n1,2,3\n1,2,,\n1,2,,4\n").startswith(
        "More values than the header has columns: row 2, 4. Put quotation marks"
    )


def test_read_table_holds_its_caps() -> None:
    full = b"a\n" + b"1\n" * MAX_ROWS
    wide = ",".join(f"c{number}" for number in range(MAX_COLUMNS)).encode()

    assert len(read_table(full).rows) == MAX_ROWS
    assert len(read_table(wide + b"\n1\n").header) == MAX_COLUMNS
    assert read_table(b"a,b\n1," + b"x" * MAX_CELL_CHARS).rows[0].value("b") == "x" * MAX_CELL_CHARS
    assert "more than 5,000 rows" in refusal(full + b"1\n")
    assert "more than 5,000 rows" in refusal(b"a\n" + b"\n" * MAX_ROWS + b"1\n")
    assert "more than 200 columns" in refusal(wide + b",c\n1\n")
    assert "Row 2 has a cell longer than 100,000" in refusal(b"a,b\n1," + b"x" * (MAX_CELL_CHARS + 1))
    assert "Row 2 cannot be read" in refusal(b"a,b\n1," + b"x" * 200_000)
    assert "larger than 2,048 kB" in refusal(b"a" * (MAX_BYTES + 1))


@given(st.binary(max_size=300))
def test_read_table_reads_or_refuses_any_bytes(data: bytes) -> None:
    try:
        table = read_table(data)
    except InvalidInput as refused:
        assert list(refused.fields) == ["file"]
    else:
        assert table.rows


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")), min_size=1, max_size=8
    )
)
def test_read_table_gives_back_any_text_a_spreadsheet_quotes(cells: list[str]) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    data = "id,copy\n" + "".join(f"k,{cell}\n" for cell in quoted)

    table = read_table(data.encode())

    assert [row.cells["copy"] for row in table.rows] == cells

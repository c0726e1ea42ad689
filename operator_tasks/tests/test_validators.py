"""An uploaded proof is what its content says, whatever its name says, and holds nothing but the picture."""

import hashlib
import io
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from operator_tasks.validators import CleanFile, clean_proof_file

MOST = 1024 * 1024


def clean(data: bytes, name: str = "proof.png") -> CleanFile:
    return clean_proof_file(SimpleUploadedFile(name, data), most_bytes=MOST)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (6, 4), **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, kind, **options)
    return out.getvalue()


def camera_notes() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    return exif


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        ("PNG", "RGBA", ("image/png", ".png")),
        ("PNG", "P", ("image/png", ".png")),
        ("JPEG", "RGB", ("image/jpeg", ".jpg")),
        ("JPEG", "CMYK", ("image/jpeg", ".jpg")),
        ("JPEG", "L", ("image/jpeg", ".jpg")),
        ("WEBP", "RGB", ("image/webp", ".webp")),
        ("GIF", "P", ("image/gif", ".gif")),
    ],
)
def test_picture_comes_back_encoded_anew_whatever_its_name_says(kind, mode, expected):
    cleaned = clean(picture(kind, mode), "invoice.exe")

    assert (cleaned.content_type, cleaned.suffix, cleaned.label) == (*expected, "invoice.exe")
    with Image.open(io.BytesIO(cleaned.data)) as image:
        assert (image.format, image.size) == (kind, (6, 4))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_camera_notes_with_the_place_are_dropped(kind):
    data = picture(kind, exif=camera_notes())
    assert b"secret place" in data

    assert b"secret place" not in clean(data).data
    with Image.open(io.BytesIO(clean(data).data)) as image:
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("GIF", "P")])
def test_comments_in_a_picture_are_dropped(kind, mode):
    data = picture(kind, mode, comment=b"<script>secret</script>")
    assert b"secret" in data

    assert b"secret" not in clean(data).data


def test_what_is_hidden_behind_a_picture_is_dropped():
    assert b"secret" not in clean(picture("PNG") + b"<html>secret</html>").data


def test_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    with Image.open(io.BytesIO(clean(picture("JPEG", exif=exif)).data)) as image:
        assert image.size == (4, 6)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_camera_notes_that_make_no_sense_do_no_harm(kind):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret"
    # The text now claims to be a position, which has to be a number.
    data = picture(kind, exif=exif).replace(b"\x01\x0e\x00\x02", b"\x01\x1e\x00\x02")

    with suppress(ValidationError):
        assert clean(data).data


def test_pdf_is_kept_as_it_is():
    cleaned = clean(b"%PDF-1.7\n%%EOF", "report.pdf")

    assert cleaned == CleanFile(
        b"%PDF-1.7\n%%EOF",
        "application/pdf",
        ".pdf",
        "report.pdf",
        hashlib.sha256(b"%PDF-1.7\n%%EOF").hexdigest(),
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"x" * MOST, "too_large"),
        (b"<html></html>", "foreign"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "foreign"),
        (b"BM" + b"\x00" * 60, "foreign"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "foreign"),
        (b"PK\x03\x04", "foreign"),
        (picture("TIFF"), "foreign"),
        (picture("PNG", "RGB", (400, 400))[:120], "foreign"),
        (picture("PNG", "1", (7000, 7000)), "too_large"),
    ],
    ids=["empty", "large", "html", "broken", "bitmap", "svg", "zip", "tiff", "cut short", "many pixels"],
)
def test_anything_else_is_refused(data, code):
    with pytest.raises(ValidationError) as caught:
        clean(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\omar\\shot.png", "shot.png"),
        ("my\u202eshot\x07.png", "myshot.png"),
        ("\ud800.png", "png"),
        (" . ", "proof"),
        ("x" * 400 + ".png", "x" * 150),
    ],
)
def test_name_becomes_a_label_only(name, label):
    file = SimpleUploadedFile("proof.png", picture("PNG"))
    file._name = name

    assert clean_proof_file(file, most_bytes=MOST).label == label

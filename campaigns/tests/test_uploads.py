"""What goes out with a post is judged by its content; pictures and PDFs are tested with the proofs of work."""

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.uploads import CleanFile, CleanFilm, clean_asset, clean_document, content_of

MOST = 1024 * 1024


def film(brand: bytes = b"isom") -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00" + b"moving pictures" * 40


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (6, 4), 1).save(out, kind)
    return out.getvalue()


def sent(data: bytes, name: str = "post.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("brand", "kind"),
    [
        (b"isom", ("video/mp4", ".mp4")),
        (b"iso6", ("video/mp4", ".mp4")),
        (b"mp42", ("video/mp4", ".mp4")),
        (b"qt  ", ("video/quicktime", ".mov")),
    ],
)
def test_a_film_is_kept_as_it_came(brand, kind):
    data = film(brand)

    clean = clean_asset(sent(data, "../Spring.exe"), most_bytes=MOST)

    assert isinstance(clean, CleanFilm)
    assert (clean.content_type, clean.suffix) == kind
    assert (clean.label, clean.sha256) == ("Spring.exe", hashlib.sha256(data).hexdigest())
    assert content_of(clean).read() == data


def test_pictures_and_documents_may_go_out_too():
    kinds = [clean_asset(sent(data), most_bytes=MOST) for data in (picture(), b"%PDF-1.7 carousel")]

    assert [(type(clean), clean.content_type) for clean in kinds] == [
        (CleanFile, "image/png"),
        (CleanFile, "application/pdf"),
    ]


@pytest.mark.parametrize(
    "data",
    [b"<svg onload=alert(1)>", b"MZ\x90", film(b"heic"), film(b"avif"), b"ftypisom", b"\x00\x00\x00\x18ftyp"],
)
def test_anything_else_is_refused(data):
    with pytest.raises(ValidationError, match="or a film"):
        clean_asset(sent(data, "post.mp4"), most_bytes=MOST)


@pytest.mark.parametrize(("data", "sentence"), [(b"", "is empty"), (b"x" * (MOST + 1), "larger than 1 MB")])
def test_empty_and_too_large_files_are_refused(data, sentence):
    with pytest.raises(ValidationError, match=sentence):
        clean_asset(sent(data), most_bytes=MOST)


def test_a_film_is_no_document():
    with pytest.raises(ValidationError, match="or a PDF"):
        clean_document(sent(film()), most_bytes=MOST, nameless="proof")

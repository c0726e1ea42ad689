"""What goes out with a post is judged by its content; pictures and PDFs are tested with the proofs of work."""

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageSequence

from campaigns import uploads
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


# -- pictures that go out look as they were made -----------------------------------------------------------------
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LENGTHS = [100, 120, 140, 160]


def drawn(at: int, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else (10, 20, 30))
    ImageDraw.Draw(image).rectangle((at * 8, 5, at * 8 + 15, 20), fill=(255, 40 * at, 0, 255)[: len(mode)])
    return image


def moving(kind: str, mode: str = "RGB", **options) -> bytes:
    first, *others = [drawn(at, mode) for at in range(len(LENGTHS))]
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=others, duration=LENGTHS, loop=3, **options)
    return out.getvalue()


def held_sideways() -> Image.Exif:
    """The notes of a camera that was turned, with its place."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8825] = 6, "secret place", {1: "N", 2: (52.0, 31.0, 12.0)}
    return exif


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def cleaned(data: bytes) -> bytes:
    clean = clean_asset(sent(data), most_bytes=MOST)
    assert isinstance(clean, CleanFile)
    assert clean.sha256 == hashlib.sha256(clean.data).hexdigest()
    return clean.data


def shown(data: bytes) -> list[tuple[Image.Image, float]]:
    """What an animation shows, on black, and for how many milliseconds."""
    with Image.open(io.BytesIO(data)) as image:
        frames = []
        for frame in ImageSequence.Iterator(image):
            frame.load()
            on_black = Image.alpha_composite(Image.new("RGBA", frame.size, "black"), frame.convert("RGBA"))
            frames.append((on_black.convert("RGB"), frame.info.get("duration", 0)))
        return frames


def differs_by(one: Image.Image, other: Image.Image) -> int:
    return max(
        most for _least, most in ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    )


@pytest.mark.parametrize(
    ("kind", "mode", "options", "tolerance"),
    [
        ("GIF", "RGB", {}, 0),
        ("GIF", "RGBA", {"disposal": 2}, 0),
        ("PNG", "RGBA", {}, 0),
        ("WEBP", "RGB", {"quality": 100}, 60),
        ("WEBP", "RGBA", {"lossless": True}, 60),
    ],
)
def test_an_animation_keeps_its_pictures_their_time_and_how_often_it_runs(kind, mode, options, tolerance):
    data = moving(kind, mode, **options)

    clean = cleaned(data)

    before, after = shown(data), shown(clean)
    with Image.open(io.BytesIO(clean)) as image:
        assert (image.format, image.n_frames, image.info["loop"]) == (kind, len(LENGTHS), 3)
    assert [length for _frame, length in after] == LENGTHS
    assert [differs_by(old, new) <= tolerance for (old, _), (new, _) in zip(before, after, strict=True)] == [
        True
    ] * len(LENGTHS)


def test_an_animation_that_runs_once_runs_once():
    first, second = drawn(0), drawn(1)
    data = encoded(first, "GIF", save_all=True, append_images=[second], duration=100)

    with Image.open(io.BytesIO(cleaned(data))) as image:
        assert (image.n_frames, "loop" in image.info) == (2, False)


def test_the_picture_of_an_animation_where_it_cannot_move_is_kept():
    data = moving("PNG", default_image=True)

    with Image.open(io.BytesIO(cleaned(data))) as image:
        assert (image.n_frames, image.info["default_image"]) == (4, True)
    assert [length for _frame, length in shown(cleaned(data))] == [0, *LENGTHS[:3]]


@pytest.mark.parametrize(
    ("kind", "options"), [("GIF", {"comment": b"secret"}), ("WEBP", {"exif": held_sideways()})]
)
def test_an_animation_tells_nothing_else(kind, options):
    data = moving(kind, **options)
    assert b"secret" in data

    clean = cleaned(data)

    assert b"secret" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert (image.n_frames, dict(image.getexif())) == (len(LENGTHS), {})


@pytest.mark.parametrize(("limit", "most"), [("MOST_MOVING_PIXELS", 60 * 40 * 3), ("MOST_FRAMES", 3)])
@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_beyond_the_limits_is_refused(monkeypatch, kind, limit, most):
    monkeypatch.setattr(uploads, limit, most)

    with pytest.raises(
        ValidationError, match="too long or too large; send one with fewer or smaller"
    ) as caught:
        clean_asset(sent(moving(kind)), most_bytes=MOST)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_colour_profile_and_is_upright_without_the_notes_of_its_camera(kind):
    data = encoded(drawn(2), kind, exif=held_sideways(), icc_profile=PROFILE)
    assert b"secret place" in data

    clean = cleaned(data)

    assert b"secret place" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert (image.size, image.info["icc_profile"], dict(image.getexif())) == ((40, 60), PROFILE, {})


def test_an_animation_keeps_its_colour_profile():
    with Image.open(io.BytesIO(cleaned(moving("WEBP", icc_profile=PROFILE)))) as image:
        assert (image.n_frames, image.info["icc_profile"]) == (len(LENGTHS), PROFILE)


def test_a_photo_is_encoded_finely():
    clean = cleaned(encoded(drawn(2), "JPEG", quality=100, subsampling=0))

    with (
        Image.open(io.BytesIO(clean)) as image,
        Image.open(io.BytesIO(encoded(drawn(2), "JPEG", quality=95))) as fine,
    ):
        assert image.quantization == fine.quantization
        assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3


def test_a_photo_with_a_second_picture_behind_it_is_its_first_picture():
    first, second = drawn(0), drawn(3, size=(30, 20))
    data = encoded(
        first,
        "MPO",
        save_all=True,
        append_images=[second],
        quality=95,
        subsampling=0,
        exif=held_sideways(),
        icc_profile=PROFILE,
    )
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        assert (image.format, image.n_frames) == ("MPO", 2)

    clean = clean_asset(sent(data, "IMG_0001.jpg"), most_bytes=MOST)

    assert isinstance(clean, CleanFile)
    assert (clean.content_type, clean.suffix, clean.label) == ("image/jpeg", ".jpg", "IMG_0001.jpg")
    with Image.open(io.BytesIO(clean.data)) as image:
        assert (image.format, image.size, image.info["icc_profile"]) == ("JPEG", (40, 60), PROFILE)
        assert dict(image.getexif()) == {}
        assert differs_by(image, first.transpose(Image.Transpose.ROTATE_270)) < 60


def test_a_kind_that_the_library_makes_of_another_is_foreign(monkeypatch):
    monkeypatch.setattr(uploads, "WITH_MORE_BEHIND", {})
    data = encoded(drawn(0), "MPO", save_all=True, append_images=[drawn(1)])

    with pytest.raises(ValidationError, match="Send a picture") as caught:
        clean_asset(sent(data), most_bytes=MOST)
    assert caught.value.code == "foreign"


@pytest.mark.filterwarnings("ignore:Invalid APNG")
@pytest.mark.parametrize("place", range(0, 400, 7))
@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_damaged_animation_is_refused_or_read_and_nothing_else(kind, place):
    whole = moving(kind)
    for data in (
        whole[:place],
        whole[:place] + b"\xff" + whole[place + 1 :],
        whole[:place] + whole[place + 3 :],
    ):
        try:
            assert cleaned(data) != b""
        except ValidationError as refusal:
            assert refusal.code in {"foreign", "empty", "too_large"}

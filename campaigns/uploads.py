"""What an uploaded file may be: judged by its content, never by its name."""

import hashlib
import io
import re
import struct
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MOST_PIXELS = 40_000_000
# All frames of a moving picture together: they are in memory at once, as a still picture and its upright copy are.
MOST_MOVING_PIXELS = 2 * MOST_PIXELS
MOST_FRAMES = 1000
# Image types are encoded again, which drops location data and anything hidden behind the picture.
IMAGE_TYPES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "WEBP": ("image/webp", ".webp"),
    "GIF": ("image/gif", ".gif"),
}
# A photo with a second picture behind it, as phones make them, is read as a kind of its own. Its first is the photo.
WITH_MORE_BEHIND = {"MPO": "JPEG"}
# What a picture needs to look the same; comments, places and names are not among it.
KEPT_INFO = {"transparency", "background", "duration", "loop"}
# What goes out must look as it was made: the platform will encode it once more.
QUALITY: dict[str, dict[str, Any]] = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"quality": 95}}
# All the ways in which the library gives up on damaged pictures, most of them by accident.
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)
# The frames of a GIF are drawn over one another; where they are see-through, the one before must be wiped first.
GIF_KEEP, GIF_WIPE = 1, 2
PDF = ("application/pdf", ".pdf")
MP4, MOV = ("video/mp4", ".mp4"), ("video/quicktime", ".mov")
# Major brands of the first box of a film. Others of the family, such as HEIC and AVIF, are pictures.
MP4_BRANDS = frozenset({b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VP", b"MSNV", b"dash", b"f4v "})
MOV_BRAND = b"qt  "


@dataclass(frozen=True)
class CleanFile:
    """A file that is safe to keep: its bytes, type, suffix, and the name the person gave it."""

    data: bytes
    content_type: str
    suffix: str
    label: str
    sha256: str


@dataclass(frozen=True)
class CleanFilm:
    """A film, which is kept as it came: too large to hold in memory, and never shown inside our pages."""

    file: File
    content_type: str
    suffix: str
    label: str
    sha256: str


def clean_document(file: UploadedFile, *, most_bytes: int, nameless: str) -> CleanFile:
    """A picture, encoded anew, or a PDF, as it came. Refuses empty, too large, unreadable or foreign files."""
    _refuse_size(file, most_bytes)
    foreign = _("Send a picture (PNG, JPEG, WebP, GIF) or a PDF.")
    return _document(file, foreign, nameless)


def clean_asset(file: UploadedFile, *, most_bytes: int) -> CleanFile | CleanFilm:
    """What is to be published: a picture, encoded anew, a PDF, or a film (MP4, MOV), as they came.

    A film keeps what its camera wrote into it, place and time among it. Refuses empty, too large, unreadable or
    foreign files.
    """
    _refuse_size(file, most_bytes)
    kind = _film_type(file.read(12))
    file.seek(0)
    if kind is None:
        foreign = _("Send a picture (PNG, JPEG, WebP, GIF), a PDF, or a film (MP4, MOV).")
        return _document(file, foreign, "asset")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return CleanFilm(file, *kind, clean_label(file.name or "asset", "asset"), digest.hexdigest())


def content_of(clean: CleanFile | CleanFilm) -> File:
    """What a storage keeps."""
    return clean.file if isinstance(clean, CleanFilm) else ContentFile(clean.data)


def _refuse_size(file: UploadedFile, most_bytes: int) -> None:
    if not file.size:
        raise ValidationError(_("The file is empty; choose another."), code="empty")
    if file.size > most_bytes:
        raise ValidationError(
            _("The file is larger than %(most)d MB; send a smaller one.")
            % {"most": most_bytes // 1024 // 1024},
            code="too_large",
        )


def _document(file: UploadedFile, foreign: str, nameless: str) -> CleanFile:
    data = file.read()
    if data.startswith(b"%PDF-"):
        content_type, suffix = PDF
    else:
        data, content_type, suffix = _encoded_again(data, foreign)
    label = clean_label(file.name or nameless, nameless)
    return CleanFile(data, content_type, suffix, label, hashlib.sha256(data).hexdigest())


def _film_type(head: bytes) -> tuple[str, str] | None:
    """The kind of film that the first box of a file names; nothing where it is none."""
    if len(head) < 12 or head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand == MOV_BRAND:
        return MOV
    return MP4 if brand in MP4_BRANDS or brand.startswith(b"iso") else None


def _encoded_again(data: bytes, foreign: str) -> tuple[bytes, str, str]:
    try:
        with Image.open(io.BytesIO(data), formats=list(IMAGE_TYPES)) as image:
            kind = WITH_MORE_BEHIND.get(str(image.format), str(image.format))
            if kind not in IMAGE_TYPES:
                raise ValidationError(foreign, code="foreign")
            _refuse_pixels(image)
            frames = [_clean_frame(image)] if kind == "JPEG" else _clean_frames(image)
            out = io.BytesIO()
            frames[0].save(out, format=kind, **_how_to_encode(kind, image.info, frames))
    except UNREADABLE as error:
        raise ValidationError(foreign, code="foreign") from error
    content_type, suffix = IMAGE_TYPES[kind]
    return out.getvalue(), content_type, suffix


def _refuse_pixels(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(_("The picture has too many pixels; send a smaller one."), code="too_large")


def _clean_frames(image: Image.Image) -> list[Image.Image]:
    """All frames, each as it is shown; they are counted while they are read, before each is unpacked."""
    frames: list[Image.Image] = []
    pixels = 0
    for frame in ImageSequence.Iterator(image):
        _refuse_pixels(frame)
        pixels += frame.width * frame.height
        if len(frames) == MOST_FRAMES or pixels > MOST_MOVING_PIXELS:
            raise ValidationError(
                _("The animation is too long or too large; send one with fewer or smaller pictures."),
                code="too_large",
            )
        frames.append(_clean_frame(frame))
    return frames


def _clean_frame(image: Image.Image) -> Image.Image:
    image.load()
    upright = _upright(image)
    upright.info = {name: upright.info[name] for name in KEPT_INFO & upright.info.keys()}
    return upright


def _how_to_encode(kind: str, info: dict[Any, Any], frames: list[Image.Image]) -> dict[str, Any]:
    options: dict[str, Any] = dict(QUALITY.get(kind, {}))
    if info.get("icc_profile"):
        options["icc_profile"] = info["icc_profile"]
    if len(frames) == 1:
        return options
    # A PNG may show a picture of its own where it cannot move; that one has no place in the time.
    stands_apart = bool(info.get("default_image"))
    options |= {
        "save_all": True,
        "append_images": frames[1:],
        "duration": [frame.info.get("duration", 0) for frame in frames[stands_apart:]],
    }
    if "loop" in info:
        options["loop"] = info["loop"]
    if kind == "PNG":
        options["default_image"] = stands_apart
    if kind == "GIF":
        options["disposal"] = GIF_WIPE if any(_is_see_through(frame) for frame in frames) else GIF_KEEP
    return options


def _is_see_through(frame: Image.Image) -> bool:
    """Whether a pixel really is; that one could be makes the frames of a GIF many times as large."""
    return frame.has_transparency_data and frame.copy().convert("RGBA").getchannel("A").getextrema()[0] != 255


def _upright(image: Image.Image) -> Image.Image:
    """The picture as the camera held it; notes of the camera that make no sense are left aside."""
    try:
        return ImageOps.exif_transpose(image)
    except (TypeError, ValueError, struct.error):
        return image.copy()


def clean_label(name: str, nameless: str) -> str:
    """The name as a label only: no path, no control or direction marks, at most 150 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    return shown[:150] or nameless

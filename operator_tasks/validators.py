"""What an uploaded proof may be: judged by its content, never by its name."""

import hashlib
import io
import re
import struct
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
# Image types are encoded again, which drops location data and anything hidden behind the picture.
IMAGE_TYPES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "WEBP": ("image/webp", ".webp"),
    "GIF": ("image/gif", ".gif"),
}
# What a picture needs to look the same; comments, places and names are not among it.
KEPT_INFO = {"transparency", "background", "duration", "loop"}
PDF = ("application/pdf", ".pdf")


@dataclass(frozen=True)
class CleanFile:
    """A proof file that is safe to keep: its bytes, type, suffix, and the name the person gave it."""

    data: bytes
    content_type: str
    suffix: str
    label: str
    sha256: str


def clean_proof_file(file: UploadedFile, *, most_bytes: int) -> CleanFile:
    """Refuse empty, too large, unreadable or foreign files; images come back encoded anew."""
    if not file.size:
        raise ValidationError(_("The file is empty; choose another."), code="empty")
    if file.size > most_bytes:
        raise ValidationError(
            _("The file is larger than %(most)d MB; send a smaller one.")
            % {"most": most_bytes // 1024 // 1024},
            code="too_large",
        )
    data = file.read()
    if data.startswith(b"%PDF-"):
        content_type, suffix = PDF
    else:
        data, content_type, suffix = _encoded_again(data)
    label = _clean_label(file.name or "proof")
    return CleanFile(data, content_type, suffix, label, hashlib.sha256(data).hexdigest())


def _encoded_again(data: bytes) -> tuple[bytes, str, str]:
    foreign = ValidationError(_("Send a picture (PNG, JPEG, WebP, GIF) or a PDF."), code="foreign")
    try:
        with Image.open(io.BytesIO(data), formats=list(IMAGE_TYPES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(
                    _("The picture has too many pixels; send a smaller one."), code="too_large"
                )
            kind = str(image.format)
            image.load()
            upright = _upright(image)
            upright.info = {name: upright.info[name] for name in KEPT_INFO & upright.info.keys()}
            out = io.BytesIO()
            upright.save(out, format=kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise foreign from error
    content_type, suffix = IMAGE_TYPES[kind]
    return out.getvalue(), content_type, suffix


def _upright(image: Image.Image) -> Image.Image:
    """The picture as the camera held it; notes of the camera that make no sense are left aside."""
    try:
        return ImageOps.exif_transpose(image)
    except (TypeError, ValueError, struct.error):
        return image.copy()


def _clean_label(name: str) -> str:
    """The name as a label only: no path, no control or direction marks, at most 150 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    return shown[:150] or "proof"

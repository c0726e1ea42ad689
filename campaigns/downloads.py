"""Files that people uploaded, on their way out: the same answer for pages and programs, which ask who may have them."""

from pathlib import PurePosixPath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from campaigns.models import CalendarItem

# Any other type could carry a script, so it is handed out as plain bytes.
PLAIN_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".pdf": "application/pdf",
}
PLAIN_BYTES = "application/octet-stream"


def suffix_of(file: FieldFile) -> str:
    return PurePosixPath(file.name or "").suffix.lower()


def asset_of(item: CalendarItem) -> FileResponse:
    """The file of an item that has one, as `attachment` hands it out."""
    return attachment(item.asset, item.asset_label or item.title or item.get_platform_display())


def attachment(file: FieldFile, label: str) -> FileResponse:
    """Never shown inside our own pages, never kept by a cache that others share; 404 where the store lost it."""
    suffix = suffix_of(file)
    name = label if label.lower().endswith(suffix) else f"{PurePosixPath(label).stem}{suffix}"
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file is no longer in the store; ask whoever uploaded it.")) from error
    answer = FileResponse(
        opened, as_attachment=True, filename=name, content_type=PLAIN_TYPES.get(suffix, PLAIN_BYTES)
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer

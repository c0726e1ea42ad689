"""Files that people uploaded, handed out only to those who may see what they belong to."""

from pathlib import PurePosixPath

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaigns.models import CalendarItem
from operator_tasks.domain.cockpit import proof_files
from operator_tasks.views.answers import person

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


PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


def is_picture(item: CalendarItem) -> bool:
    """Whether the asset of an item is a picture that a page can show."""
    suffix = PurePosixPath(item.asset.name or "").suffix.lower()
    return (item.asset_type or PLAIN_TYPES.get(suffix, "")) in PICTURES


@login_required
@require_safe
def proof_file(request: HttpRequest, proof_id: int) -> FileResponse:
    proof = get_object_or_404(proof_files(person(request)), pk=proof_id)
    return _attachment(proof.file, proof.file_label)


@login_required
@require_safe
def item_asset(request: HttpRequest, item_id: int) -> FileResponse:
    with_file = CalendarItem.objects.visible_to(request.user).exclude(asset="")
    item = get_object_or_404(with_file, pk=item_id)
    return _attachment(item.asset, item.asset_label or item.title or item.get_platform_display())


def _attachment(file: FieldFile, label: str) -> FileResponse:
    """Never shown inside our own pages, never kept by a cache that others share."""
    suffix = PurePosixPath(file.name or "").suffix.lower()
    name = label if label.lower().endswith(suffix) else f"{PurePosixPath(label).stem}{suffix}"
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file is no longer in the store.") from error
    content_type = PLAIN_TYPES.get(suffix, "application/octet-stream")
    answer = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer

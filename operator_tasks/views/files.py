"""Files that people uploaded, handed out only to those who may see what they belong to."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaigns.downloads import PLAIN_TYPES, asset_of, attachment, suffix_of
from campaigns.models import CalendarItem
from operator_tasks.domain.cockpit import proof_files
from operator_tasks.views.answers import person

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


def is_picture(item: CalendarItem) -> bool:
    """Whether the asset of an item is a picture that a page can show."""
    return (item.asset_type or PLAIN_TYPES.get(suffix_of(item.asset), "")) in PICTURES


@login_required
@require_safe
def proof_file(request: HttpRequest, proof_id: int) -> FileResponse:
    proof = get_object_or_404(proof_files(person(request)), pk=proof_id)
    return attachment(proof.file, proof.file_label)


@login_required
@require_safe
def item_asset(request: HttpRequest, item_id: int) -> FileResponse:
    with_file = CalendarItem.objects.visible_to(request.user).exclude(asset="")
    return asset_of(get_object_or_404(with_file, pk=item_id))

"""Calendar items by hand, and how the API tells them."""

from datetime import UTC, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.calendar import add_item
from campaigns.models import CalendarItem, OperatorAuditLog


def in_days(days: float):
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def told(moment) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def item_in(campaign, by, days=3.0, platform="x", **values) -> CalendarItem:
    return add_item(
        campaign,
        platform=platform,
        content_type="post",
        scheduled_at=in_days(days),
        values=values,
        by=by,
        now=timezone.now(),
    )


def shape(item, **changes) -> dict:
    """An item by hand without a task, as the API tells it."""
    item.refresh_from_db()
    return {
        "id": item.pk,
        "campaign": item.campaign_id,
        "campaign_name": "Spring launch",
        "client": item.campaign.client_id,
        "client_name": "Acme",
        "platform": "x",
        "content_type": "post",
        "account": None,
        "account_handle": None,
        "slot": None,
        "scheduled_at": told(item.scheduled_at),
        "title": "",
        "copy_text": "",
        "asset_ref": "",
        "asset_url": None,
        "asset_label": "",
        "asset_type": "",
        "asset_sha256": "",
        "cta_text": "",
        "theme": "",
        "notes": "",
        "status": "PENDING",
        "task": None,
        "cancelled_at": None,
        "cancel_reason": "",
        "version": item.version,
        "created_at": item.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": item.updated_at.isoformat().replace("+00:00", "Z"),
        **changes,
    }


def trail(item) -> list:
    entries = OperatorAuditLog.objects.filter(entity_type="calendar item", entity_id=item.pk).order_by("pk")
    return list(entries.values_list("action", "via", "actor_label"))


def ids(answer) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def document(name: str = "Carousel.pdf", content: bytes = b"%PDF-1.7 carousel") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)

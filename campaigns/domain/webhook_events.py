"""The outbox of webhooks: what an event says and who is told, written in the transaction of the event.

An event asks once who listens, and where nobody does that is all it costs. A delivery is no business state: its row
is the record of what became of it, so it has no audit entries.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.choices import DeliveryState, WebhookEvent
from campaigns.errors import NotNow
from campaigns.models import Campaign, WebhookDelivery, WebhookEndpoint

# Longer than anybody asks whether a message arrived.
KEPT = timedelta(days=30)
CHUNK = 500
SETTLED = (DeliveryState.DELIVERED, DeliveryState.FAILED)

Told = dict[str, Any]


def listeners(event: WebhookEvent, campaign: Campaign) -> list[WebhookEndpoint]:
    """Who is told of an event of this campaign: webhooks of its client, and those of all clients. One query."""
    meant = Q(client__isnull=True) | Q(client=campaign.client_id)
    in_use = WebhookEndpoint.objects.filter(meant, is_active=True).order_by("pk")
    return [endpoint for endpoint in in_use if event in endpoint.events]


def listeners_by_client(
    event: WebhookEvent, campaigns: Iterable[Campaign]
) -> dict[int, list[WebhookEndpoint]]:
    """Who is told of an event, by the clients of these campaigns, without those of whom nobody is. One query."""
    in_use = WebhookEndpoint.objects.filter(is_active=True).order_by("pk")
    listening = [endpoint for endpoint in in_use if event in endpoint.events]
    found = {
        client: [endpoint for endpoint in listening if endpoint.client_id in (None, client)]
        for client in {campaign.client_id for campaign in campaigns}
    }
    return {client: endpoints for client, endpoints in found.items() if endpoints}


def enter(
    event: WebhookEvent, endpoints: Sequence[WebhookEndpoint], told: Iterable[Told], *, now: datetime
) -> int:
    """One delivery to each endpoint of each thing `told`; return how many. All hear of a thing under one id.

    Belongs in the transaction in which it happens.
    """
    return enter_all(event, [(endpoints, told)], now=now)


def enter_all(
    event: WebhookEvent,
    told_to: Iterable[tuple[Sequence[WebhookEndpoint], Iterable[Told]]],
    *,
    now: datetime,
) -> int:
    """As `enter`, for things of which not the same endpoints are told."""
    each = (_deliveries(event, endpoints, told, now) for endpoints, told in told_to)
    entered, waiting = 0, chain.from_iterable(each)
    while chunk := list(islice(waiting, CHUNK)):
        entered += len(WebhookDelivery.objects.bulk_create(chunk))
    return entered


def _deliveries(
    event: WebhookEvent, endpoints: Sequence[WebhookEndpoint], told: Iterable[Told], now: datetime
) -> Iterable[WebhookDelivery]:
    for data in told:
        message_id = f"msg_{uuid.uuid4().hex}"
        body = json.dumps({"type": event.value, "timestamp": moment(now), "data": data}, ensure_ascii=False)
        for endpoint in endpoints:
            yield WebhookDelivery(
                endpoint=endpoint,
                message_id=message_id,
                event=event.value,
                body=body,
                try_at=now,
                created_at=now,
            )


def campaign_changed(campaign: Campaign, *, before: str, now: datetime) -> None:
    """Tell that a campaign has another status now than `before`."""
    endpoints = listeners(WebhookEvent.CAMPAIGN_STATUS, campaign)
    if endpoints:
        told = {**about_campaign(campaign), "status_before": before, "status": str(campaign.status)}
        enter(WebhookEvent.CAMPAIGN_STATUS, endpoints, [told], now=now)


def about_campaign(campaign: Campaign) -> Told:
    """The campaign and its client, as every message names them."""
    return {
        "campaign": {
            "id": campaign.pk,
            "name": campaign.name,
            "url": link("campaigns:campaign_detail", campaign.pk),
        },
        "client": {"id": campaign.client_id, "name": campaign.client.name},
    }


def link(view: str, *args: object) -> str:
    """The address of a page, for readers outside."""
    return f"{settings.SITE_URL}{reverse(view, args=args)}"


def moment(at: datetime | None) -> str | None:
    """A time as the API writes it: ISO 8601 in UTC, ending in Z."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def enter_test(endpoint: WebhookEndpoint, *, now: datetime) -> WebhookDelivery:
    """A message that says nothing but that it arrives. Refuses a webhook that is off."""
    _refuse_off(endpoint)
    told = {"webhook": {"id": endpoint.pk, "name": endpoint.name}}
    enter(WebhookEvent.TEST, [endpoint], [told], now=now)
    return endpoint.deliveries.filter(event=WebhookEvent.TEST).latest("pk")


def send_again(delivery: WebhookDelivery, *, now: datetime) -> WebhookDelivery:
    """Give a delivered or failed message new attempts, under the same id.

    Refuses one that waits or is being sent, and one of a webhook that is off.
    """
    _refuse_off(delivery.endpoint)
    again = WebhookDelivery.objects.filter(pk=delivery.pk, state__in=SETTLED)
    went = again.update(
        state=DeliveryState.WAITING,
        attempts=0,
        token=None,
        try_at=now,
        answer_status=None,
        error="",
        delivered_at=None,
    )
    delivery.refresh_from_db()
    if not went:
        raise NotNow(
            _("Only what was delivered or has failed can be sent again; this is “%(state)s”.")
            % {"state": delivery.get_state_display()}
        )
    return delivery


def _refuse_off(endpoint: WebhookEndpoint) -> None:
    if not endpoint.is_active:
        raise NotNow(_("The webhook is off; switch it on first."))


def forget_delivered(*, now: datetime) -> int:
    """Forget what was delivered and is older than 30 days; return how many went. Failures stay."""
    old = WebhookDelivery.objects.filter(state=DeliveryState.DELIVERED, created_at__lt=now - KEPT)
    gone, _by_model = old.delete()
    return gone

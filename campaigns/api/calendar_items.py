"""Calendar items: what is to be published where and when."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.calendar_item_shapes import (
    FILTERS,
    CalendarItemAsset,
    CalendarItemChange,
    CalendarItemIn,
    CalendarItemListInput,
    CalendarItemOut,
    CalendarItemSeen,
)
from campaigns.api.door import Door
from campaigns.api.files import FILE, handed_out
from campaigns.api.parsing import JsonParser, UploadParser
from campaigns.choices import ContentType
from campaigns.domain.calendar import add_item, delete_item, edit_item, move_item, restore_item, revise_item
from campaigns.domain.calendar_board import with_post_task
from campaigns.domain.calendar_list import items_matching
from campaigns.domain.item_assets import FIELD, attach_asset, remove_asset
from campaigns.downloads import asset_of
from campaigns.errors import InvalidInput
from campaigns.models import CalendarItem, Campaign

MANAGE = "campaigns.manage_campaigns"
EXAMPLE = OpenApiExample(
    "A post for LinkedIn",
    value={
        "campaign": 1,
        "platform": "linkedin",
        "content_type": "post",
        "scheduled_at": "2026-12-07T09:00:00+01:00",
        "title": "Three signs that your funnel leaks",
        "copy_text": "Most funnels leak at the same three places.",
    },
    request_only=True,
)


class CalendarItemDoor(Door):
    """The calendar of the clients that the person works for; managers plan it."""

    output = CalendarItemOut
    needs = dict.fromkeys(("create", "update", "partial_update", "destroy", "restore", "asset"), MANAGE) | {
        "remove_asset": MANAGE
    }
    versioned = {"restore": True, "asset": True}
    orders = {"scheduled_at": ("scheduled_at", "pk"), "id": ("pk",)}
    default_order = "scheduled_at"

    def rows(self) -> QuerySet[CalendarItem]:
        return with_post_task(CalendarItem.objects.visible_to(self.request.user))

    @extend_schema(
        summary="List calendar items",
        parameters=[CalendarItemListInput],
        responses=CalendarItemOut(many=True),
    )
    def list(self, request: Request) -> Response:
        asked = self.asked(CalendarItemListInput)
        filters = {name: asked[name] for name in FILTERS if name in asked}
        return self.page(items_matching(self.rows(), now=self.now, **filters), asked)

    @extend_schema(
        summary="Plan a post",
        request=CalendarItemIn,
        responses={201: CalendarItemOut},
        examples=[EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        given = _as_stored(self.given(CalendarItemIn))
        campaign = self.found(Campaign.objects.visible_to(request.user), given.pop("campaign"))
        item = add_item(
            campaign,
            platform=given.pop("platform"),
            content_type=given.pop("content_type", ContentType.POST.value),
            scheduled_at=given.pop("scheduled_at"),
            values=given,
            by=self.actor,
            now=self.now,
        )
        return self.told(self.row(str(item.pk)), status=201)

    @extend_schema(summary="Read a calendar item", responses=CalendarItemOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(summary="Change a calendar item", request=CalendarItemChange, responses=CalendarItemOut)
    def update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=False)

    @extend_schema(
        summary="Change a part of a calendar item", request=CalendarItemChange, responses=CalendarItemOut
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=True)

    def _change(self, pk: str, *, partial: bool) -> Response:
        item = self.row(pk)
        given = _as_stored(self.given(CalendarItemChange, partial=partial))
        seen = self.seen_version(given, required=True)
        how: dict[str, Any] = {"by": self.actor, "now": self.now, "seen_version": seen}
        given.pop("version", None)
        to = given.pop("scheduled_at", None)
        if to is None:
            edit_item(item, values=given, **how)
        elif not given:
            move_item(item, to=to, **how)
        else:
            revise_item(item, values=given, to=to, **how)
        return self.told(self.row(pk))

    @extend_schema(
        summary="Take a calendar item out of the plan",
        description="With its open task. It can be restored, and generating again does not bring it back.",
        responses={204: None},
    )
    def destroy(self, request: Request, pk: str) -> Response:
        self._put(delete_item, pk, required=True)
        return Response(status=204)

    @extend_schema(
        summary="Bring a calendar item back with its task",
        request=CalendarItemSeen,
        responses=CalendarItemOut,
    )
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        self._put(restore_item, pk, required=False)
        return self.told(self.row(pk))

    @extend_schema(
        summary="Keep the file that goes out with the post",
        description="In place of the one before; the task shows it at once.",
        request={"multipart/form-data": CalendarItemAsset},
        responses=CalendarItemOut,
    )
    @action(detail=True, methods=["post"], parser_classes=[UploadParser, JsonParser])
    def asset(self, request: Request, pk: str) -> Response:
        item, given = self.row(pk), self.given(CalendarItemAsset)
        seen = self.seen_version(given, required=False)
        try:
            attach_asset(item, given["file"], by=self.actor, now=self.now, seen_version=seen)
        except InvalidInput as error:
            named = {"file" if name == FIELD else name: texts for name, texts in error.fields.items()}
            raise InvalidInput(error.message, named) from error
        return self.told(self.row(pk))

    @extend_schema(
        summary="Download the file of a calendar item",
        description="As an attachment, with the name under which it was uploaded.",
        responses=FILE,
    )
    @asset.mapping.get
    def download_asset(self, request: Request, pk: str) -> FileResponse:
        item = self.found(CalendarItem.objects.visible_to(request.user), pk)
        if not item.asset:
            raise NotFound(_("This calendar item has no file; send one by POST to this address."))
        return handed_out(asset_of, item)

    @extend_schema(
        summary="Take the file of a calendar item away", request=None, responses={200: CalendarItemOut}
    )
    @asset.mapping.delete
    def remove_asset(self, request: Request, pk: str) -> Response:
        self._put(remove_asset, pk, required=True)
        return self.told(self.row(pk))

    def _put(self, verb: Any, pk: str, *, required: bool) -> None:
        item = self.row(pk)
        seen = self.seen_version(self.given(CalendarItemSeen), required=required)
        verb(item, by=self.actor, now=self.now, seen_version=seen)


def _as_stored(given: dict[str, Any]) -> dict[str, Any]:
    """The account under the name by which verbs know it."""
    return {"account_id" if name == "account" else name: value for name, value in given.items()}

"""Filters of the lists that name nothing a person may not see."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import Client

# More names than this are no choice but a second list; links and the search find the others.
MOST_NAMED = 200


class ClientFilter(SimpleListFilter):
    """By client; only the clients this person may see are named, the first two hundred of them."""

    title = _("client")
    parameter_name = "client"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, str]]:
        self._path = model_admin.model.client_path
        self._visible = Client.objects.visible_to(request.user)
        return list(self._visible.order_by("name").values_list("pk", "name")[:MOST_NAMED])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        may_be_seen = chosen.isdecimal() and self._visible.filter(pk=chosen).exists()
        return queryset.filter(**{self._path: chosen}) if may_be_seen else queryset.none()

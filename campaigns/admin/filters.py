"""Filters of the lists that name nothing a person may not see."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import Client


class ClientFilter(SimpleListFilter):
    """By client; only the clients this person may see are named."""

    title = _("client")
    parameter_name = "client"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, str]]:
        self._path = model_admin.model.client_path
        return list(Client.objects.visible_to(request.user).values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {str(key) for key, _name in self.lookup_choices}
        if self.value() is None:
            return queryset
        return queryset.filter(**{self._path: self.value()}) if self.value() in known else queryset.none()

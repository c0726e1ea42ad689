"""A filter of lists by the person who has the work."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.filters import MOST_NAMED
from operator_tasks.domain.people import people_who_work

NOBODY = "nobody"


class PersonFilter(SimpleListFilter):
    """By assignee; people who left still have their finished work, which the search finds."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return [(NOBODY, _("Nobody")), *people_who_work().values_list("pk", "username")[:MOST_NAMED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        if chosen == NOBODY:
            return queryset.filter(assignee=None)
        works_here = chosen.isdecimal() and people_who_work().filter(pk=chosen).exists()
        return queryset.filter(assignee=chosen) if works_here else queryset.none()

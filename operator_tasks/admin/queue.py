"""The queue's own tables, to look at. Their calls are pickled code: they are never loaded, shown or accepted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

# Imported for its effect: it registers the editable pages that are replaced here.
from django_q import admin as _pages_of_the_queue  # noqa: F401
from django_q.models import Failure, OrmQ, Schedule, Success

from campaigns.admin.base import ReadOnlyAdmin

RUN_JOBS = "operator_tasks.run_jobs"
PICKLED = ("args", "kwargs", "result")

for _model in (Failure, OrmQ, Schedule, Success):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


class QueueAdmin(ReadOnlyAdmin):
    scoped = False
    view_permission = RUN_JOBS


@admin.register(Success, Failure)
class QueueResultAdmin(QueueAdmin):
    list_display = ("name", "func", "started", "stopped", "success", "attempt_count")
    search_fields = ("name", "func")
    fields = ("id", "name", "func", "group", "cluster", "started", "stopped", "success", "attempt_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*PICKLED)


@admin.register(OrmQ)
class WaitingAdmin(QueueAdmin):
    list_display = ("id", "key", "lock")
    fields = ("id", "key", "lock")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("payload")


@admin.register(Schedule)
class ScheduleAdmin(QueueAdmin):
    list_display = ("name", "func", "schedule_type", "minutes", "next_run", "repeats")
    search_fields = ("name", "func")
    fields = ("name", "func", "schedule_type", "minutes", "cron", "repeats", "next_run", "cluster")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("args", "kwargs")

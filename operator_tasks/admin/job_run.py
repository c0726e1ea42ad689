"""The ledger of jobs, and the switch that holds all automation."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.display import pretty
from campaigns.admin.hand import Hand
from campaigns.errors import DomainError
from operator_tasks.domain import ledger
from operator_tasks.domain.entering import RUNNABLE, enter_now
from operator_tasks.doorbell import ring
from operator_tasks.models import Automation, JobRun

HOLD, RUNS_JOBS = "campaigns.pause_automation", "operator_tasks.run_jobs"


def _run_again(run: JobRun, _answers: Answers, hand: Hand) -> None:
    ledger.run_again(run, ring=ring, now=hand.now)


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    scoped = False
    verb_actions = (
        VerbAction(
            name="run_again",
            label=gettext_lazy("Run again"),
            permission=RUNS_JOBS,
            verb=_run_again,
            done=gettext_lazy("entered to run again"),
        ),
    )
    list_display = (
        "name",
        "key",
        "state",
        "attempts",
        "created_at",
        "started_at",
        "finished_at",
        "short_error",
    )
    list_filter = ("state",)
    search_fields = ("name", "key", "error")
    ordering = ("-id",)
    fields = (
        "name",
        "key",
        "state",
        "attempts",
        "max_attempts",
        "lease_until",
        "counted",
        "note",
        "error",
        "created_at",
        "started_at",
        "finished_at",
    )

    change_list_template = "admin/job_runs.html"

    def get_urls(self) -> list[Any]:
        run_now = self.admin_site.admin_view(self.run_now)
        return [path("run-now/", run_now, name="operator_tasks_jobrun_run_now"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        jobs = RUNNABLE if request.user.has_perm(RUNS_JOBS) else ()
        return super().changelist_view(request, {**(extra_context or {}), "runnable": jobs})

    def run_now(self, request: HttpRequest) -> HttpResponse:
        """Enter a job for a worker; the list it comes back to shows its run."""
        if not request.user.has_perm(RUNS_JOBS):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:operator_tasks_jobrun_changelist"))
        if request.method != "POST":
            return back
        hand = Hand.of(request)
        try:
            runs = enter_now(request.POST.get("job", ""), ring=ring, by=hand.by, now=hand.now)
        except DomainError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return back
        text = ngettext("%(count)d run is entered.", "%(count)d runs are entered.", len(runs))
        self.message_user(request, text % {"count": len(runs)}, messages.SUCCESS)
        return back

    @admin.display(description=gettext_lazy("error"))
    def short_error(self, row: JobRun) -> str:
        return row.error[:80]

    @admin.display(description=gettext_lazy("counts"))
    def counted(self, row: JobRun) -> str:
        return pretty(row.counts)


@admin.register(Automation)
class AutomationAdmin(ReadOnlyAdmin):
    """One switch: its list page is the switch itself, since its row may not have been written yet."""

    scoped = False
    fields = ("is_paused", "updated_at")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._switch(request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Automation"),
            "opts": self.opts,
            "is_held": ledger.automation_is_paused(),
            "may_switch": request.user.has_perm(HOLD),
        }
        return TemplateResponse(request, "admin/automation.html", context)

    def _switch(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("held")
        if not request.user.has_perm(HOLD):
            raise PermissionDenied
        if wanted not in ("yes", "no"):
            self.message_user(
                request, _("Choose to hold or to release; nothing was changed."), messages.ERROR
            )
            return HttpResponseRedirect(request.path)
        hand = Hand.of(request)
        ledger.set_automation(paused=wanted == "yes", by=hand.by, now=hand.now)
        told = _("All automation is held.") if wanted == "yes" else _("Automation is released.")
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

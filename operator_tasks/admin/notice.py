"""The outbox of mail to our own people: to look at, and to send again what failed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.hand import Hand
from operator_tasks.domain.notices import retry_notice
from operator_tasks.models import Notice


def _send_again(notice: Notice, _answers: Answers, hand: Hand) -> None:
    retry_notice(notice, now=hand.now)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    scoped = False
    verb_actions = (
        VerbAction(
            name="send_again",
            label=gettext_lazy("Send again"),
            permission="operator_tasks.run_jobs",
            verb=_send_again,
            done=gettext_lazy("entered to be sent again"),
        ),
    )
    list_display = ("kind", "user", "key", "state", "attempts", "created_at", "sent_at", "short_error")
    list_filter = ("kind", "state")
    list_select_related = ("user",)
    search_fields = ("user__username", "key")
    date_hierarchy = "created_at"
    fields = ("user", "kind", "key", "state", "attempts", "try_at", "created_at", "sent_at", "error")

    def label_of(self, row: Notice) -> str:
        return f"{row} ({row.user})" if row.user else str(row)

    @admin.display(description=gettext_lazy("error"))
    def short_error(self, row: Notice) -> str:
        return row.error[:80]

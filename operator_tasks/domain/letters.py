"""What a notice says, read at the moment it is sent: only what is still open, in the reader's language and zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db.models import Count, Min, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.actor import MANAGES
from campaigns.choices import CampaignStatus, DigestDays
from campaigns.domain.preferences import preferences_of
from campaigns.models import Preferences
from operator_tasks.choices import NoticeKind, TaskStatus
from operator_tasks.domain.invitation_mail import invitation_mail
from operator_tasks.domain.mail_parts import Unsent, message_id, tidy
from operator_tasks.domain.notices import is_too_late
from operator_tasks.domain.recipients import WORKS
from operator_tasks.models import Notice, OperatorTask, OperatorTaskQuerySet

MOST_LISTED = 20
HELD_FOR = timedelta(minutes=15)

NO_READER = gettext_lazy("The person cannot be mailed any more.")
NOT_WANTED = gettext_lazy("The person has switched this mail off.")
TOO_LATE = gettext_lazy("The day was over before it could be sent.")
NOTHING_OPEN = gettext_lazy("Nothing was open.")
NOT_VISIBLE = gettext_lazy("The person does not work for this client any more.")
HELD = gettext_lazy("The campaign is held.")


@dataclass(frozen=True)
class Line:
    """A task as a mail lists it; never its copy, which may be confidential. Those of the house are never late."""

    title: str
    client: str
    handle: str
    due_at: datetime
    is_of_house: bool
    url: str


@dataclass(frozen=True)
class Part:
    heading: str
    lines: tuple[Line, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class LateClient:
    name: str
    count: int
    oldest: datetime


Words = dict[str, Any]


def compose(notice: Notice, *, now: datetime) -> EmailMultiAlternatives | Unsent:
    """The mail as it is true at `now`, or why there is none. Needs the notice with its user, freshly read."""
    if notice.user is None:
        return invitation_mail(notice, now=now)
    user, chosen = notice.user, preferences_of(notice.user)
    if not user.is_active or not user.email or not user.has_perm(WORKS):
        return Unsent(NO_READER)
    with translation.override(chosen.language or settings.LANGUAGE_CODE), timezone.override(chosen.zone):
        if notice.kind == NoticeKind.DIGEST:
            found = _digest(notice, user, chosen, now)
        else:
            found = _escalation(notice, user, chosen, now)
        return found if isinstance(found, Unsent) else _mail(notice, user, chosen, found, now)


def _mail(
    notice: Notice, user: User, chosen: Preferences, words: Words, now: datetime
) -> EmailMultiAlternatives:
    settings_url = _absolute("operator_tasks:settings_mine")
    subject = " ".join(str(words["subject"]).split())
    shown = {
        **words,
        "subject": subject,
        "now": now,
        "zone": chosen.zone.key,
        "language": translation.get_language(),
        "settings_url": settings_url,
        "board_url": _absolute("operator_tasks:my_day"),
    }
    mail = EmailMultiAlternatives(
        subject,
        tidy(render_to_string(f"mail/{notice.kind}.txt", shown)),
        to=[user.email],
        headers={
            "Message-ID": message_id(notice),
            "Date": format_datetime(now.astimezone(UTC)),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{settings_url}>",
        },
    )
    mail.attach_alternative(render_to_string(f"mail/{notice.kind}.html", shown), "text/html")
    return mail


def _absolute(view: str, *args: Any) -> str:
    return f"{settings.SITE_URL}{reverse(view, args=args)}"


def _digest(notice: Notice, user: User, chosen: Preferences, now: datetime) -> Words | Unsent:
    local = now.astimezone(chosen.zone)
    if chosen.digest == DigestDays.NEVER:
        return Unsent(NOT_WANTED)
    if local.date().isoformat() != notice.key or is_too_late(chosen, local):
        return Unsent(TOO_LATE)
    running = OperatorTask.objects.visible_to(user).filter(campaign__status=CampaignStatus.ACTIVE)
    is_manager = user.has_perm(MANAGES)
    whose = Q(assignee=user) if is_manager else Q(assignee=user) | Q(assignee__isnull=True)
    own = running.filter(whose)
    overdue = _part(_("Overdue"), own.overdue(now), MOST_LISTED)
    today = _part(_("Today"), _today(own, local, now), MOST_LISTED - len(overdue.lines))
    clients = _late_clients(running, now) if is_manager else []
    late = sum(client.count for client in clients)
    if not (overdue.count or today.count or late):
        return Unsent(NOTHING_OPEN)
    return {
        "subject": _digest_subject(overdue.count, today.count, late),
        "parts": [part for part in (overdue, today) if part.count],
        "clients": clients[:MOST_LISTED],
        "more_clients": len(clients[MOST_LISTED:]),
    }


def _digest_subject(overdue: int, today: int, late: int) -> str:
    if overdue and today:
        return _("%(overdue)d overdue, %(today)d today") % {"overdue": overdue, "today": today}
    if overdue:
        return _("%(overdue)d overdue") % {"overdue": overdue}
    if today:
        return _("%(today)d today") % {"today": today}
    return ngettext(
        "%(late)d task of the team is overdue", "%(late)d tasks of the team are overdue", late
    ) % {"late": late}


def _today(tasks: OperatorTaskQuerySet, local: datetime, now: datetime) -> OperatorTaskQuerySet:
    """What is due before the reader's midnight and is not late, tasks of the house among them."""
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=local.tzinfo)
    waiting = tasks.open().exclude(status=TaskStatus.BLOCKED).filter(due_at__lt=midnight.astimezone(UTC))
    return waiting.exclude(due_at__lt=now, system_kind="")


def _part(heading: str, tasks: OperatorTaskQuerySet, most: int) -> Part:
    return Part(heading, tuple(_line(task) for task in tasks.for_list()[:most]), tasks.count())


def _line(task: OperatorTask) -> Line:
    return Line(
        title=task.title,
        client=task.campaign.client.name,
        handle=task.account.handle if task.account else "",
        due_at=task.due_at,
        is_of_house=task.is_system,
        url=_absolute("operator_tasks:task_detail", task.pk),
    )


def _late_clients(tasks: OperatorTaskQuerySet, now: datetime) -> list[LateClient]:
    by_client = tasks.overdue(now).order_by().values_list("campaign__client__name")
    counted = by_client.annotate(late=Count("pk"), oldest=Min("due_at"))
    return [LateClient(*row) for row in counted.order_by("-late", "campaign__client__name")]


def _escalation(notice: Notice, user: User, chosen: Preferences, now: datetime) -> Words | Unsent:
    if not chosen.escalation_mail:
        return Unsent(NOT_WANTED)
    task = OperatorTask.objects.filter(pk=int(notice.key)).select_related("campaign__client").first()
    if task is None or not task.is_open:
        return Unsent(NOTHING_OPEN)
    visible = OperatorTask.objects.visible_to(user)
    if not visible.filter(pk=task.pk).exists():
        return Unsent(NOT_VISIBLE)
    campaign = task.campaign
    if campaign.status != CampaignStatus.ACTIVE or campaign.automation_paused:
        return Unsent(HELD, again_at=now + HELD_FOR)
    late = _part(_("Overdue"), visible.filter(campaign=campaign).overdue(now), MOST_LISTED)
    if not late.count:
        return Unsent(NOTHING_OPEN)
    subject = ngettext(
        "%(count)d task is overdue: %(campaign)s, %(client)s",
        "%(count)d tasks are overdue: %(campaign)s, %(client)s",
        late.count,
    )
    return {
        "subject": subject % {"count": late.count, "campaign": campaign.name, "client": campaign.client.name},
        "parts": [late],
        "campaign": campaign,
        "task_url": _absolute("operator_tasks:task_detail", task.pk),
    }

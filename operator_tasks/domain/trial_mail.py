"""What people try out before they rely on mail: a mail to themselves, and when the next morning mail is due."""

from datetime import UTC, datetime, time, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from campaigns.choices import DigestDays
from campaigns.errors import NotNow
from campaigns.models import Preferences

PAUSE = timedelta(minutes=1)
SATURDAY = 6
# Backends that put mail somewhere other than a mailbox.
_KEPT_HERE = ("console", "dummy", "filebased")


class MailNotSent(NotNow):
    """The mail server did not take it."""


def send_trial_mail(user: User, *, now: datetime, last_at: datetime | None) -> str:
    """Send the person a short mail at once, and return in a sentence where it went.

    `last_at` is when they last did so. Refuses a person without address, a second mail within a minute, and
    says so when the mail server does not take it.
    """
    if not user.email:
        raise NotNow(_("There is no mail address for you. A manager enters it in the admin, under Users."))
    if last_at is not None and now - last_at < PAUSE:
        raise NotNow(_("A test mail was sent less than a minute ago. Look for that one first."))
    subject = _("Test mail of CampaignOps")
    text = _(
        "Mail from CampaignOps reaches you. You asked for this mail in your settings; nothing is to be done."
    )
    try:
        EmailMessage(subject, text, to=[user.email]).send()
    except (SMTPException, OSError) as error:
        sentence = _(
            "The mail server did not take it: %(reason)s. Tell whoever looks after this installation."
        )
        raise MailNotSent(sentence % {"reason": str(error)[:200] or type(error).__name__}) from error
    if mail_stays_here():
        return _("No mail server is set here, so the mail to %(address)s was written to the log.") % {
            "address": user.email
        }
    return _("A test mail is on its way to %(address)s.") % {"address": user.email}


def next_morning(chosen: Preferences, now: datetime) -> datetime:
    """When the person's next morning mail is due, in UTC; for those who want none, when it would be daily."""
    local = now.astimezone(chosen.zone)
    day = local.date() if local.hour < chosen.digest_hour else local.date() + timedelta(days=1)
    while chosen.digest == DigestDays.WORKDAYS and day.isoweekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(chosen.digest_hour), tzinfo=chosen.zone).astimezone(UTC)


def mail_stays_here() -> bool:
    """Whether mail is only written down on this machine, because nobody has set a mail server."""
    return any(word in settings.EMAIL_BACKEND for word in _KEPT_HERE)

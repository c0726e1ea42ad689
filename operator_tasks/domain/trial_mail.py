"""What people try out before they rely on mail: a mail to themselves, and when the next morning mail is due."""

from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from campaigns.domain.preferences import rests_on
from campaigns.domain.tries import give_back_tries, take_try
from campaigns.errors import NotNow
from campaigns.models import Preferences
from operator_tasks.domain.mail_server import MAIL_ERRORS, mail_stays_here

PAUSE = timedelta(minutes=1)
_TRIAL = "trial-mail"


class MailNotSent(NotNow):
    """The mail server did not take it."""


def send_trial_mail(user: User) -> str:
    """Send the person a short mail at once, and return in a sentence where it went.

    Refuses a person without address, a second mail within a minute, from whichever device, and says so when the
    mail server does not take it.
    """
    if not user.email:
        raise NotNow(_("There is no mail address for you. A manager enters it in the admin, under Users."))
    if not take_try(_TRIAL, user, most=1, within=PAUSE):
        raise NotNow(_("A test mail was sent less than a minute ago. Look for that one first."))
    subject = _("Test mail of CampaignOps")
    text = _(
        "Mail from CampaignOps reaches you. You asked for this mail in your settings; nothing is to be done."
    )
    try:
        EmailMessage(subject, text, to=[user.email]).send()
    except MAIL_ERRORS as error:
        give_back_tries(_TRIAL, user, most=1)
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
    while rests_on(chosen, day):
        day += timedelta(days=1)
    return datetime.combine(day, time(chosen.digest_hour), tzinfo=chosen.zone).astimezone(UTC)

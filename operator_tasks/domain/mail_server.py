"""What this installation's way of sending mail may do to whoever sends."""

from smtplib import SMTPException

from django.conf import settings

# What a mail server raises, or an address or subject that no mail can carry, such as one with a line break.
MAIL_ERRORS = (SMTPException, OSError, ValueError)
# Backends that put mail somewhere other than a mailbox.
_KEPT_HERE = ("console", "dummy", "filebased")


def mail_stays_here() -> bool:
    """Whether mail is only written down on this machine, because nobody has set a mail server."""
    return any(word in settings.EMAIL_BACKEND for word in _KEPT_HERE)

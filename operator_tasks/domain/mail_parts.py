"""What every mail of the outbox has: a reason where there is none, an identity, and text without gaps."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise

from operator_tasks.models import Notice

BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Unsent:
    """Why there is nothing to send: for good, or until `again_at`."""

    why: Promise
    again_at: datetime | None = None


def tidy(text: str) -> str:
    """Parts that are not shown leave blank lines behind."""
    return BLANK_LINES.sub("\n\n", text).strip() + "\n"


def message_id(notice: Notice) -> str:
    """The same however often the notice is sent, so that mail programs show a second copy as the first."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<notice.{notice.pk}.{int(notice.created_at.timestamp())}@{host}>"

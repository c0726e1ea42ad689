"""Verbs for API tokens: made, recognised, revoked. The text of a token is known when it is made, never after."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import ApiScope
from campaigns.domain.audit import created, recorded
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import ApiToken

MARK = "cops_"
MOST_TOKENS = 50
DEFAULT_DAYS, MOST_DAYS = 90, 365
# Being used is noted no more often than this, so that reading costs no write.
NOTED_EVERY = timedelta(minutes=1)
_ID_BYTES, _SECRET_BYTES = 4, 32
# What has another form was never made here, and no database need be asked.
_TEXT = re.compile(rf"{MARK}[0-9a-f]{{8}}_[A-Za-z0-9_-]{{43}}")


def create_token(
    user: User, *, name: str, scopes: Sequence[str], days: int = DEFAULT_DAYS, by: Actor, now: datetime
) -> tuple[ApiToken, str]:
    """A new token of the person, and its text, which is not stored and cannot be shown again.

    Lasts `days`, 1 to 365. Refuses other people's, an empty name, unknown scopes, and more than 50 that work.
    """
    if not by.is_system and by.id != user.pk:
        raise NotAllowed(_("Each person makes their own tokens."))
    if not 1 <= days <= MOST_DAYS:
        text = _("A token lasts from 1 to 365 days.")
        raise InvalidInput(text, {"days": [text]})
    if not name.strip():
        text = _("Give the token a name that says which program uses it.")
        raise InvalidInput(text, {"name": [text]})
    if not scopes:
        text = _("Choose at least one scope: %(known)s.") % {"known": ", ".join(ApiScope.values)}
        raise InvalidInput(text, {"scopes": [text]})
    if sum(token.works_at(now) for token in ApiToken.objects.filter(user=user)) >= MOST_TOKENS:
        raise NotNow(_("You have 50 tokens that work; revoke those that no program uses."))
    prefix = MARK + secrets.token_hex(_ID_BYTES)
    text = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    token = ApiToken(
        user=user,
        name=name.strip(),
        prefix=prefix,
        digest=_digest(text),
        scopes=list(scopes),
        expires_at=now + timedelta(days=days),
    )
    return created("api_token.created", token, by=by, now=now), text


def revoke_token(token: ApiToken, *, by: Actor, now: datetime, seen_version: int | None = None) -> ApiToken:
    """From now on nobody gets in with it. Refuses other people's, unless a manager does it, and revoked ones."""
    if not by.is_manager and by.id != token.user_id:
        raise NotAllowed(_("This is another person's token; ask a manager to revoke it."))
    with recorded("api_token.revoked", token, by=by, now=now, seen_version=seen_version) as fresh:
        if fresh.revoked_at is not None:
            raise NotNow(_("This token is revoked already."))
        fresh.revoked_at = now
    return fresh


def token_named_by(text: str, *, now: datetime) -> ApiToken | None:
    """The token of this text with its person; None for what is unknown, expired, revoked, or of one who left."""
    if not _TEXT.fullmatch(text):
        return None
    prefix = text[: len(MARK) + 8]
    token = ApiToken.objects.of_active_people().filter(prefix=prefix).first()
    if token is None or not hmac.compare_digest(token.digest, _digest(text)):
        return None
    return token if token.works_at(now) else None


def note_use(token: ApiToken, *, now: datetime) -> None:
    """Remember that the token was used, to the minute; no state of the business, so no audit entry."""
    if token.last_used_at is not None and now - token.last_used_at < NOTED_EVERY:
        return
    system = Actor.system("api")
    with recorded("api_token.used", token, by=system, now=now) as fresh:
        fresh.last_used_at = max(now, fresh.last_used_at or now)


def _digest(text: str) -> str:
    """A plain digest is enough for 256 random bits; nobody can try them all."""
    return hashlib.sha256(text.encode()).hexdigest()

"""Names to log in with: managers give work by them, so that none may look like another's."""

import re

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput

LONGEST = 150
_ALLOWED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
# What the eye takes for one another in the fonts of screens.
# Single letters first: a pair may be one only after them.
_ALIKE = (
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("_", "-"),
    (".", "-"),
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
)


def look_of(username: str) -> str:
    """What a name looks like at a glance; the same for names that one could take for each other."""
    seen = username.lower()
    for found, same in _ALIKE:
        seen = seen.replace(found, same)
    return seen


def refuse_username(username: str, *, besides: int | None = None) -> None:
    """Refuse a name with other characters than ASCII letters, digits and . _ -, and one that looks like another's.

    `besides` is the key of the person who is to have it.
    """
    text = ""
    if not _ALLOWED.match(username) or len(username) > LONGEST:
        text = _("Use letters from a to z, digits, and . _ - for the name; begin with a letter or digit.")
    else:
        look = look_of(username)
        taken = User.objects.order_by().exclude(pk=besides or 0).values_list("username", flat=True)
        if any(look_of(name) == look for name in taken.iterator()):
            text = _("Somebody here has this name, or one that looks like it. Choose another one.")
    if text:
        raise InvalidInput(text, {"username": [text]})

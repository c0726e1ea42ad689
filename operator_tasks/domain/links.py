"""The web addresses in what people paste and what apps share: often a sentence or two around one link."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.platforms.addresses import refusal

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Copied from an address bar that hides the scheme: the name of a site and a path.
_BARE = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}/\S+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
# What sentences put behind a link.
_AROUND = ".,;:!?)]}'’”»…"


def addresses_in(text: str) -> list[str]:
    """Each web address in the text once, in its order, without the punctuation after it."""
    return list(dict.fromkeys(address.rstrip(_AROUND) for address in _ADDRESS.findall(text)))


def the_link_in(text: str) -> str:
    """The one web address that somebody gave as proof, with `https://` where they left it out.

    A text that is one address stays as it was written, with its mistakes, for `clean_address` to judge.
    Refuses several addresses, and a text without any.
    """
    text = text.strip()
    if _BARE.fullmatch(text):
        return f"https://{text}"
    if not text or _SCHEME.fullmatch(text):
        return text
    found = addresses_in(text)
    if len(found) == 1:
        return found[0]
    if found:
        sentence = ngettext(
            "There is %(count)d link in this text. Paste only the link of the post.",
            "There are %(count)d links in this text. Paste only the link of the post.",
            len(found),
        )
        raise refusal(sentence % {"count": len(found)})
    raise refusal(
        _("There is no link in this. Paste the link of the post, or choose Text under Other proof.")
    )

"""Take a pasted address apart strictly, so that no trick of spelling reaches a rule or a page."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput

MAX_ADDRESS_LENGTH = 2000
_MAX_HOST_LENGTH = 253
_MAX_LABEL_LENGTH = 63
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
# Browsers read these full stops of East Asian scripts as the dot of a host name.
_DOTS = str.maketrans({"\u3002": ".", "\uff61": "."})
# Persian and Indic words need these two invisible characters.
_JOINERS = "\u200c\u200d"
_ENCODED_SLASH = re.compile(r"%(?:2f|5c)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A clean web address; `host` is lower-case and in punycode, `path` has its percent-encoding resolved."""

    raw: str
    scheme: str
    host: str
    path: str
    raw_path: str
    query: str
    fragment: str


def clean_address(url: str) -> Address:
    """The parts of an http(s) address.

    Refuses whitespace (also around the address), control and invisible characters, backslashes, other
    schemes, a user name, a port, a host that is no public name, and more than 2000 characters.
    """
    if not url:
        raise refusal(_("Paste the link of the published post."))
    if len(url) > MAX_ADDRESS_LENGTH:
        raise refusal(
            _("This link is longer than %(most)d characters. Paste a shorter one.")
            % {"most": MAX_ADDRESS_LENGTH}
        )
    if _has_forbidden_character(url):
        raise refusal(_("This link contains a space or an invisible character. Copy and paste it again."))
    parts = _split(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise refusal(_("Paste the full link, starting with https://."))
    if "@" in parts.netloc:
        raise refusal(_("This link contains a user name before the @ sign. Paste the link without it."))
    if ":" in parts.netloc:
        raise refusal(_("This link names a port, which no public page needs. Paste the link without it."))
    path = unquote(parts.path)
    if _ENCODED_SLASH.search(parts.path) or _has_forbidden_control(path):
        raise refusal(_("This link hides characters in its path. Open the post and copy its link again."))
    return Address(
        raw=url,
        scheme=parts.scheme,
        host=_ascii_host(parts.netloc),
        path=path,
        raw_path=parts.path,
        query=parts.query,
        fragment=parts.fragment,
    )


def refusal(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields={"proof_value": [sentence]})


def _has_forbidden_character(url: str) -> bool:
    # Categories C* are control, format, surrogate, private and unassigned characters; Z* are all spaces.
    return "\\" in url or any(unicodedata.category(char)[0] in "CZ" for char in url)


def _has_forbidden_control(path: str) -> bool:
    return any(
        char == "\\" or (unicodedata.category(char) in {"Cc", "Cf"} and char not in _JOINERS) for char in path
    )


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise refusal(
            _("This is not a web address. Open the post, copy its link and paste it here.")
        ) from error


def _ascii_host(netloc: str) -> str:
    if len(netloc) > _MAX_HOST_LENGTH:
        raise refusal(_("The site name in this link is too long to be real. Copy the link again."))
    labels = [_ascii_label(label) for label in netloc.translate(_DOTS).split(".")]
    host = ".".join(labels)
    is_public_name = (
        len(host) <= _MAX_HOST_LENGTH
        and len(labels) > 1
        and all(len(label) <= _MAX_LABEL_LENGTH and _LABEL.fullmatch(label) for label in labels)
        # The last label of an IP address is a number, that of a name never is.
        and labels[-1][0].isalpha()
    )
    if not is_public_name:
        raise refusal(
            _("This link does not lead to a public site. Paste a link with the name of a site in it.")
        )
    return host


def _ascii_label(label: str) -> str:
    """The label as the name system spells it, so that a look-alike letter is visible as such."""
    normal = unicodedata.normalize("NFKC", label).lower()
    return normal if normal.isascii() else "xn--" + normal.encode("punycode").decode("ascii")

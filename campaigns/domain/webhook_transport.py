"""The only way out of the product: one POST to an address that somebody entered, and to nothing inside our network.

The name is looked up once, every address it has must be public, and the connection goes to one of these very
addresses. So a name that changes its answer between the check and the call leads nowhere else. All of it, from the
lookup to the first line of the answer, shares one deadline.
"""

import http.client
import io
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput
from campaigns.words import in_house_words

SECONDS_IN_ALL = 10.0
# How long somebody at a page waits for the lookup of a name.
SECONDS_TO_LOOK_UP = 3.0
MOST_BYTES_READ = 64 * 1024
PORTS = {"https": 443, "http": 80}
# What is called public in IPv6, and the parts of it that carry an IPv4 address of anybody's choice.
HOST = re.compile(r"[a-z0-9_:-][a-z0-9_.:-]*")
PUBLIC_IPV6 = IPv6Network("2000::/3")
CARRIERS = tuple(IPv6Network(text) for text in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48"))

# For protocols between routers; nobody is at home there, whatever Python says of single addresses.
RELAYS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))


class UnfitAddress(InvalidInput):
    """Nothing is ever sent to this address."""

    def __init__(self, text: str) -> None:
        super().__init__(text, {"url": [text]})


# What a call can end in besides an answer.
FAILURES = (OSError, http.client.HTTPException, UnfitAddress, ValueError)


@in_house_words
def why_no_answer(error: Exception) -> str:
    """A failure in words that tell nothing of what a service inside says for itself."""
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (UnfitAddress, _("The address leads nowhere that messages may be sent to.")),
        (TimeoutError, _("No answer came within ten seconds.")),
        (socket.gaierror, _("The name of the address is not known.")),
        (ssl.SSLError, _("The certificate of the address is not valid.")),
        (ConnectionError, _("The connection was refused or broken.")),
        (OSError, _("The address cannot be reached.")),
    )
    fallback = _("What came back is no answer in HTTP.")
    return next((text for kind, text in kinds if isinstance(error, kind)), fallback)


@dataclass(frozen=True)
class Target:
    """Where an address leads: `host` as it is looked up and certified, `path` with its query."""

    is_tls: bool
    host: str
    port: int
    path: str


def refuse_unfit(url: str) -> None:
    """Refuse an address that nothing will be sent to: not https, with a password in it, or inside a network.

    A name that cannot be looked up now passes: it is looked up again whenever something is sent.
    """
    target = _target(url)
    try:
        _addresses(target, SECONDS_TO_LOOK_UP)
    except OSError:
        return


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Send `body` and return the status of the answer, whose text is not read. Follows no redirect.

    Raises one of `FAILURES` where no answer came within ten seconds.
    """
    ends_at = time.monotonic() + SECONDS_IN_ALL
    target = _target(url)
    line = _connected(target, _addresses(target, _left(ends_at)), ends_at)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = PORTS["https" if target.is_tls else "http"]
    connection.sock = _Line(line, ends_at)
    try:
        connection.request("POST", target.path, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()
        line.close()


def _target(url: str) -> Target:
    try:
        parts = urlsplit(url)
        host, port = _host(parts), parts.port
        if port == 0:
            raise ValueError
    except ValueError:  # what cannot be read, and names that no name server could know
        raise UnfitAddress(_("This is not a web address; copy it from the browser.")) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_ALLOW_PRIVATE):
        raise UnfitAddress(_("Start the address with https://; messages are not sent unprotected."))
    if parts.username is not None or parts.password is not None:
        raise UnfitAddress(_("Leave name and password out of the address; messages are signed instead."))
    if not HOST.fullmatch(host):
        raise UnfitAddress(_("This is not a web address; copy it from the browser."))
    path = iri_to_uri(urlunsplit(("", "", parts.path or "/", parts.query, "")))
    return Target(parts.scheme == "https", host, port or PORTS[parts.scheme], str(path))


def _host(parts: SplitResult) -> str:
    """The host as name servers and certificates know it."""
    host = parts.hostname or ""
    return host if ":" in host else host.encode("idna").decode("ascii")


def _addresses(target: Target, seconds: float) -> list[Any]:
    """What the name leads to. Refuses a name of which any address is not public."""
    found = _looked_up(target, seconds)
    if not settings.WEBHOOKS_ALLOW_PRIVATE and not all(is_public(place[4][0]) for place in found):
        raise UnfitAddress(
            _("This address lies inside a private network; give one that can be reached from outside.")
        )
    return found


def _looked_up(target: Target, seconds: float) -> list[Any]:
    """`getaddrinfo` with an end: the system's own may wait for half a minute."""
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError("the name servers did not answer") from None
    if isinstance(found, ValueError):
        raise UnfitAddress(_("This is not a web address; copy it from the browser.")) from None
    if isinstance(found, OSError):
        raise found
    return list(found)


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, and carries no other one inside it."""
    address: IPv4Address | IPv6Address = ip_address(text)
    if isinstance(address, IPv6Address):
        carries = address.scope_id is not None or any(address in network for network in CARRIERS)
        if carries or address not in PUBLIC_IPV6:
            return False
    elif any(address in network for network in RELAYS):
        return False
    unfit = address.is_multicast or address.is_reserved or address.is_private or address.is_unspecified
    return address.is_global and not unfit


def _connected(target: Target, addresses: list[Any], ends_at: float) -> socket.socket:
    """A connection to the first of the addresses that takes one; over TLS the host must prove its name."""
    failed: OSError = ConnectionError("the name has no address")
    for family, kind, protocol, _name, place in addresses:
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(_left(ends_at))
            line.connect(place)
            if not target.is_tls:
                return line
            line.settimeout(_left(ends_at))
            return ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
        except OSError as error:
            line.close()
            failed = error
        except ValueError:  # a name that no certificate can bear
            line.close()
            raise
    raise failed


def _left(ends_at: float) -> float:
    """The seconds that are left; raises where none are."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for this call is over")
    return left


class _Line:
    """A socket as `http.client` wants it, with an end in time and a limit to what is read from it.

    A time-out of a socket begins anew with every byte; this one does not.
    """

    def __init__(self, line: socket.socket, ends_at: float) -> None:
        self._line, self._ends_at = line, ends_at

    def sendall(self, data: Any) -> None:
        self._line.settimeout(_left(self._ends_at))
        self._line.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._line, self._ends_at))

    def close(self) -> None:
        self._line.close()


class _Incoming(io.RawIOBase):
    def __init__(self, line: socket.socket, ends_at: float) -> None:
        self._line, self._ends_at, self._rest = line, ends_at, MOST_BYTES_READ

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left(self._ends_at))
        count = self._line.recv_into(buffer, min(len(buffer), self._rest)) if self._rest else 0
        self._rest -= count
        return count

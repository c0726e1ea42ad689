"""What must be so before anything is started: one instance for a data directory, and a port that is free."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotStart(RuntimeError):
    """The product cannot start here; the text is one plain sentence or two saying what to do."""


@contextmanager
def held_data_dir(data_dir: Path) -> Iterator[None]:
    """Hold the data directory for as long as the block runs; the system releases it even after kill -9.

    Refused (CannotStart) while another instance holds it.
    """
    with (data_dir / "up.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CannotStart(
                f"CampaignOps is already running from {data_dir} (process {file.read().strip() or 'unknown'}). "
                "Stop it first, or set DATA_DIR to another directory."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def require_free_port(host: str, port: int) -> None:
    """Refuse (CannotStart) when the address is not of this machine, or the port is taken or not allowed."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise CannotStart(f"{host} is not an address of this machine. Choose another with --host.") from None
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
            # On some systems only listening shows that somebody else listens already.
            trial.listen()
        except OSError as error:
            raise CannotStart(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use. Stop what uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has. Choose one above 1023 with --port."
    return f"Port {port} of {host} cannot be opened ({error.strerror}). Choose another with --host or --port."

"""Read the moment of publication that some platforms hide in the id of a post."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = {
    "base64url": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "base32sortable": "234567abcdefghijklmnopqrstuvwxyz",
}


class IdAlphabet(StrEnum):
    """How the number behind an id is spelled in an address."""

    DECIMAL = "decimal"
    BASE64URL = "base64url"
    BASE32_SORTABLE = "base32sortable"


@dataclass(frozen=True, slots=True)
class IdTime:
    """Where an id holds its time: the bits above `shift` count ticks since `epoch_ms` (Unix milliseconds)."""

    shift: int
    epoch_ms: int
    ticks_per_second: int
    smallest_id: int


def time_from_id(post_id: str, alphabet: IdAlphabet, scheme: IdTime) -> datetime | None:
    """The moment the id was minted, in UTC; None for an id older than the scheme, which carries no time.

    An id can be invented, so the answer is a hint for a reviewer and can lie far in the future.
    The id must be spelled in the alphabet; ValueError otherwise.
    """
    number = _number(post_id, alphabet)
    if number < scheme.smallest_id:
        return None
    microseconds = (number >> scheme.shift) * 1_000_000 // scheme.ticks_per_second
    return _UNIX_EPOCH + timedelta(milliseconds=scheme.epoch_ms, microseconds=microseconds)


def _number(post_id: str, alphabet: IdAlphabet) -> int:
    if alphabet is IdAlphabet.DECIMAL:
        return int(post_id)
    digits = _DIGITS[alphabet]
    number = 0
    for char in post_id:
        number = number * len(digits) + digits.index(char)
    return number

"""Reads the environment strictly: a wrong value is one clear line, never a surprise later."""

import importlib
import importlib.util
import os
import secrets
import sqlite3
import sys
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; write true or false.")


def env_int(name: str, default: int, *, at_least: int) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}; write a whole number.") from None
    if value < at_least:
        raise ImproperlyConfigured(f"{name} is {value}; the least that works is {at_least}.")
    return value


def env_list(name: str, default: list[str]) -> list[str]:
    raw = os.environ.get(name)
    return default if raw is None else [part.strip() for part in raw.split(",") if part.strip()]


def env_choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = os.environ.get(name, default).strip().lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of {', '.join(allowed)}.")
    return value


def env_time_zone(name: str, default: str) -> str:
    value = os.environ.get(name, default).strip()
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; write an IANA zone such as Europe/Berlin."
        ) from None
    return value


def env_database(name: str, data_dir: Path) -> dict[str, Any]:
    """The default database: SQLite in the data directory, unless the variable names another."""
    url = os.environ.get(name, "").strip() or f"sqlite:///{data_dir / 'campaignops.sqlite3'}"
    try:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        raise ImproperlyConfigured(
            f"{name} cannot be read; write sqlite:////path/to/file or postgres://user:password@host/name."
        ) from None
    engine = config.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3":
        config["OPTIONS"] = sqlite_options()
    elif engine == "django.db.backends.postgresql":
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"connect_timeout": 5}}
    else:
        raise ImproperlyConfigured(
            f"{name} names a database that is not supported; use SQLite or PostgreSQL."
        )
    return config


def sqlite_options() -> dict[str, Any]:
    """Options under which SQLite keeps every acknowledged write and never fails on a busy lock.

    IMMEDIATE takes the write lock before reading; FULL survives a power cut. SQLite before 3.51.3 can corrupt
    a write-ahead log when it is reset (https://sqlite.org/wal.html#walresetbug), so there the journal is
    truncated instead, which is slower and safe.
    """
    journal = "WAL" if sqlite_is_safe_for_wal() else "TRUNCATE"
    return {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
        ),
    }


def sqlite_is_safe_for_wal() -> bool:
    major_minor = sqlite3.sqlite_version_info[:2]
    version = sqlite3.sqlite_version_info
    return (
        version >= (3, 51, 3)
        or (major_minor == (3, 50) and version >= (3, 50, 7))
        or (major_minor == (3, 44) and version >= (3, 44, 6))
    )


def prefer_bundled_sqlite() -> None:
    """Let Django use the newer SQLite of the pysqlite3 package where the linked one has the WAL-reset bug.

    Must run before Django's SQLite backend is imported; without the package the linked one stays.
    """
    if sqlite_is_safe_for_wal() or importlib.util.find_spec("pysqlite3") is None:
        return
    bundled = importlib.import_module("pysqlite3")
    sys.modules["sqlite3"] = bundled
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    globals()["sqlite3"] = bundled


def secret_key(name: str, data_dir: Path, *, debug: bool) -> str:
    """The signing key: from the environment, else the one that first run wrote into the data directory."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    stored = data_dir / "secret_key"
    if stored.is_file():
        return stored.read_text(encoding="ascii").strip()
    if debug:
        return "only-for-debugging-" + "0" * 40
    raise ImproperlyConfigured(
        f"{name} is not set. Set it to 50 random characters, or run `python manage.py up`, which makes one."
    )


def write_secret_key(data_dir: Path) -> None:
    """Make the signing key of a first run; an existing key is never replaced, not even by two runs at once."""
    stored = data_dir / "secret_key"
    if stored.exists():
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    draft = data_dir / f"secret_key.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, stored)
    except FileExistsError:
        return  # another run was first, and its key is the one that counts
    finally:
        draft.unlink()


def data_dir(name: str, base: Path) -> Path:
    """Where everything that is made at run time lives; absolute, whatever directory a command starts in."""
    return Path(os.environ.get(name, "").strip() or base / "data").absolute()


def env_cache(redis_url: str, directory: Path) -> dict[str, Any]:
    """A cache that all processes share: Redis where there is one, else files."""
    if redis_url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
    return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": directory}


def env_email(name: str) -> dict[str, Any]:
    """Settings for sending mail: smtp+tls://user:password@host:587, or file:///a/directory for one file a run."""
    url = os.environ.get(name, "").strip() or "consolemail://"
    wrong = ImproperlyConfigured(
        f"{name} cannot be read; write smtp+tls://user:password@host:587 or file:///path/to/directory, "
        "or leave it empty."
    )
    if url.startswith(("file:", "filemail:")):
        path = unquote(urlsplit(url).path)
        if urlsplit(url).netloc or not path.startswith("/"):
            raise wrong
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": path}
    try:
        config = dict(environ.Env.email_url_config(url))
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        raise wrong from None
    if config["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        if not config["EMAIL_HOST"]:
            raise wrong
        usual = 587 if config.get("EMAIL_USE_TLS") else 465 if config.get("EMAIL_USE_SSL") else 25
        config["EMAIL_PORT"] = config["EMAIL_PORT"] or usual
    return config


def env_site_url(name: str, default: str) -> str:
    """Where people reach the pages, for links outside of them: scheme and host, without a slash at the end."""
    value = os.environ.get(name, "").strip() or default
    try:
        parts = urlsplit(value)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known or set(value) & set("@ \t") or value.rstrip("/") != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(
            f"{name} is {value!r}; write scheme and host, such as https://ops.example.com."
        )
    return value.rstrip("/")


def env_sender(name: str, default: str) -> str:
    """The sender of mail: an address, or a name and an address."""
    value = os.environ.get(name, "").strip() or default
    _person, address = parseaddr(value)
    mailbox, _at, host = address.rpartition("@")
    if not (mailbox and host) or any(sign.isspace() for sign in address) or not value.isprintable():
        raise ImproperlyConfigured(f"{name} is {value!r}; write CampaignOps <ops@example.com>.")
    return value

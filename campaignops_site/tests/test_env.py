"""A wrong value in the environment is one clear line, before anything has started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from campaignops_site import env

BASE_DIR = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("true", True), (" Yes ", True), ("ON", True), ("0", False), ("off", False), ("", False)],
)
def test_env_bool_understands_the_usual_words(monkeypatch, text, value):
    monkeypatch.setenv("FLAG", text)

    assert env.env_bool("FLAG", default=not value) is value


def test_env_list_drops_blanks_and_tells_empty_from_absent(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example , ,b.example,")
    monkeypatch.setenv("EMPTY", "")

    read = (env.env_list("HOSTS", ["x"]), env.env_list("EMPTY", ["x"]), env.env_list("ABSENT", ["x"]))

    assert read == (["a.example", "b.example"], [], ["x"])


def test_env_int_reads_numbers_and_falls_back_when_blank(monkeypatch):
    monkeypatch.setenv("COUNT", " 3 ")
    monkeypatch.setenv("BLANK", " ")

    read = (env.env_int("COUNT", 2, at_least=1), env.env_int("BLANK", 2, at_least=1))

    assert read == (3, 2)


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (lambda: env.env_bool("V", default=True), "maybe", "V is 'maybe'; write true or false."),
        (lambda: env.env_int("V", 2, at_least=1), "two", "V is 'two'; write a whole number."),
        (lambda: env.env_int("V", 2, at_least=1), "0", "V is 0; the least that works is 1."),
        (
            lambda: env.env_choice("V", "text", ("text", "json")),
            "xml",
            "V is 'xml'; write one of text, json.",
        ),
        (
            lambda: env.env_time_zone("V", "UTC"),
            "Berlin",
            "V is 'Berlin'; write an IANA zone such as Europe/Berlin.",
        ),
        (
            lambda: env.env_database("V", Path("data")),
            "mysql://u@h/n",
            "V names a database that is not supported; use SQLite or PostgreSQL.",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(monkeypatch, read, text, sentence):
    monkeypatch.setenv("V", text)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "backend", "place"),
    [
        ("", "console", None),
        ("file:///var/mail%20here", "filebased", "/var/mail here"),
        ("filemail:///var/mail", "filebased", "/var/mail"),
        ("smtp://mail.example:2525", "smtp", ("mail.example", 2525, None, None)),
        ("smtp://mail.example", "smtp", ("mail.example", 25, None, None)),
        ("smtp+tls://ada:s%40cret@mail.example", "smtp", ("mail.example", 587, "ada", "s@cret")),
        ("smtp+ssl://ada:s%40cret@mail.example", "smtp", ("mail.example", 465, "ada", "s@cret")),
    ],
)
def test_env_email_knows_the_log_files_and_servers(monkeypatch, text, backend, place):
    monkeypatch.setenv("EMAIL_URL", text)

    read = env.env_email("EMAIL_URL")

    server = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
    found = {
        "console": lambda: None,
        "filebased": lambda: read["EMAIL_FILE_PATH"],
        "smtp": lambda: tuple(read[name] for name in server),
    }[backend]()
    assert (read["EMAIL_BACKEND"], found) == (f"django.core.mail.backends.{backend}.EmailBackend", place)


@pytest.mark.parametrize(
    "text", ["mail.example", "https://mail.example", "smtp://", "smtp://mail.example:none", "file://mail/box"]
)
def test_env_email_refuses_what_is_no_way_to_send(monkeypatch, text):
    monkeypatch.setenv("EMAIL_URL", text)

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_email("EMAIL_URL")

    assert str(refusal.value) == (
        "EMAIL_URL cannot be read; write smtp+tls://user:password@host:587 or file:///path/to/directory, "
        "or leave it empty."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", "http://127.0.0.1:8000"),
        (" https://ops.example.com/ ", "https://ops.example.com"),
        ("http://[::1]:9000", "http://[::1]:9000"),
    ],
)
def test_env_site_url_is_scheme_and_host(monkeypatch, text, value):
    monkeypatch.setenv("SITE_URL", text)

    assert env.env_site_url("SITE_URL", "http://127.0.0.1:8000") == value


@pytest.mark.parametrize(
    "text",
    [
        "ops.example.com",
        "ftp://ops.example.com",
        "https://",
        "https://ops.example.com:99999",
        "https://ops.example.com/app",
        "https://ops.example.com?x=1",
        "https://ada:secret@ops.example.com",
        "https://ops .example.com",
    ],
)
def test_env_site_url_refuses_the_rest(monkeypatch, text):
    monkeypatch.setenv("SITE_URL", text)

    with pytest.raises(ImproperlyConfigured, match="write scheme and host, such as https://ops"):
        env.env_site_url("SITE_URL", "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "text", ["ops@example.com", "CampaignOps <ops@example.com>", "Büro <ops@example.com>"]
)
def test_env_sender_takes_an_address_with_or_without_a_name(monkeypatch, text):
    monkeypatch.setenv("EMAIL_FROM", text)

    assert env.env_sender("EMAIL_FROM", "x@localhost") == text


@pytest.mark.parametrize("text", ["CampaignOps", "ops@", "@example.com", "A <ops@example.com>\nBcc: x@y.z"])
def test_env_sender_refuses_what_is_no_address(monkeypatch, text):
    monkeypatch.setenv("EMAIL_FROM", text)

    with pytest.raises(ImproperlyConfigured, match=r"write CampaignOps <ops@example\.com>"):
        env.env_sender("EMAIL_FROM", "x@localhost")


def test_env_database_is_sqlite_in_the_data_directory_unless_told_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    config = env.env_database("DATABASE_URL", tmp_path)

    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / "campaignops.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "PRAGMA synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_env_database_reads_a_postgresql_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:s%40cret@db.example:5433/ops")

    config = env.env_database("DATABASE_URL", tmp_path)

    named = {key: config[key] for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")}
    assert named == {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "ada",
        "PASSWORD": "s@cret",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "ops",
    }


def test_write_secret_key_makes_a_private_key_once(tmp_path):
    data_dir = tmp_path / "data"

    env.write_secret_key(data_dir)
    first = env.secret_key("ABSENT", data_dir, debug=False)
    env.write_secret_key(data_dir)

    assert env.secret_key("ABSENT", data_dir, debug=False) == first
    assert len(first) >= 50
    assert (data_dir / "secret_key").stat().st_mode & 0o777 == 0o600


def test_secret_key_of_the_environment_goes_before_the_stored_one(monkeypatch, tmp_path):
    env.write_secret_key(tmp_path)
    monkeypatch.setenv("KEY", "from the environment")

    assert env.secret_key("KEY", tmp_path, debug=False) == "from the environment"


def manage(data_dir: Path, *words: str, **variables: str) -> tuple[int, str]:
    """How `manage.py` ends in a bare environment, and what it says on the error channel."""
    bare = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **variables}
    command = [sys.executable, str(BASE_DIR / "manage.py"), *words]
    ended = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=60)
    return ended.returncode, ended.stderr


def test_manage_without_a_key_says_how_to_get_one_in_one_line(tmp_path):
    told = manage(tmp_path, "check")

    assert told == (
        1,
        "SECRET_KEY is not set. Set it to 50 random characters, or run `python manage.py up`, "
        "which makes one.\n",
    )


def test_up_with_a_wrong_value_ends_in_one_line(tmp_path):
    told = manage(tmp_path, "up", LOG_FORMAT="xml")

    assert told == (1, "LOG_FORMAT is 'xml'; write one of text, json.\n")


def test_up_with_a_data_directory_it_may_not_make_ends_in_one_line(tmp_path):
    (tmp_path / "file").touch()

    told = manage(tmp_path / "file" / "data", "up")

    assert told == (
        1,
        f"{tmp_path / 'file' / 'data'} cannot be used (Not a directory). "
        "Set DATA_DIR to a directory you may write.\n",
    )

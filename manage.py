#!/usr/bin/env python
"""Django's command line for CampaignOps."""

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent

try:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    # A Python without the libraries: `make run` has put them into the virtual environment beside this file.
    own = ROOT / ".venv" / "bin" / "python"
    if not own.exists() or Path(sys.prefix) == own.parent.parent:
        sys.exit("The libraries are not installed here. Run `make venv` once, then try again.")
    os.execv(own, [str(own), *sys.argv])

from campaignops_site.env import data_dir, write_secret_key


def prepare_first_run() -> None:
    """Settings refuse to load without a signing key, so `up` makes it before they are read."""
    directory = data_dir("DATA_DIR", ROOT)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.environ.get("SECRET_KEY"):
            write_secret_key(directory)
    except OSError as error:
        sys.exit(f"{directory} cannot be used ({error.strerror}). Set DATA_DIR to a directory you may write.")


def prepare_restore() -> None:
    """An empty place has no key yet; the one of the backup comes with it, and until then any will do."""
    if not (data_dir("DATA_DIR", ROOT) / "secret_key").exists():
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaignops_site.settings")
    if sys.argv[1:2] == ["up"]:
        prepare_first_run()
    if sys.argv[1:2] == ["restore"]:
        prepare_restore()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except BrokenPipeError:
        # Whoever reads along, such as `head`, has seen enough; what the command did stays done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

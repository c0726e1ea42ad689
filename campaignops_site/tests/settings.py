"""The settings under test: the product's own, with throwaway places for what is written."""

import os
import tempfile
from pathlib import Path

_scratch = tempfile.mkdtemp(prefix="campaignops-tests-")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ["DATA_DIR"] = _scratch
(Path(_scratch) / "static").mkdir()
# Tests empty the cache, and those that run beside each other must not empty each other's.
_server, _worker = os.environ.get("REDIS_URL", ""), os.environ.get("PYTEST_XDIST_WORKER", "")
if _server and _worker:
    os.environ["REDIS_URL"] = f"{_server.rpartition('/')[0]}/{1 + int(_worker.removeprefix('gw')) % 15}"

from campaignops_site.settings import *  # noqa: E402, F403 - the environment must be set before it is read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not os.environ.get("REDIS_URL"):
    CACHES = {
        alias: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for alias in ("default", "q")
    }

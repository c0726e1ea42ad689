"""Static files as they are delivered: one stylesheet instead of forty, one script, named by their content."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.management.base import CommandError
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Stylesheets that pages link to; what these import is delivered inside them.
BUNDLES = ("css/app.css", "css/admin.css")
# What every page runs, in this order, and the file in which it is delivered.
PAGE_SCRIPTS = (
    "js/app.js",
    "js/copy.js",
    "js/keyboard.js",
    "js/proof-queue.js",
    "js/proof-form.js",
    "js/offline.js",
)
SCRIPT_BUNDLE = "js/pages.js"

_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_IMPORT = re.compile(r"@import\s+(?:url\()?\s*[\"']?(?P<part>[^\"')\s]+)[\"']?\s*\)?(?P<rest>[^;]*);")
_LAYER = re.compile(r"layer\(\s*([\w.-]+)\s*\)")
_ADDRESS = re.compile(r"url\(\s*([\"']?)(?![\"']?(?:[a-z]+:|/|#))([^\"')]+)\1\s*\)", re.IGNORECASE)
_COMMENT = re.compile(rf"({_STRING})|/\*.*?\*/", re.DOTALL)
_SCRIPT_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*.*?\*/[ \t]*)\n", re.MULTILINE)
_SPACE = re.compile(rf"({_STRING}|url\([^\"')]*\))|\s*([{{}};,])\s*|\s+", re.DOTALL)

Sources = dict[str, tuple[Any, str]]


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, but for the stylesheets of `BUNDLES`, which take in what they import, and one script.

    Refuses (CommandError, so that `collectstatic` ends with one sentence) what cannot be taken in.
    """

    page_scripts = (SCRIPT_BUNDLE,)

    def post_process(self, paths: Sources, *args: Any, **options: Any) -> Iterator[Any]:
        if not options.get("dry_run"):
            texts = {name: smaller(inlined(name, paths)) for name in BUNDLES}
            texts[SCRIPT_BUNDLE] = joined(PAGE_SCRIPTS, paths)
            paths = {**paths, **{name: self._written(name, text) for name, text in texts.items()}}
        yield from super().post_process(paths, *args, **options)

    def _written(self, name: str, text: str) -> tuple[Any, str]:
        # In place of the copy that collectstatic has just made.
        self.delete(name)
        return self, self.save(name, ContentFile(text.encode()))


def page_scripts() -> tuple[str, ...]:
    """The files of the scripts that every page has, as the configured storage delivers them."""
    names: tuple[str, ...] = getattr(staticfiles_storage, "page_scripts", PAGE_SCRIPTS)
    return names


def joined(names: Sequence[str], paths: Sources) -> str:
    """The scripts as one, without the lines that are comments."""
    return "".join(_SCRIPT_COMMENT.sub("", _read(name, paths, SCRIPT_BUNDLE)) for name in names)


def _read(name: str, paths: Sources, above: str) -> str:
    if name not in paths:
        raise CommandError(f"{above} takes in {name}, which is not there. Add the file or take the line out.")
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


def inlined(name: str, paths: Sources, above: tuple[str, ...] = ()) -> str:
    """The stylesheet with its imports in their places, each inside the layer its import names."""
    if name in above:
        raise CommandError(f"{name} imports itself by way of {above[-1]}. Take one of the imports out.")
    text = without_comments(_read(name, paths, above[-1] if above else "Every page"))

    def part(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), found["part"]))
        layer = _LAYER.fullmatch(found["rest"].strip())
        if found["rest"].strip() and layer is None:
            raise CommandError(
                f"{name} imports {target} with a condition. Write the condition inside that file."
            )
        css = _moved(inlined(target, paths, (*above, name)), target, name)
        return f"@layer {layer[1]}{{{css}}}" if layer else css

    return _IMPORT.sub(part, text)


def _moved(css: str, source: str, target: str) -> str:
    """Relative addresses of `source`, as they read from where `target` lies."""
    here, there = posixpath.dirname(source), posixpath.dirname(target)

    def address(found: re.Match[str]) -> str:
        return f'url("{posixpath.relpath(posixpath.join(here, found[2]), there or ".")}")'

    return css if here == there else _ADDRESS.sub(address, css)


def without_comments(css: str) -> str:
    return _COMMENT.sub(lambda found: found[1] or " ", css)


def smaller(css: str) -> str:
    """The same rules with fewer spaces; strings, addresses and what an operator needs around it stay."""
    return _SPACE.sub(lambda found: found[1] or found[2] or " ", css).replace(";}", "}").strip() + "\n"

"""One stylesheet out of many: the same rules in the same layers, or one clear sentence."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import CommandError

from campaignops_site.static_storage import PAGE_SCRIPTS, inlined, page_scripts, smaller, without_comments

BUNDLED = "campaignops_site.static_storage.BundledStaticFilesStorage"


@pytest.fixture
def sheets(tmp_path):
    """Write stylesheets and give what the storage is given: where each one lies."""

    def write(**texts):
        storage = FileSystemStorage(tmp_path)
        paths = {}
        for name, text in texts.items():
            path = name.replace("__", "/") + ".css"
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
            paths[path] = (storage, path)
        return paths

    return write


def test_imports_stand_in_their_layers_and_order(sheets):
    paths = sheets(
        css__app='@layer a, b; @import url("a.css") layer(a); @import "parts/b.css" layer(b);\n@import url(c.css);',
        css__a="p { color: red }",
        css__parts__b='@import url("../c.css"); q { mask: url("mark.svg") }',
        css__c="i { top: 0 } /* @import url(gone.css); */",
    )

    assert smaller(inlined("css/app.css", paths)) == (
        '@layer a,b;@layer a{p{color: red}}@layer b{i{top: 0}q{mask: url("parts/mark.svg")}}i{top: 0}\n'
    )


@pytest.mark.parametrize(
    ("app", "told"),
    [
        ('@import url("gone.css");', "css/app.css takes in css/gone.css, which is not there."),
        ('@import url("app.css");', "css/app.css imports itself by way of css/app.css."),
        ('@import url("a.css") print;', "css/app.css imports css/a.css with a condition."),
    ],
)
def test_import_that_cannot_be_taken_in_is_one_sentence(sheets, app, told):
    paths = sheets(css__app=app, css__a="")

    with pytest.raises(CommandError, match=re.escape(told)):
        inlined("css/app.css", paths)


@pytest.mark.parametrize(
    ("css", "small"),
    [
        (
            'a::before { content: "  /* not a comment */ ; " }',
            'a::before{content: "  /* not a comment */ ; "}\n',
        ),
        ("a :hover , b  +  c { width: calc( 1px  +  2px ) ; }", "a :hover,b + c{width: calc( 1px + 2px )}\n"),
        ("a/* */b { --x: ; }", "a b{--x:}\n"),
        ("@media (width < 60rem)  and  (hover) { a { x: url( a;b.svg ) } }", None),
    ],
)
def test_making_smaller_keeps_what_matters(css, small):
    made = smaller(without_comments(css))

    assert made == (small or "@media (width < 60rem) and (hover){a{x: url( a;b.svg )}}\n")


def test_collected_stylesheet_is_one_file_under_a_name_of_its_own(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": BUNDLED}}

    call_command("collectstatic", interactive=False, verbosity=0)

    [script] = (tmp_path / "js").glob("pages.*.js")
    lines = script.read_text().splitlines()
    assert [line for line in lines if line.lstrip().startswith(("//", "/*"))] == []
    assert [name for name in PAGE_SCRIPTS if not finders.find(name)] == []
    for name in ("app", "admin"):
        [sheet] = [path for path in (tmp_path / "css").glob(f"{name}.*.css") if path.name != f"{name}.css"]
        text = sheet.read_text()
        assert ("@import" in text, "/*" in text, text.count("{") == text.count("}")) == (False, False, True)
        assert sheet.with_name(f"{sheet.name}.gz").stat().st_size < len(text) / 3


def test_pages_link_one_script_where_it_was_joined(settings):
    apart = page_scripts()
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": BUNDLED}}

    assert (apart, page_scripts()) == (PAGE_SCRIPTS, ("js/pages.js",))

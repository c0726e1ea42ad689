"""Reads and sends admin forms the way a browser does, so that tests see what a person would."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

Fields = dict[str, Any]


class _FormReader(HTMLParser):
    """Collects what a browser would send for the inputs, selects and textareas of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select].append(given.get("value") or "")
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = ""
        elif tag == "input" and name:
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        if given.get("type") in {"submit", "button"}:
            return
        if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
            return
        value = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        if name in self.fields:
            self.fields[name] = [*_listed(self.fields[name]), value]
        else:
            self.fields[name] = value

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            text = self.fields[self._textarea].removeprefix("\n").removeprefix("\r\n")
            self.fields[self._textarea] = text.replace("\n", "\r\n")
            self._textarea = ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def fields_of(response: Any) -> Fields:
    reader = _FormReader()
    reader.feed(response.content.decode())
    return reader.fields


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_url(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_url(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def delete_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])


def edit(browser: Client, row: Any, **changes: Any) -> Any:
    """Open the page of a row, change some fields and save."""
    page = browser.get(change_url(row))
    return browser.post(change_url(row), {**fields_of(page), **changes})


def add(browser: Client, model: Any, **values: Any) -> Any:
    page = browser.get(add_url(model))
    return browser.post(add_url(model), {**fields_of(page), **values})


def act(browser: Client, rows: list[Any], action: str, **answers: Any) -> Any:
    """Choose rows and an action in the list; where a page asks, answer and confirm it."""
    page = browser.post(
        list_url(type(rows[0])),
        {"action": action, "index": 0, "_selected_action": [row.pk for row in rows]},
        QUERY_STRING="bucket=all" if type(rows[0]).__name__ == "OperatorTask" else "",
    )
    if page.status_code != 200:
        return browser.get(page.url)
    return confirm(browser, page, **answers)


def confirm(browser: Client, page: Any, **answers: Any) -> Any:
    return browser.post(page.request["PATH_INFO"], {**fields_of(page), **answers}, follow=True)


def told(response: Any) -> list[str]:
    """The messages that the page shows."""
    return [str(message) for message in response.context["messages"]]


def errors_of(response: Any) -> dict[str, list[str]]:
    """The form's errors by field."""
    return dict(response.context["adminform"].form.errors)

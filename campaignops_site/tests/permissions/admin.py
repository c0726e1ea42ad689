"""Every act of the admin, asked for by every role; viewers and operators get staff status, which is not enough."""

from django.contrib import admin
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from campaignops_site.tests.permissions.classes import IN, NOT_ALLOWED, NOT_THERE, ROLES, SIGN_IN, Found

# Models whose rows belong to clients, by the name of the key in a world.
SCOPED = {
    "account": "accounts",
    "calendaritem": "calendar-items",
    "campaign": "campaigns",
    "client": "clients",
    "metricentry": "metrics",
    "operatortask": "tasks",
    "sopreport": "sop-reports",
}


def measured(people, own, other) -> dict[str, dict[str, Found]]:
    """`model.list`, `model.add`, `model.view`, `model.change`, `model.delete` and `model.<action>`."""
    found: dict[str, dict[str, Found]] = {}
    for model, page in admin.site._registry.items():
        about_rows = ("view", "change", "delete") if _key(model, own) else ()
        for act in ("list", "add", *about_rows, *(verb.name for verb in _verbs(page))):
            found[f"{model._meta.model_name}.{act}"] = {}
    for role in ROLES:
        browser = Browser()
        if people[role] is not None:
            people[role].is_staff = True
            people[role].save()
            browser.force_login(people[role])
        for model, page in admin.site._registry.items():
            for act, seen in _model(browser, model, page, own, other):
                found[f"{model._meta.model_name}.{act}"][role] = seen
    return found


def _verbs(page):
    return getattr(page, "verb_actions", ())


def _model(browser, model, page, own, other):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listed = browser.get(reverse(f"{name}_changelist"))
    yield "list", (_seen(listed), _seen(listed))
    added = browser.get(reverse(f"{name}_add"))
    yield "add", (_seen(added), _seen(added))
    rows = [_key(model, world) for world in (own, other)]
    if all(rows):
        shown = [_row(browser, f"{name}_change", key) for key in rows]
        yield "view", tuple(_seen(answer) for answer in shown)
        yield "change", tuple(_may(answer, "has_change_permission") for answer in shown)
        yield "delete", tuple(_seen(_row(browser, f"{name}_delete", key)) for key in rows)
    form = (listed.context or {}).get("action_form") if listed.status_code == 200 else None
    offered = {value for value, _label in form.fields["action"].choices} if form else set()
    for verb in _verbs(page):
        allowed = _seen(listed) if _seen(listed) != IN else IN if verb.name in offered else NOT_ALLOWED
        yield verb.name, (allowed, allowed)


def _key(model, world) -> object:
    resource = SCOPED.get(model._meta.model_name)
    if resource:
        return world.keys[resource]
    return model._base_manager.order_by("pk").values_list("pk", flat=True).first()


def _row(browser, name: str, key: object):
    with transaction.atomic():
        answer = browser.get(reverse(name, args=[key]))
        transaction.set_rollback(True)
    return answer


def _may(answer, permission: str) -> str:
    if _seen(answer) != IN:
        return _seen(answer)
    return IN if answer.context[permission] else NOT_ALLOWED


def _seen(answer) -> str:
    if answer.status_code == 302:
        where = answer["Location"]
        return SIGN_IN if where.startswith("/admin/login/") else NOT_THERE
    return {403: NOT_ALLOWED, 404: NOT_THERE}.get(answer.status_code, IN)

"""Who works under load: people with clients of their own, signed in already."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.utils import timezone

from benchmarks import many_tasks
from campaigns.actor import Actor
from campaigns.domain.clients import set_members
from campaigns.models import Client
from operator_tasks.models import OperatorTask

# So many open tasks at most are handed to each operator to be completed.
EACH = 400


def seat(size: int, *, operators: int, managers: int) -> dict[str, Any]:
    """For each person the cookie of a session, and for operators the keys of open tasks of their clients."""
    many_tasks.build(size)
    people = [_person(f"operator{number}", "operator") for number in range(operators)]
    by, now = Actor.system("bench"), timezone.now()
    clients = list(Client.objects.order_by("pk"))
    for place, client in enumerate(clients):
        members = [user.pk for number, user in enumerate(people) if number % len(clients) == place]
        set_members(client, members, by=by, now=now)
    seats = []
    for number, user in enumerate(people):
        posts = OperatorTask.objects.open().filter(task_type="POST").exclude(status="BLOCKED")
        mine = posts.filter(campaign__client=clients[number % len(clients)])
        # Those who share a client take every so many-th of its tasks.
        share, place = -(-operators // len(clients)), number // len(clients)
        keys = mine.order_by("due_at", "id").values_list("pk", flat=True)[: EACH * share]
        seats.append({"session": _session(user), "tasks": list(keys)[place::share]})
    chiefs = [
        {"session": _session(_person(f"chief{number}", "manager", is_staff=True))}
        for number in range(managers)
    ]
    return {"cookie": settings.SESSION_COOKIE_NAME, "operators": seats, "managers": chiefs}


def _person(name: str, role: str, *, is_staff: bool = False) -> User:
    user = User.objects.create_user(name, f"{name}@example.com", is_staff=is_staff)
    user.groups.add(Group.objects.get(name=role))
    return user


def _session(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)

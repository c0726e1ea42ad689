"""What people do all day: operators look at their day, open tasks and complete them; managers look over it all."""

import json
import os
import re
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from locust import HttpUser, between, task

SEATS = json.loads(Path(os.environ["SESSIONS"]).read_text())
# The form names the version that the person saw; the tick may have changed the task before.
VERSION = re.compile(r'name="version" value="([0-9]+)"')
OPERATORS, MANAGERS = len(SEATS["operators"]), len(SEATS["managers"])


class Person(HttpUser):
    """Somebody who is signed in."""

    abstract = True
    wait_time = between(1, 5)
    seats: ClassVar[list[dict[str, Any]]]
    taken: ClassVar[Any]

    def on_start(self) -> None:
        self.seat = self.seats[next(self.taken) % len(self.seats)]
        self.client.cookies.set(SEATS["cookie"], self.seat["session"])


class Operator(Person):
    seats = SEATS["operators"]
    taken = count()
    fixed_count = OPERATORS

    def on_start(self) -> None:
        super().on_start()
        self.todo = iter(self.seat["tasks"])
        self.open = next(self.todo)

    @task(5)
    def my_day(self) -> None:
        self.client.get("/", name="My day")

    @task(4)
    def look(self) -> None:
        self.client.get(f"/tasks/{self.open}/", name="Task")

    @task(3)
    def complete(self) -> None:
        """The form of the task, and its proof."""
        form = self.client.get(f"/tasks/{self.open}/complete/", name="Complete: form").text
        version = VERSION.search(form)
        told = {
            "csrfmiddlewaretoken": self.client.cookies.get("csrftoken", ""),
            "version": version[1] if version else "",
            "proof_type": "TEXT",
            "proof_value": "Posted, seen by Ann",
            "next": "/tasks/",
        }
        address = f"/tasks/{self.open}/complete/"
        with self.client.post(
            address, told, name="Complete", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 302:
                answer.failure(f"was answered {answer.status_code}")
        self.open = next(self.todo)

    @task(1)
    def calendar(self) -> None:
        self.client.get("/calendar/?view=week", name="Calendar, a week")

    @task(1)
    def queue(self) -> None:
        self.client.get("/api/v1/tasks/?bucket=today", name="API: today")


class Manager(Person):
    seats = SEATS["managers"]
    taken = count()
    fixed_count = MANAGERS

    @task(2)
    def overview(self) -> None:
        self.client.get("/admin/", name="Overview")

    @task(2)
    def overdue(self) -> None:
        self.client.get("/tasks/?status=OVERDUE", name="All tasks, overdue")

    @task(1)
    def reports(self) -> None:
        self.client.get("/reports/", name="Reports")

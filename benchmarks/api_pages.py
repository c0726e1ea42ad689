"""What a page of `tasks/` costs among a million: page 1,000 against page 1, in turns, as each role and by each filter.

`python -m benchmarks.api_pages [--tasks N] [--turns N]`; DATABASE_URL names a PostgreSQL database to be made.
"""

import argparse
import platform
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.own_database import own_database

SIZE, DEEP = 50, 1000
# What lists are asked for most, and what finds little or nothing: there a database has the most to read.
QUERIES = (
    "",
    "ordering=-due_at",
    "ordering=id",
    "ordering=-id",
    "status=OVERDUE",
    "status=DONE",
    "bucket=overdue",
    "bucket=today",
    "bucket=done",
    "campaign={campaign}",
    "client={client}",
    "status=BLOCKED&ordering=-id",
    "assignee=me",
    "cancelled=true",
    "search=chairs",
    "search=nothing-says-this",
    "campaign={campaign}&search=nothing-says-this",
)
LINE = "{:<9} {:<45} {:>7} {:>6} | {:>23} | {:>23} | {:>5} | {:>7} {:>7}"


@dataclass
class Measured:
    """Milliseconds of the answers to one address, of the database alone in the last, and its longest query."""

    path: str
    times: list[float]
    in_database: float = 0
    longest: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    def __str__(self) -> str:
        return f"{self.median:.1f} ({min(self.times):.1f}–{max(self.times):.1f})"


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tasks", type=int, default=1_000_000)
    asked.add_argument("--turns", type=int, default=9)
    asked.add_argument("--only", default=None, help="one query, such as status=OVERDUE")
    asked.add_argument("--explain", action="store_true", help="the plan of the longest query of each page")
    told = asked.parse_args(arguments)
    with own_database():
        # Only now that Django is set up.
        from benchmarks.many_tasks import build  # noqa: PLC0415

        begun = time.perf_counter()
        people = build(told.tasks)
        _describe(told.tasks, time.perf_counter() - begun)
        queries = QUERIES if told.only is None else (told.only,)
        slow = [
            query
            for user in people.values()
            for query in queries
            if not _compare(user, query, told.turns, told.explain)
        ]
    return 1 if slow else 0


def _describe(tasks: int, seconds: float) -> None:
    import django  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        of_server = "SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()"
        cursor.execute(of_server)
        version = cursor.fetchone()[0]
    print(
        f"{tasks:,} tasks in {connection.vendor} {version}, made in {seconds:.0f} s; Django {django.__version__}, "
        f"Python {platform.python_version()}, {platform.machine()}"
    )
    heads = ("who", "asks for", "count", "page", "page 1: median ms", "deep page", "ratio", "DB 1", "DB deep")
    print(LINE.format(*heads))


def _compare(user: Any, query: str, turns: int, explain: bool) -> bool:
    """Measure both pages in turns and print a line; False where the deep one costs more than thrice the first."""
    from campaigns.models import Campaign  # noqa: PLC0415

    campaign = Campaign.objects.visible_to(user).order_by("pk")[0]
    query = query.format(campaign=campaign.pk, client=campaign.client_id)
    ask = _asker(user)
    first = Measured(f"/api/v1/tasks/?{query}", [])
    answer = ask(first.path)
    page, cursor = _place_of(user, query, answer["count"])
    deep = Measured(f"{first.path}&cursor={cursor}", []) if cursor else None
    pages = [first, deep] if deep else [first]
    for _turn in range(turns):
        for measured in pages:
            begun = time.perf_counter()
            ask(measured.path)
            measured.times.append((time.perf_counter() - begun) * 1000)
    for measured in pages:
        _look_into(measured, ask)
    count = "10,000+" if answer["count"] is None else f"{answer['count']:,}"
    role = user.username
    ratio = deep.median / first.median if deep else 0
    shares = (f"{first.in_database:.1f}", f"{deep.in_database:.1f}" if deep else "–")
    shown = (str(first), str(deep) if deep else "–", f"{ratio:.2f}" if deep else "–")
    print(LINE.format(role, query or "(nothing)", count, page or "–", *shown, *shares), flush=True)
    if explain:
        _explain(pages)
    return ratio <= 3


def _asker(user: Any) -> Any:
    """A program of the person, that asks in this process and reads the whole answer."""
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from campaigns.actor import Actor  # noqa: PLC0415
    from campaigns.domain.api_tokens import create_token  # noqa: PLC0415

    system = Actor.system("bench")
    _token, text = create_token(user, name="bench", scopes=["read"], by=system, now=timezone.now())
    browser = Client(headers={"Authorization": f"Bearer {text}"})

    def ask(path: str) -> Any:
        answer = browser.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} was answered {answer.status_code}: {answer.content.decode()[:300]}")
        return answer.json()

    return ask


def _place_of(user: Any, query: str, count: int | None) -> tuple[int, str]:
    """The deepest full page up to the thousandth, and the cursor that leads to it."""
    from django.http import QueryDict  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from campaigns.api.pages import Cursor  # noqa: PLC0415
    from operator_tasks.api.task_filters import TaskListInput, narrowed  # noqa: PLC0415
    from operator_tasks.api.tasks import TaskDoor  # noqa: PLC0415
    from operator_tasks.models import OperatorTask  # noqa: PLC0415

    read = TaskListInput(data=QueryDict(query), context={"request": None})
    read.is_valid(raise_exception=True)
    asked = dict(read.validated_data)
    rows = narrowed(OperatorTask.objects.visible_to(user), asked, user, timezone.now())
    page = min(DEEP, rows.count() // SIZE)
    if page < 2:
        return 0, ""
    order = asked.get("ordering", TaskDoor.default_order)
    fields = TaskDoor.orders[order.removeprefix("-")]
    signed = [f"-{name}" if order.startswith("-") else name for name in fields]
    values = rows.order_by(*signed).values_list(*fields)[(page - 1) * SIZE - 1]
    told = tuple(value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values)
    return page, Cursor(order, False, told, count).text()


def _look_into(measured: Measured, ask: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        ask(measured.path)
    told = [(float(entry["time"]) * 1000, entry["sql"]) for entry in queries]
    measured.in_database = sum(spent for spent, _sql in told)
    measured.longest = max(told)[1]


def _explain(pages: list[Measured]) -> None:
    from django.db import connection  # noqa: PLC0415

    how = "EXPLAIN (ANALYZE, BUFFERS) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    for measured in pages:
        print(f"    {measured.longest[-700:]}")
        with connection.cursor() as cursor:
            cursor.execute(how + measured.longest)
            for row in cursor.fetchall():
                print(f"    {row[-1]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""queue_first_50: the read behind one part of My day, where all tasks are of today."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.earlier import EarlierModule
from benchmarks.earlier import Task as EarlierTask
from benchmarks.little_world import BEGUN, NAIVE, TASKS
from operator_tasks.domain.queries import BoardFilters, board
from operator_tasks.models import OperatorTask

# The tasks are due in the eight hours after the next two: later today, in the zone of the campaign.
AFTER, SPREAD = 7_200, 28_800


def contests(size: int) -> Iterator[Contest]:
    campaign = little_world.campaign(little_world.client())
    due = in_sql.moment(f"{int(BEGUN.timestamp()) + AFTER} + n % {SPREAD}")
    in_sql.execute(in_sql.insert_series(OperatorTask, size, little_world.task_values(campaign.pk, due)))
    in_sql.settle()
    manager = User.objects.create_user("manager")
    manager.groups.add(Group.objects.get(name="manager"))
    module = EarlierModule()
    _fill(module, size)
    yield Contest(
        "queue_first_50",
        size,
        ours=Contender(lambda: board(manager, BoardFilters(bucket="today"), BEGUN)),
        raw=Contender(_raw),
        earlier=Contender(lambda: module.today(NAIVE.replace(hour=0))),
        note="Ours also counts every part of the day, and tells what the person may do with each task.",
    )


def _raw() -> list[Any]:
    ended = in_sql.literal(BEGUN.replace(hour=23))
    return in_sql.fetched(
        f'SELECT t.id, t.title, t.due_at, t.status, c.name FROM "{TASKS}" t '
        "JOIN campaigns_campaign c ON c.id = t.campaign_id WHERE t.cancelled_at IS NULL "
        "AND NOT (t.status IN ('DONE', 'MISSED')) AND c.status || '' IN ('ACTIVE', 'PAUSED') "
        f"AND t.due_at >= {in_sql.literal(BEGUN + timedelta(hours=1))} AND t.due_at < {ended} "
        "ORDER BY t.due_at, t.id LIMIT 50"
    )


def _fill(module: EarlierModule, size: int) -> None:
    campaign = little_world.earlier_campaign(module)
    rows = [
        {
            "campaign_id": campaign,
            "task_type": "POST",
            "platform": "linkedin",
            "due_at": NAIVE + timedelta(seconds=AFTER + number % SPREAD),
            "title": f"Post {number}",
            "instructions_text": little_world.INSTRUCTIONS,
        }
        for number in range(size)
    ]
    module.fill(EarlierTask, rows)

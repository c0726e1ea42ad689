"""Random histories of people, time and jobs: the real verbs and the restated model must always agree."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaigns.choices import ResumePolicy
from campaigns.domain import calendar, campaigns
from campaigns.domain.audit_verify import verify
from campaigns.domain.clients import create_client, set_members
from campaigns.errors import DomainError
from campaigns.models import CalendarItem, Campaign, OperatorAuditLog
from conftest import actor_for, user_named
from operator_tasks.domain import planning, tasks, ticking, transitions
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.models import OperatorTask
from operator_tasks.tests.oracle.campaign_model import CampaignWorld
from operator_tasks.tests.oracle.model import DAY, MANAGER, MAY, ON_CLOCK, OPERATOR, OTHER, H

START = datetime(2026, 6, 1, tzinfo=UTC)
WHO = st.sampled_from([MANAGER, MANAGER, OPERATOR, OTHER])
PROOF = ProofInput("TEXT", "seen in the feed")
REACHED: set[tuple[str, str]] = set()


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = START - 2 * H

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        users = {name: get_user_model().objects.get(username=name) for name in (MANAGER, OPERATOR, OTHER)}
        self.users = users
        self.actors = {name: actor_for(user) for name, user in users.items()}
        self.by = self.actors[MANAGER]
        client = create_client(name="Oracle", time_zone="UTC", by=self.by, now=self.now)
        set_members(client, [users[OPERATOR].pk, users[OTHER].pk], by=self.by, now=self.now)
        values = {"name": "Random", "start_date": date(2026, 6, 1), "end_date": date(2026, 6, 20)}
        cadence = [campaigns.CadenceLine("linkedin", "post", 1)]
        self.campaign = campaigns.create_campaign(
            client=client, cadence=cadence, values=values, by=self.by, now=self.now
        )
        self.world = CampaignWorld(start=START, end=START + 20 * DAY)
        self.keys: dict[int, int] = {}
        for hour in (1, 3, 30, 100, 300):
            self.agree(
                "add_item",
                self.world.add_item(START + hour * H, self.now),
                lambda hour=hour: self._add(START + hour * H),
            )
        self.plan_tasks()
        self.campaign_event("activate", "drop")

    # -- both sides -------------------------------------------------------------------------------------------
    def agree(self, event: str, expected: bool, verb) -> None:
        entries = OperatorAuditLog.objects.count()
        try:
            verb()
            happened = True
        except DomainError:
            happened = False
            assert OperatorAuditLog.objects.count() == entries, f"{event} was refused and audited"
        assert happened == expected, (event, "model says", expected)

    def task(self, number: int) -> tuple[int, OperatorTask]:
        keys = sorted(self.world.tasks)
        key = keys[number % len(keys)]
        return key, self._tasks()[key - 1]

    def _tasks(self) -> list[OperatorTask]:
        return list(OperatorTask.objects.filter(campaign=self.campaign).order_by("pk"))

    def _items(self) -> list[CalendarItem]:
        return list(CalendarItem.objects.filter(campaign=self.campaign).order_by("pk"))

    def _fresh(self) -> Campaign:
        return Campaign.objects.get(pk=self.campaign.pk)

    def _add(self, at: datetime) -> None:
        calendar.add_item(
            self._fresh(),
            platform="linkedin",
            content_type="post",
            scheduled_at=at,
            values={},
            by=self.by,
            now=self.now,
        )

    # -- time and jobs ----------------------------------------------------------------------------------------
    @rule(minutes=st.sampled_from([0, 1, 15, 16, 59, 60, 61, 121, 240, 600, 1440, 4321]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(back=st.sampled_from([0, 0, 0, 30, 600]), twice=st.booleans())
    def tick(self, back: int, twice: bool) -> None:
        moment = self.now - timedelta(minutes=back)
        self.world.tick(moment)
        ticking.tick(self._fresh(), by=self.actors[MANAGER], now=moment)
        if twice:
            entries = OperatorAuditLog.objects.count()
            ticking.tick(self._fresh(), by=self.actors[MANAGER], now=moment)
            assert OperatorAuditLog.objects.count() == entries, "a second tick changed something"

    @rule(minutes=st.sampled_from([61, 241, 1441]), times=st.integers(1, 3))
    def days_go_by(self, minutes: int, times: int) -> None:
        for _ in range(times):
            self.now += timedelta(minutes=minutes)
            self.tick(0, False)

    # -- campaign and calendar --------------------------------------------------------------------------------
    @rule(
        event=st.sampled_from(["activate", "pause", "pause", "resume", "resume", "complete", "reopen"]),
        policy=st.sampled_from(["drop", "keep", "shift"]),
    )
    def campaign_event(self, event: str, policy: str) -> None:
        verb = getattr(campaigns, f"{event}_campaign")
        extra = {
            "pause": {"reason": "client asked"},
            "reopen": {"reason": "went on"},
            "resume": {"policy": ResumePolicy(policy)},
        }.get(event, {})
        self.agree(
            event,
            self.world.campaign(event, self.now, policy),
            lambda: verb(self._fresh(), by=self.by, now=self.now, **extra),
        )

    @rule(hours=st.integers(-5, 160))
    def add_item(self, hours: int) -> None:
        at = START + hours * H
        self.agree("add_item", self.world.add_item(at, self.now), lambda: self._add(at))

    @rule()
    def plan_tasks(self) -> None:
        self.agree(
            "plan",
            self.world.plan(self.now),
            lambda: planning.plan_tasks(self._fresh(), by=self.by, now=self.now),
        )

    @rule(
        number=st.integers(0, 20),
        what=st.sampled_from(["move", "delete", "restore"]),
        hours=st.integers(-3, 120),
    )
    def change_item(self, number: int, what: str, hours: int) -> None:
        items = self._items()
        index = number % len(items)
        item, to = items[index], self.now + hours * H
        extra = {"to": to} if what == "move" else {}
        expected = getattr(self.world, f"{what}_item")(index + 1, *extra.values(), self.now)
        verb = getattr(calendar, f"{what}_item")
        self.agree(f"{what}_item", expected, lambda: verb(item, by=self.by, now=self.now, **extra))

    # -- tasks ------------------------------------------------------------------------------------------------
    @precondition(lambda self: self.world.tasks)
    @rule(number=st.integers(0, 60), who=WHO, ago=st.sampled_from([None, None, None, 0, 60, 4320, 40000, -5]))
    def complete(self, number: int, who: str, ago: int | None) -> None:
        key, task = self.task(number)
        performed = None if ago is None else self.now - timedelta(minutes=ago)
        was = task.status
        expected = self.world.complete(who, key, performed, self.now)
        self.agree(
            "complete",
            expected,
            lambda: transitions.complete_task(
                task, proof=PROOF, performed_at=performed, by=self.actors[who], now=self.now
            ),
        )
        if expected:
            REACHED.add(("complete", was))

    @precondition(lambda self: self.world.tasks)
    @rule(
        number=st.integers(0, 60),
        who=WHO,
        verb=st.sampled_from(
            ["undo", "block", "unblock", "miss", "cancel", "restore", "reschedule", "reopen"]
        ),
        hours=st.sampled_from([-1, 1, 5, 20, 30, 90, 150, 400]),
    )
    def change_task(self, number: int, who: str, verb: str, hours: int) -> None:
        key, task = self.task(number)
        to = self.now + hours * H
        extra = {
            "block": {"reason": "no asset"},
            "miss": {"reason": "too late"},
            "cancel": {"reason": "not needed"},
            "reschedule": {"due_at": to, "reason": "later"},
            "reopen": {"due_at": to, "reason": "again"},
        }.get(verb, {})
        times = [to] if "due_at" in extra else []
        was = task.status
        expected = getattr(self.world, verb)(who, key, *times, self.now)
        act = getattr(transitions, f"{verb}_task")
        self.agree(verb, expected, lambda: act(task, by=self.actors[who], now=self.now, **extra))
        if expected:
            REACHED.add((verb, was))

    @precondition(lambda self: self.world.tasks)
    @rule(number=st.integers(0, 60), choice=st.integers(0, 7), hours=st.sampled_from([1, 5, 30]))
    def do_what_the_state_allows(self, number: int, choice: int, hours: int) -> None:
        """Most of the depth comes from here: a verb that the task's present state allows, rare ones first."""
        rare = [
            key for key, task in self.world.tasks.items() if task.gone or task.status in ("OVERDUE", "MISSED")
        ]
        pool = rare if rare and number % 2 else sorted(self.world.tasks)
        key = pool[number % len(pool)]
        task = self.world.tasks[key]
        verbs = [verb for verb, (statuses, _) in MAY.items() if task.status in statuses and verb != "assign"]
        seldom = (
            ["restore"] if task.gone else [verb for verb in verbs if verb in ("miss", "reopen", "unblock")]
        )
        verbs = seldom if seldom and choice < 4 else verbs
        if task.status in (*ON_CLOCK, "MISSED") and choice > 5:
            self.complete.__wrapped__(self, key - 1, MANAGER, None)
        elif verbs:
            self.change_task.__wrapped__(self, key - 1, MANAGER, verbs[choice % len(verbs)], hours)

    @precondition(lambda self: self.world.tasks)
    @rule(number=st.integers(0, 60), who=WHO, to=st.sampled_from([None, OPERATOR, OTHER]))
    def assign(self, number: int, who: str, to: str | None) -> None:
        key, task = self.task(number)
        target = self.users.get(to) if to else None
        expected = self.world.assign(who, key, to, self.now)
        self.agree(
            "assign", expected, lambda: tasks.assign_task(task, to=target, by=self.actors[who], now=self.now)
        )

    # -- what must hold after every step ----------------------------------------------------------------------
    @invariant()
    def both_sides_are_the_same(self) -> None:
        if not hasattr(self, "world"):
            return
        assert self.world.broken_invariants() == []
        campaign = self._fresh()
        assert (campaign.status, campaign.paused_at, campaign.completed_at) == (
            self.world.status,
            self.world.paused_at,
            self.world.completed_at,
        )
        assert [(item.scheduled_at, item.cancel_reason) for item in self._items()] == [
            (item.at, item.gone) for item in self.world.items.values()
        ]
        names = {user.pk: name for name, user in self.users.items()}
        rows = self._tasks()
        number = {task.pk: place for place, task in enumerate(rows, start=1)}
        real = [
            (
                task.task_type,
                task.due_at,
                task.status,
                task.cancel_reason,
                task.miss_at,
                task.blocked_reason,
                names.get(task.assignee_id),
                task.operator_moves,
                task.completed_at,
                task.performed_at,
                number.get(task.parent_id),
                task.follow_up_hours,
                tuple(number[pk] for pk in task.listed_tasks),
            )
            for task in rows
        ]
        told = [
            (
                task.kind,
                task.due,
                task.status,
                task.gone,
                task.miss_at,
                task.reason,
                task.who,
                task.moves,
                task.done_at,
                task.performed,
                task.parent,
                task.hours,
                task.listed,
            )
            for task in self.world.tasks.values()
        ]
        assert real == told


@pytest.mark.django_db
def test_verbs_agree_with_the_model_in_random_histories():
    for name, role in ((MANAGER, "manager"), (OPERATOR, "operator"), (OTHER, "operator")):
        user_named(name, role)
    # The usual run is the same each time; a number in the environment asks for that many new histories.
    asked = os.environ.get("ORACLE_EXAMPLES")

    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=int(asked or 40),
            derandomize=asked is None,
            database=None,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert verify().faults == ()
    assert {verb for verb, _status in REACHED} == {"complete", "restore", *MAY} - {"assign"}

"""What the verbs must do, said again in plain Python: written from the rules, not from the product's code.

One campaign with its items and tasks. Each event either changes the model and returns True, or changes nothing
and returns False, as the real verb must refuse.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

H = timedelta(hours=1)
DAY = 24 * H
MISS_AFTER = {"POST": 72 * H, "FOLLOW_UP": 72 * H, "ENGAGE": 24 * H}
ON_CLOCK = ("PENDING", "DUE", "OVERDUE")
OPEN = (*ON_CLOCK, "BLOCKED")
MANAGER, OPERATOR, OTHER = "manager", "operator", "other"
# verb -> (task statuses it starts from, campaign statuses in which it is possible)
MAY = {
    "undo": (("DONE",), ("ACTIVE", "PAUSED")),
    "block": (ON_CLOCK, ("PLANNED", "ACTIVE", "PAUSED")),
    "unblock": (("BLOCKED",), ("PLANNED", "ACTIVE", "PAUSED")),
    "reschedule": (OPEN, ("PLANNED", "ACTIVE", "PAUSED")),
    "miss": (("OVERDUE", "BLOCKED"), ("ACTIVE", "PAUSED")),
    "reopen": (("MISSED",), ("ACTIVE", "PAUSED")),
    "cancel": (OPEN, ("PLANNED", "ACTIVE", "PAUSED")),
    "assign": (OPEN, ("PLANNED", "ACTIVE", "PAUSED")),
}
MANAGERS_ONLY = ("miss", "reopen", "cancel")
TAKES_ITEM_ALONG = ("paused", "before_activation", "campaign_completed", "manual")


@dataclass
class Item:
    at: datetime
    gone: str = ""


@dataclass
class Task:
    kind: str
    due: datetime
    item: int | None = None
    parent: int | None = None
    hours: int | None = None
    house: str = ""
    status: str = "PENDING"
    gone: str = ""
    miss_at: datetime | None = None
    reason: str = ""
    who: str | None = None
    moves: int = 0
    done_at: datetime | None = None
    done_by: str = ""
    performed: datetime | None = None
    listed: tuple[int, ...] = ()
    was_listed: bool = False

    @property
    def open(self) -> bool:
        return not self.gone and self.status in OPEN


@dataclass
class World:
    start: datetime
    end: datetime
    status: str = "PLANNED"
    paused_at: datetime | None = None
    completed_at: datetime | None = None
    last_tick: datetime | None = None
    items: dict[int, Item] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)

    # -- small truths -----------------------------------------------------------------------------------------
    def by_clock(self, task: Task, now: datetime) -> None:
        if self.status == "ACTIVE":
            task.status = "OVERDUE" if task.due < now else "DUE" if task.due < now + H else "PENDING"
        else:
            task.status = "OVERDUE" if task.due < now else "PENDING"
        if task.house and task.status == "OVERDUE":
            task.status = "DUE"
        late = task.status == "OVERDUE" and task.kind in MISS_AFTER
        task.miss_at = max(task.due + MISS_AFTER[task.kind], now + 4 * H) if late else None

    def new(self, task: Task, now: datetime) -> int:
        key = max(self.tasks, default=0) + 1
        self.by_clock(task, now)
        self.tasks[key] = task
        return key

    def opened(self) -> list[Task]:
        return [task for task in self.tasks.values() if task.open]

    def take_out(self, task: Task, why: str) -> None:
        task.gone, task.miss_at = why, None
        item = self.items.get(task.item or 0)
        if item and not item.gone and why in TAKES_ITEM_ALONG:
            item.gone = why

    def bring_back(self, task: Task, now: datetime) -> None:
        task.gone = ""
        if task.status != "BLOCKED":
            self.by_clock(task, now)

    def rival(self, task: Task) -> bool:
        others = [other for other in self.tasks.values() if other is not task and not other.gone]
        same_item = any(task.item and other.item == task.item for other in others)
        return same_item or any(
            task.parent and (other.parent, other.hours) == (task.parent, task.hours) for other in others
        )

    def move(self, task: Task, to: datetime, now: datetime) -> None:
        task.due = to
        if task.status != "BLOCKED":
            self.by_clock(task, now)
        if task.item:
            self.items[task.item].at = to

    # -- calendar ---------------------------------------------------------------------------------------------
    def add_item(self, at: datetime, now: datetime) -> bool:
        if self.status == "COMPLETED" or at <= now or not self.start <= at < self.end:
            return False
        self.items[max(self.items, default=0) + 1] = Item(at)
        return True

    def plan(self, now: datetime) -> bool:
        if self.status == "COMPLETED":
            return False
        busy = {task.item for task in self.tasks.values() if not task.gone}
        waiting = [(item.at, key) for key, item in self.items.items() if not item.gone and item.at > now]
        for at, key in sorted(waiting):
            if key not in busy:
                self.new(Task("POST", at, item=key), now)
        return True

    def _live_on(self, key: int) -> list[Task]:
        return [task for task in self.tasks.values() if task.item == key and not task.gone]

    def move_item(self, key: int, to: datetime, now: datetime) -> bool:
        item, tasks = self.items[key], self._live_on(key)
        inside = to > now and self.start <= to < self.end
        if item.gone or self.status == "COMPLETED" or not inside or any(t.status == "DONE" for t in tasks):
            return False
        item.at = to
        for task in tasks:
            self.move(task, to, now)
        return True

    def delete_item(self, key: int, now: datetime) -> bool:
        item, tasks = self.items[key], self._live_on(key)
        if item.gone or self.status == "COMPLETED" or any(t.status == "DONE" for t in tasks):
            return False
        item.gone = "item_deleted"
        for task in tasks:
            self.take_out(task, "item_deleted")
        return True

    def restore_item(self, key: int, now: datetime) -> bool:
        item = self.items[key]
        inside = item.at > now and self.start <= item.at < self.end
        if not item.gone or self.status == "COMPLETED" or not inside:
            return False
        item.gone = ""
        gone = [task for task in self.tasks.values() if task.item == key and task.gone]
        if gone and not self.rival(gone[-1]):
            self.bring_back(gone[-1], now)
        return True

    # -- tasks ------------------------------------------------------------------------------------------------
    def _may(self, who: str, verb: str, task: Task) -> bool:
        statuses, campaign = MAY[verb]
        mine = who == MANAGER or task.who in (None, who)
        return (
            mine
            and not task.gone
            and task.status in statuses
            and self.status in campaign
            and not (task.house and verb not in ("undo", "assign"))
            and not (verb in MANAGERS_ONLY and who != MANAGER)
        )

    def _parent_done(self, task: Task) -> bool:
        return task.parent is None or self.tasks[task.parent].status == "DONE"

    def complete(self, who: str, key: int, performed: datetime | None, now: datetime) -> bool:
        task = self.tasks[key]
        late = task.status == "MISSED"
        mine = who == MANAGER or task.who in (None, who)
        if task.gone or not mine or task.status not in (*ON_CLOCK, "MISSED"):
            return False
        if not self._campaign_lets_complete(who, late, performed) or (late and not self._parent_done(task)):
            return False
        listed = [self.tasks[number] for number in task.listed]
        still = any(other.status == "OVERDUE" and not other.gone for other in listed)
        if task.house == "escalation" and who != MANAGER and still:
            return False
        done = performed or now
        if not self.start - 7 * DAY <= done <= now:
            return False
        task.status, task.done_at, task.done_by, task.performed = "DONE", now, who, done
        task.miss_at, task.reason = None, ""
        if task.kind == "POST" and self.status != "COMPLETED":
            self._follow(key, task, now)
        return True

    def _campaign_lets_complete(self, who: str, late: bool, performed: datetime | None) -> bool:
        if self.status == "PAUSED":
            return who == MANAGER or (performed is not None and performed <= self.paused_at)
        if self.status == "COMPLETED":
            return who == MANAGER and late and performed is not None and performed <= self.completed_at
        return self.status == "ACTIVE"

    def _follow(self, key: int, post: Task, now: datetime) -> None:
        there = {task.hours for task in self.tasks.values() if task.parent == key and not task.gone}
        for hours in (2, 24):
            if hours not in there:
                due = max(post.performed + hours * H, now + H)
                self.new(Task("ENGAGE", due, parent=key, hours=hours, who=post.who), now)

    def undo(self, who: str, key: int, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "undo", task) or not self._parent_done(task):
            return False
        if who != MANAGER and not (task.done_by == who and now - task.done_at <= H / 4):
            return False
        newer = any(other.open and other.house == "escalation" for other in self.tasks.values())
        if task.house == "escalation" and newer:
            return False
        task.done_at = task.performed = None
        task.done_by = ""
        self.by_clock(task, now)
        for other in self.tasks.values():
            if other.parent == key and other.open:
                self.take_out(other, "completion_undone")
        return True

    def block(self, who: str, key: int, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "block", task):
            return False
        task.status, task.reason, task.miss_at = "BLOCKED", "no asset", None
        return True

    def unblock(self, who: str, key: int, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "unblock", task):
            return False
        task.reason = ""
        self.by_clock(task, now)
        return True

    def _time_fits(self, who: str, task: Task, to: datetime, now: datetime) -> bool:
        last = self.end if task.item else self.end + 7 * DAY
        near = who == MANAGER or (abs(to - task.due) <= DAY and task.moves < 2)
        return to > now and self.start <= to < last and near

    def reschedule(self, who: str, key: int, to: datetime, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "reschedule", task) or not self._time_fits(who, task, to, now):
            return False
        task.moves += who != MANAGER
        self.move(task, to, now)
        return True

    def reopen(self, who: str, key: int, to: datetime, now: datetime) -> bool:
        task = self.tasks[key]
        fits = self._may(who, "reopen", task) and self._time_fits(who, task, to, now)
        if not fits or not self._parent_done(task):
            return False
        task.reason, task.status = "", "PENDING"
        self.move(task, to, now)
        return True

    def miss(self, who: str, key: int, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "miss", task):
            return False
        task.status, task.miss_at, task.reason = "MISSED", None, ""
        return True

    def cancel(self, who: str, key: int, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "cancel", task):
            return False
        self.take_out(task, "manual")
        return True

    def restore(self, who: str, key: int, now: datetime) -> bool:
        task = self.tasks[key]
        returns = task.gone in ("manual", "paused") and task.status in OPEN and task.due > now
        if who != MANAGER or self.status == "COMPLETED" or not returns or self.rival(task):
            return False
        if not self._parent_done(task):
            return False
        if task.item:
            self.items[task.item].gone = ""
        self.bring_back(task, now)
        return True

    def assign(self, who: str, key: int, to: str | None, now: datetime) -> bool:
        task = self.tasks[key]
        if not self._may(who, "assign", task) or (who != MANAGER and to not in (None, who)):
            return False
        task.who = to
        return True

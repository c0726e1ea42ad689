"""The campaign's own events and the tick, on top of the model of items and tasks."""

from datetime import datetime

from operator_tasks.tests.oracle.model import DAY, OPEN, H, Task, World


class CampaignWorld(World):
    def campaign(self, event: str, now: datetime, policy: str = "drop") -> bool:
        starts_from = {
            "activate": ("PLANNED",),
            "pause": ("ACTIVE",),
            "resume": ("PAUSED",),
            "complete": ("ACTIVE", "PAUSED"),
            "reopen": ("COMPLETED",),
        }
        ended = event in ("activate", "reopen") and self.end <= now
        if self.status not in starts_from[event] or ended:
            return False
        if self.status == "ACTIVE":
            self.judge(now)
        getattr(self, f"_{event}")(now, policy)
        return True

    def _activate(self, now: datetime, _policy: str) -> None:
        self.status = "ACTIVE"
        for task in self.opened():
            if task.due < now and not task.house:
                self.take_out(task, "before_activation")

    def _pause(self, now: datetime, _policy: str) -> None:
        self.status, self.paused_at = "PAUSED", now

    def _resume(self, now: datetime, policy: str) -> None:
        since, pause = self.paused_at, now - self.paused_at
        self.status, self.paused_at = "ACTIVE", None
        for task in self.opened():
            if task.house:
                continue
            if task.miss_at:
                task.miss_at += pause
            if policy == "drop" and since <= task.due < now and task.status != "BLOCKED":
                self.take_out(task, "paused")
            elif policy == "shift" and task.due >= since:
                to = task.due + -(-pause // DAY) * DAY
                if to >= self.end + (0 if task.item else 7) * DAY:
                    self.take_out(task, "paused")
                else:
                    self.move(task, to, now)
        self.tick(now)

    def _complete(self, now: datetime, _policy: str) -> None:
        self.status, self.completed_at, self.paused_at = "COMPLETED", now, None
        for task in self.opened():
            if task.house or task.due >= now:
                self.take_out(task, "campaign_completed")
            else:
                task.status, task.miss_at = "MISSED", None

    def _reopen(self, now: datetime, _policy: str) -> None:
        self.status, self.completed_at = "ACTIVE", None
        for task in self.tasks.values():
            item = self.items.get(task.item or 0)
            last = self.end if task.item else self.end + 7 * DAY
            fits = task.gone == "campaign_completed" and not task.house and now < task.due < last
            if not fits or self.rival(task) or (item and item.gone not in ("", "campaign_completed")):
                continue
            if item:
                item.gone = ""
            self.bring_back(task, now)
        self.tick(now)

    def judge(self, now: datetime) -> None:
        if self.last_tick and now < self.last_tick:
            return
        self.last_tick = now
        for task in self.opened():
            if task.status == "OVERDUE" and task.miss_at and task.miss_at <= now:
                task.status, task.miss_at = "MISSED", None
            elif task.status in ("PENDING", "DUE") and task.due < now + H:
                self.by_clock(task, now)

    def tick(self, now: datetime) -> None:
        if self.status != "ACTIVE" or (self.last_tick and now < self.last_tick):
            return
        self.judge(now)
        self._escalate(now)
        if now >= self.end and all(task.house for task in self.opened()):
            self.status, self.completed_at = "COMPLETED", now
            for task in self.opened():
                self.take_out(task, "campaign_completed")

    def _escalate(self, now: datetime) -> None:
        late = [key for key, task in self.tasks.items() if task.open and task.status == "OVERDUE"]
        current = [task for task in self.opened() if task.house == "escalation"]
        fresh = [key for key in late if not self.tasks[key].was_listed]
        if current and not late:
            current[0].status, current[0].done_at, current[0].performed = "DONE", now, now
            current[0].done_by = "clock"
        elif current:
            current[0].listed = tuple(late)
        elif late and (fresh or self._last_closed_long_ago(now)):
            self.new(Task("REVIEW", now, house="escalation", listed=tuple(late)), now)
        else:
            return
        for key in late:
            self.tasks[key].was_listed = True

    def _last_closed_long_ago(self, now: datetime) -> bool:
        closed = [task.done_at for task in self.tasks.values() if task.house == "escalation" and task.done_at]
        return not closed or now - max(closed) >= DAY

    def broken_invariants(self) -> list[str]:
        """What may never be, whatever happened."""
        wrong = []
        for key, task in self.tasks.items():
            done = task.status == "DONE"
            if done != bool(task.done_at and task.performed) or (done and task.performed > task.done_at):
                wrong.append(f"task {key}: done and its times disagree")
            if task.house and task.status in ("OVERDUE", "MISSED", "BLOCKED"):
                wrong.append(f"task {key}: a task of the house is late")
            if task.item and not task.gone and self.items[task.item].at != task.due:
                wrong.append(f"task {key}: due at another time than its item")
            if self.status == "COMPLETED" and not task.gone and task.status in OPEN:
                wrong.append(f"task {key}: open in a completed campaign")
        return wrong

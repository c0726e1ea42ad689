"""The earlier module's algorithms in SQLAlchemy, row by row: every row is an object, and every call commits.

Restated for the comparison from a description of what that module did; tables, indexes and order of work are its own.
It gets the database settings that ours has: on SQLite a write-ahead log and full synchronisation.
"""

import os
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, create_engine, event, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PENDING, DUE, OVERDUE, DONE = "PENDING", "DUE", "OVERDUE", "DONE"
AT_ONCE = 20_000


class Base(DeclarativeBase):
    pass


class Campaign(Base):
    __tablename__ = "campaign_ops_campaigns"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    status: Mapped[str] = mapped_column(String(20), index=True, default="ACTIVE")
    start_date: Mapped[datetime]
    cadence: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


class CalendarItem(Base):
    __tablename__ = "campaign_ops_calendar_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id, ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(50), index=True)
    content_type: Mapped[str] = mapped_column(String(50))
    scheduled_at: Mapped[datetime] = mapped_column(index=True)
    title: Mapped[str | None] = mapped_column(String(255))
    copy_text: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default=PENDING, index=True)
    created_at: Mapped[datetime] = mapped_column(default=datetime.utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=datetime.utcnow)


class Task(Base):
    __tablename__ = "campaign_ops_operator_tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id, ondelete="CASCADE"), index=True)
    calendar_item_id: Mapped[int | None] = mapped_column(
        ForeignKey(CalendarItem.id, ondelete="SET NULL"), index=True
    )
    task_type: Mapped[str] = mapped_column(String(50), index=True)
    platform: Mapped[str] = mapped_column(String(50), index=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(255))
    instructions_text: Mapped[str] = mapped_column(Text)
    copy_text: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default=PENDING, index=True)
    completion_proof_type: Mapped[str | None] = mapped_column(String(50))
    completion_proof_value: Mapped[str | None] = mapped_column(Text)
    completed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=datetime.utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=datetime.utcnow)


class Metric(Base):
    __tablename__ = "campaign_ops_metric_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id, ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(50))
    date: Mapped[datetime] = mapped_column(index=True)
    metric_name: Mapped[str] = mapped_column(String(100))
    metric_value: Mapped[float]


class Audit(Base):
    __tablename__ = "campaign_ops_audit_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(255))
    entity_type: Mapped[str | None] = mapped_column(String(50))
    entity_id: Mapped[int | None]
    notes: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=datetime.utcnow)


COLUMNS = [column.key for column in Task.__table__.columns]


class EarlierModule:
    """Its repository calls, each with a commit of its own."""

    def __init__(self) -> None:
        url = os.environ.get("DATABASE_URL", "")
        place = Path(os.environ["DATA_DIR"]) / "earlier.sqlite3"
        address = (
            url.replace("postgres://", "postgresql+psycopg://", 1) if url else f"sqlite+pysqlite:///{place}"
        )
        self.engine = create_engine(address)
        if not url:
            event.listen(self.engine, "connect", _as_ours)
        Base.metadata.create_all(self.engine)
        self.session = Session(self.engine)

    def fill(self, model: type[Base], rows: list[dict[str, Any]]) -> None:
        """Rows for a comparison to begin with; not measured."""
        for place in range(0, len(rows), AT_ONCE):
            self.session.execute(insert(model), rows[place : place + AT_ONCE])
        self.session.commit()

    def tick(self, campaign_id: int, now: datetime) -> bool:
        """Every open task of the campaign as an object; whether any became overdue, which calls for an escalation."""
        waiting = select(Task).where(Task.campaign_id == campaign_id, Task.status.in_([PENDING, DUE]))
        late = False
        for task in self.session.scalars(waiting).all():
            if task.due_at < now:
                task.status, late = OVERDUE, True
            elif task.due_at < now + timedelta(hours=1):
                task.status = DUE
        self.session.commit()
        self.session.expunge_all()
        return late

    def generate_calendar(self, campaign_id: int, platforms: list[str], begun: datetime, days: int) -> int:
        """An item a day for each platform, one call each."""
        made = 0
        for day in range(days):
            for platform in platforms:
                item = CalendarItem(
                    campaign_id=campaign_id,
                    platform=platform,
                    content_type="post",
                    scheduled_at=begun + timedelta(days=day, hours=9),
                )
                self._create(item)
                made += 1
        self.audit("generated_calendar", "campaign", campaign_id)
        return made

    def generate_tasks(self, campaign_id: int) -> int:
        """For each item all tasks of the campaign are loaded to look for its own: the work grows with the square."""
        items = self.session.scalars(
            select(CalendarItem).where(CalendarItem.campaign_id == campaign_id)
        ).all()
        made = 0
        for item in items:
            there = self.session.scalars(select(Task).where(Task.campaign_id == campaign_id)).all()
            if any(task.calendar_item_id == item.id for task in there):
                continue
            task = Task(
                campaign_id=campaign_id,
                calendar_item_id=item.id,
                task_type="POST",
                platform=item.platform,
                due_at=item.scheduled_at,
                title=item.title or f"Post to {item.platform}",
                instructions_text="Open the page of the company and begin a post. " * 12,
                copy_text=item.copy_text,
            )
            self._create(task)
            made += 1
        self.audit("generated_tasks", "campaign", campaign_id)
        self.session.expunge_all()
        return made

    def complete(self, task_id: int, proof: str, now: datetime) -> None:
        """The task, its audit row, and two follow-ups: four commits."""
        task = self.session.get_one(Task, task_id)
        task.status, task.completed_at = DONE, now
        task.completion_proof_type, task.completion_proof_value = "URL", proof
        self.session.commit()
        self.session.refresh(task)
        self.audit("completed_task", "task", task_id)
        for hours in (2, 24):
            follow_up = Task(
                campaign_id=task.campaign_id,
                task_type="ENGAGE",
                platform=task.platform,
                due_at=now + timedelta(hours=hours),
                title=f"Engage: {task.title}",
                instructions_text="Answer every comment. " * 12,
            )
            self._create(follow_up)
        self.session.expunge_all()

    def week(self, campaign_id: int, begun: datetime) -> dict[str, Any]:
        """Every task of the week as an object, counted here; of the metrics the last value of each name."""
        within = (
            Task.campaign_id == campaign_id,
            Task.due_at >= begun,
            Task.due_at < begun + timedelta(days=7),
        )
        tasks = self.session.scalars(select(Task).where(*within)).all()
        counts: dict[str, int] = defaultdict(int)
        for task in tasks:
            counts[task.status] += 1
        days = (Metric.date >= begun, Metric.date < begun + timedelta(days=7))
        metrics = self.session.scalars(select(Metric).where(Metric.campaign_id == campaign_id, *days)).all()
        values = {(metric.platform, metric.metric_name): metric.metric_value for metric in metrics}
        self.audit("generated_weekly_summary", "campaign", campaign_id)
        self.session.expunge_all()
        return {"planned": len(tasks), "by_status": dict(counts), "metrics": values}

    def today(self, begun: datetime) -> list[dict[str, Any]]:
        """Everything that is open and due today, as objects and then as plain values."""
        within = (Task.due_at >= begun, Task.due_at < begun + timedelta(days=1))
        found = self.session.scalars(select(Task).where(*within, Task.status.in_([PENDING, DUE]))).all()
        told = [{column: getattr(task, column) for column in COLUMNS} for task in found]
        self.session.expunge_all()
        return told

    def log_metrics(self, rows: list[dict[str, Any]]) -> None:
        """One call for each value."""
        for row in rows:
            self._create(Metric(**row))
        self.session.expunge_all()

    def audit(self, action: str, kind: str, key: int) -> None:
        self.session.add(Audit(actor="operator", action=action, entity_type=kind, entity_id=key))
        self.session.commit()

    def _create(self, row: Base) -> None:
        self.session.add(row)
        self.session.commit()
        self.session.refresh(row)


def _as_ours(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -20000")

"""A database of the earlier module, made with its own schema: two campaigns with a bit of everything, and some mess."""

import json
import sqlite3
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE campaign_ops_campaigns (id INTEGER PRIMARY KEY, name VARCHAR(255) UNIQUE, client_name VARCHAR(255),
 venture_name VARCHAR(255), objective TEXT, platforms JSON, start_date DATETIME, end_date DATETIME, cadence JSON,
 primary_cta VARCHAR(255), lead_capture_method VARCHAR(255), status VARCHAR(20), created_at DATETIME,
 updated_at DATETIME);
CREATE TABLE campaign_ops_plans (id INTEGER PRIMARY KEY, campaign_id INTEGER, angles_json JSON, positioning_json JSON,
 messaging_json JSON, weekly_themes_json JSON, generated_by VARCHAR(50), version INTEGER, created_at DATETIME,
 updated_at DATETIME);
CREATE TABLE campaign_ops_calendar_items (id INTEGER PRIMARY KEY, campaign_id INTEGER, platform VARCHAR(50),
 content_type VARCHAR(50), scheduled_at DATETIME, title VARCHAR(255), copy_text TEXT, asset_ref VARCHAR(512),
 cta_text VARCHAR(255), status VARCHAR(20), notes TEXT, created_at DATETIME, updated_at DATETIME);
CREATE TABLE campaign_ops_operator_tasks (id INTEGER PRIMARY KEY, campaign_id INTEGER, calendar_item_id INTEGER,
 task_type VARCHAR(50), platform VARCHAR(50), due_at DATETIME, title VARCHAR(255), instructions_text TEXT,
 copy_text TEXT, asset_ref VARCHAR(512), status VARCHAR(20), completion_proof_type VARCHAR(50),
 completion_proof_value TEXT, completed_at DATETIME, blocked_reason TEXT, created_at DATETIME, updated_at DATETIME);
CREATE TABLE campaign_ops_metric_entries (id INTEGER PRIMARY KEY, campaign_id INTEGER, platform VARCHAR(50),
 date DATETIME, metric_name VARCHAR(100), metric_value FLOAT, notes TEXT, created_at DATETIME);
CREATE TABLE campaign_ops_audit_log (id INTEGER PRIMARY KEY, actor VARCHAR(100), action VARCHAR(255),
 entity_type VARCHAR(50), entity_id INTEGER, before_json JSON, after_json JSON, notes TEXT, created_at DATETIME);
"""
SPRING = {
    "id": 1,
    "name": "Spring launch",
    "client_name": "Acme",
    "objective": "Win 20 audits",
    "platforms": json.dumps(["linkedin", "twitter", "myspace"]),
    "cadence": json.dumps({"linkedin": 3}),
    "start_date": "2026-03-01 23:30:00.000000",
    "end_date": "2026-03-31 12:00:00.000000",
    "primary_cta": "Reply with AUDIT",
    "status": "ACTIVE",
    "updated_at": "2026-03-01 08:00:00.000000",
}
OVER = SPRING | {"id": 2, "name": "Autumn", "status": "COMPLETED", "cadence": None, "platforms": None}
TASK = {
    "campaign_id": 1,
    "task_type": "POST",
    "platform": "linkedin",
    "due_at": "2026-03-04 09:00:00.000000",
    "title": "Post to linkedin",
    "instructions_text": "Open LinkedIn.",
    "status": "PENDING",
    "updated_at": "2026-03-02 09:00:00.000000",
}
DONE = TASK | {
    "status": "DONE",
    "completed_at": "2026-03-02 10:00:00.123456",
    "due_at": "2026-03-02 09:00:00.000000",
    "completion_proof_type": "URL",
    "completion_proof_value": "https://www.linkedin.com/feed/update/urn:li:activity:7434000000000000000/",
}
METRIC = {"campaign_id": 1, "platform": "linkedin", "date": "2026-03-02 00:00:00.000000"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "campaigns": [SPRING, OVER],
    "plans": [
        {
            "id": 1,
            "campaign_id": 1,
            "angles_json": json.dumps(["Chairs"]),
            "positioning_json": json.dumps("Audits pay"),
            "messaging_json": json.dumps({"trust": ["We count twice"]}),
            "weekly_themes_json": json.dumps(["Chairs", "Lamps"]),
            "generated_by": "aicmo",
            "version": 1,
        }
    ],
    "calendar_items": [
        {
            "id": 1,
            "campaign_id": 1,
            "platform": "linkedin",
            "content_type": "post",
            "scheduled_at": TASK["due_at"],
        },
        {
            "id": 2,
            "campaign_id": 1,
            "platform": "twitter",
            "content_type": "poll",
            "scheduled_at": TASK["due_at"],
        },
        {
            "id": 3,
            "campaign_id": 1,
            "platform": "myspace",
            "content_type": "post",
            "scheduled_at": TASK["due_at"],
        },
    ],
    "operator_tasks": [
        TASK | {"id": 1, "calendar_item_id": 1},
        DONE | {"id": 2, "calendar_item_id": 1},
        DONE | {"id": 3, "completion_proof_type": None, "completion_proof_value": None, "completed_at": None},
        TASK | {"id": 4, "status": "BLOCKED", "task_type": "ENGAGE"},
        TASK | {"id": 5, "status": "MISSED", "calendar_item_id": 2, "platform": "twitter"},
        TASK | {"id": 6, "task_type": "REVIEW", "platform": "internal", "status": "OVERDUE"},
        TASK | {"id": 7, "platform": "myspace"},
        DONE | {"id": 8, "campaign_id": 2},
    ],
    "metric_entries": [
        METRIC | {"id": 1, "metric_name": "impressions", "metric_value": 1250.0},
        METRIC | {"id": 2, "metric_name": "impressions", "metric_value": 1300.5},
        METRIC | {"id": 3, "metric_name": "engagement", "metric_value": 45},
        METRIC | {"id": 4, "metric_name": "joy", "metric_value": 1},
        METRIC | {"id": 5, "metric_name": "clicks", "metric_value": -1},
    ],
    "audit_log": [
        {
            "id": 1,
            "actor": "operator",
            "action": "created_campaign",
            "entity_type": "campaign",
            "entity_id": 1,
            "after_json": json.dumps({"rate": 0.5}),
            "created_at": "2026-03-01 08:00:00.000000",
        },
        {"id": 2, "actor": "aol_daemon", "action": "completed_task", "entity_type": "task", "entity_id": 2},
        {
            "id": 3,
            "actor": "operator",
            "action": "created_campaign",
            "entity_type": "campaign",
            "entity_id": 99,
        },
    ],
}


def earlier_database(place: Path) -> str:
    """Make it, and give its address as SQLAlchemy names it."""
    connection = sqlite3.connect(place)
    connection.executescript(SCHEMA)
    for table, rows in ROWS.items():
        for row in rows:
            names = ", ".join(row)
            places = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO campaign_ops_{table} ({names}) VALUES ({places})", list(row.values())
            )
    connection.commit()
    connection.close()
    return f"sqlite:///{place}"

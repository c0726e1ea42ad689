"""What the API tells of a task, put together from what was done to it."""

from datetime import timedelta

from django.utils import timezone

from operator_tasks.domain.transitions import reschedule_task
from operator_tasks.models import OperatorTask

MANAGERS = ["assign", "block", "cancel", "claim", "complete", "edit", "reschedule"]
OPERATORS = ["block", "claim", "complete", "edit", "reschedule"]
SERVER = "http://testserver"


def moment(at):
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def told(task, **changes):
    """A LinkedIn post of the running campaign as a manager reads it, open and of nobody."""
    fresh = OperatorTask.objects.get(pk=task.pk)
    return {
        "id": fresh.pk,
        "campaign": fresh.campaign_id,
        "campaign_name": "Spring launch",
        "client": fresh.campaign.client_id,
        "client_name": "Acme",
        "calendar_item": fresh.calendar_item_id,
        "parent": None,
        "follow_up_hours": None,
        "follow_ups": [],
        "system_kind": "",
        "week": "",
        "task_type": "POST",
        "platform": "linkedin",
        "content_type": "post",
        "account": None,
        "account_handle": None,
        "due_at": moment(fresh.due_at),
        "title": "LinkedIn Post",
        "sop": {"title": "Publish a LinkedIn post", "version": 1, "minutes": fresh.sop_version.minutes},
        "instructions_text": fresh.sop_version.body,
        "copy_text": "",
        "asset_ref": "",
        "asset_url": None,
        "assignee": None,
        "status": "PENDING",
        "blocked_reason": "",
        "proof": None,
        "proof_type": None,
        "proof_value": None,
        "completed_at": None,
        "completed_by": None,
        "performed_at": None,
        "is_late": False,
        "cancelled_at": None,
        "cancel_reason": "",
        "composer_url": "https://www.linkedin.com/feed/?shareActive=true",
        "allowed": MANAGERS,
        "page_url": f"{SERVER}/tasks/{fresh.pk}/",
        "version": fresh.version,
        "created_at": moment(fresh.created_at),
        "updated_at": moment(fresh.updated_at),
        **changes,
    }


def due_soon(task, by):
    """The task, moved to half an hour from now: then a post of this moment is no surprise."""
    now = timezone.now()
    return reschedule_task(task, due_at=now + timedelta(minutes=30), by=by, now=now)


def linkedin_post(number=0):
    """The address of a post that went out a moment ago, as its id tells."""
    just_now = int((timezone.now() + timedelta(seconds=1)).timestamp() * 1000)
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{(just_now << 22) + number}/"

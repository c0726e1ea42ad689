"""Engagement follow-ups: a finished post is looked after two hours and a day later, exactly once each."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CancelReason
from campaigns.domain.audit import created
from campaigns.models import Campaign
from campaigns.words import in_house_words
from operator_tasks.choices import TaskType
from operator_tasks.domain.cancelling import cancel
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.sops import SopShelf
from operator_tasks.models import OperatorTask
from operator_tasks.states import FOLLOW_UP_HOURS, FOLLOW_UP_SOONEST


def open_follow_ups(
    post: OperatorTask, campaign: Campaign, *, by: Actor, now: datetime
) -> list[OperatorTask]:
    """Open the missing ENGAGE tasks of a post that was just completed.

    Each is due so long after the post was really published, and never sooner than in an hour. Must run inside
    the transaction that completes the post.
    """
    assert post.performed_at is not None  # the post is DONE, a constraint says so
    there = set(post.follow_ups.live().values_list("follow_up_hours", flat=True))
    wanted = [hours for hours in FOLLOW_UP_HOURS if hours not in there]
    if not wanted:
        return []
    sop = SopShelf(TaskType.ENGAGE).find(post.platform, post.content_type)
    made = []
    for hours in wanted:
        due_at = max(post.performed_at + timedelta(hours=hours), now + FOLLOW_UP_SOONEST)
        task = OperatorTask(
            campaign=campaign,
            parent=post,
            follow_up_hours=hours,
            task_type=TaskType.ENGAGE,
            platform=post.platform,
            content_type=post.content_type,
            account_id=post.account_id,
            due_at=due_at,
            title=_title(post, hours),
            sop_version=sop,
            instructions_text=sop.body,
            assignee_id=post.assignee_id,
        )
        set_by_clock(task, campaign, now)
        made.append(created("task.created", task, by=by, now=now))
    return made


@in_house_words
def _title(post: OperatorTask, hours: int) -> str:
    return _("Engage after %(hours)d h: %(title)s") % {"hours": hours, "title": post.title[:200]}


def withdraw_follow_ups(post: OperatorTask, *, by: Actor, now: datetime) -> None:
    """Cancel the open follow-ups of a post whose completion was undone; finished ones stay."""
    for task in post.follow_ups.open():
        cancel(task, reason=CancelReason.COMPLETION_UNDONE, by=by, now=now)

"""Hands the working side to the planning side: the one implementation of `campaigns.domain.work.Work`."""

from collections.abc import Collection
from datetime import datetime

from campaigns.actor import Actor
from campaigns.choices import ResumePolicy
from campaigns.models import Campaign
from operator_tasks.domain import campaign_progress, campaign_work
from operator_tasks.domain.ticking import judge_clock, tick_now
from operator_tasks.models import TaskProof

CLOCK = Actor.system("clock")


class CampaignWork:
    """Tasks follow their campaign; what time decides is done in the name of the clock."""

    activated = staticmethod(campaign_work.activated)
    paused = staticmethod(campaign_work.paused)
    completed = staticmethod(campaign_work.completed)
    cancel_after = staticmethod(campaign_work.cancel_after)
    open_after = staticmethod(campaign_work.open_after)
    open_count = staticmethod(campaign_work.open_count)
    finished_count = staticmethod(campaign_work.finished_count)
    progress = staticmethod(campaign_progress.progress)
    refuse_if_done = staticmethod(campaign_work.refuse_if_done)
    item_moved = staticmethod(campaign_work.item_moved)
    item_edited = staticmethod(campaign_work.item_edited)
    item_cancelled = staticmethod(campaign_work.item_cancelled)
    member_left = staticmethod(campaign_work.member_left)
    item_restored = staticmethod(campaign_work.item_restored)

    @staticmethod
    def tasks_of_posts(campaign: Campaign, posts: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The tasks whose proof is one of these posts, by platform and post id."""
        wanted = {post_id for _platform, post_id in posts}
        proofs = TaskProof.objects.filter(
            task__campaign=campaign, withdrawn_at__isnull=True, post_id__gt=""
        ).values_list("platform", "post_id", "task_id")
        found = {(platform, post_id): task_id for platform, post_id, task_id in proofs if post_id in wanted}
        return {post: found[post] for post in posts if post in found}

    @staticmethod
    def judge_clock(campaign: Campaign, *, now: datetime) -> None:
        judge_clock(campaign, by=CLOCK, now=now)

    @staticmethod
    def resumed(
        campaign: Campaign, *, paused_at: datetime, policy: ResumePolicy, by: Actor, now: datetime
    ) -> None:
        campaign_work.resumed(campaign, paused_at=paused_at, policy=policy, by=by, now=now)
        tick_now(campaign, by=CLOCK, now=now)

    @staticmethod
    def reopened(campaign: Campaign, *, by: Actor, now: datetime) -> None:
        campaign_work.reopened(campaign, by=by, now=now)
        tick_now(campaign, by=CLOCK, now=now)

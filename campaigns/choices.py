"""The closed sets of the planning side, each in the words operators use."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def label_of(choices: type[models.TextChoices], value: str) -> str:
    """What people call a choice; a word that is none of them is called as it is."""
    found = choices._value2member_map_.get(value)
    return value if found is None else str(choices(value).label)


class Platform(models.TextChoices):
    LINKEDIN = "linkedin", "LinkedIn"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    THREADS = "threads", "Threads"
    BLUESKY = "bluesky", "Bluesky"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    PINTEREST = "pinterest", "Pinterest"
    REDDIT = "reddit", "Reddit"
    EMAIL = "email", _("Email")
    INTERNAL = "internal", _("Internal")

    @classmethod
    def parse(cls, text: str) -> "Platform":
        """The platform a person or a file means; `twitter` is `x`. Raises ValueError for anything else."""
        word = text.strip().lower()
        return cls.X if word in {"twitter", "twitter/x"} else cls(word)

    @classmethod
    def outward(cls) -> list["Platform"]:
        """Platforms that a campaign can publish on."""
        return [platform for platform in cls if platform is not cls.INTERNAL]


class ContentType(models.TextChoices):
    POST = "post", _("Post")
    CAROUSEL = "carousel", _("Carousel")
    REEL = "reel", _("Reel")
    THREAD = "thread", _("Thread")
    STORY = "story", _("Story")
    QUOTE = "quote", _("Quote")
    NEWSLETTER = "newsletter", _("Newsletter")
    EMAIL = "email", _("Email")
    DM = "dm", _("Direct message")
    OTHER = "other", _("Other")


class CampaignStatus(models.TextChoices):
    PLANNED = "PLANNED", _("Planned")
    ACTIVE = "ACTIVE", _("Active")
    PAUSED = "PAUSED", _("Paused")
    COMPLETED = "COMPLETED", _("Completed")


class CancelReason(models.TextChoices):
    """Why a calendar item or a task is out of the plan; it is kept and not counted."""

    BEFORE_ACTIVATION = "before_activation", _("its time had passed when the campaign was activated")
    PAUSED = "paused", _("its time passed while the campaign was paused")
    CAMPAIGN_COMPLETED = "campaign_completed", _("the campaign was completed")
    ITEM_DELETED = "item_deleted", _("its calendar item was deleted")
    COMPLETION_UNDONE = "completion_undone", _("the completion it followed was undone")
    MANUAL = "manual", _("cancelled by a manager")


class ResumePolicy(models.TextChoices):
    """What becomes of work whose time passed while the campaign was paused."""

    DROP = "drop", _("Cancel what fell into the pause")
    KEEP = "keep", _("Keep it; it is overdue now")
    SHIFT = "shift", _("Move all open work by the length of the pause")


class MetricKind(models.TextChoices):
    """How values of a metric combine: only additive ones are ever summed."""

    ADDITIVE = "additive", _("Additive")
    SNAPSHOT = "snapshot", _("Snapshot")
    UNIQUE = "unique", _("Unique")
    RATIO = "ratio", _("Ratio")


class Granularity(models.TextChoices):
    DAY = "day", _("Day")
    POST = "post", _("Post")
    CAMPAIGN = "campaign", _("Campaign")
    PERIOD = "period", _("Period")


class Theme(models.TextChoices):
    DEVICE = "", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class DigestDays(models.TextChoices):
    NEVER = "never", _("Never")
    WORKDAYS = "workdays", _("Monday to Friday")
    DAILY = "daily", _("Every day")


class ApiScope(models.TextChoices):
    """What a token opens of what its person may do."""

    READ = "read", _("Read")
    WRITE = "write", _("Write: plan and work")
    ADMIN = "admin", _("Admin: clients, jobs, webhooks, audit log, deleting campaigns")


class WebhookEvent(models.TextChoices):
    TASK_COMPLETED = "task.completed", _("A task was completed")
    TASK_OVERDUE = "task.overdue", _("A task became overdue")
    ESCALATION_OPENED = "escalation.opened", _("An escalation was opened")
    SUMMARY_WRITTEN = "summary.written", _("A weekly summary was written")
    CAMPAIGN_STATUS = "campaign.status", _("A campaign changed its status")
    TEST = "webhook.test", _("A test message")

    @classmethod
    def happenings(cls) -> list["WebhookEvent"]:
        """What a webhook can be told of; a test message goes to the one that asks for it."""
        return [event for event in cls if event is not cls.TEST]


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


# Plan generators are registered by name, so who made a plan is an open set.
PLAN_MAKERS = {"manual": _("Person"), "outline": _("Outline")}


def maker_name(name: str) -> str:
    """What pages call the maker of a plan; a generator that is not listed goes by its own name."""
    return str(PLAN_MAKERS.get(name, name.capitalize()))


class Role(models.TextChoices):
    """What somebody may do, in one word; the groups of these names carry the permissions."""

    MANAGER = "manager", _("Manager")
    OPERATOR = "operator", _("Operator")
    VIEWER = "viewer", _("Viewer")

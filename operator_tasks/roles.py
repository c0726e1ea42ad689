"""The three roles as groups with one permission for each kind of verb, made true after every migrate."""

from django.contrib.auth.models import Group, Permission

OPERATOR, MANAGER, VIEWER = "operator", "manager", "viewer"

_MANAGED_MODELS = (
    "client",
    "account",
    "clientmembership",
    "campaign",
    "cadence",
    "campaignplan",
    "calendaritem",
    "metricentry",
    "operatortask",
    "taskproof",
    "sop",
    "sopversion",
    "sopdraft",
    "sopreport",
    "awayperiod",
    "weeklysummary",
    "jobrun",
    "automation",
    "webhookendpoint",
)
_READ_ONLY = (
    "operatorauditlog",
    "audititem",
    "user",
    "group",
    "notice",
    "preferences",
    "taskchecklist",
    "apitoken",
    "calendarfeed",
    "keptanswer",
    "webhookdelivery",
    "invitation",
)

ROLES: dict[str, tuple[str, ...]] = {
    VIEWER: (),
    OPERATOR: ("work_tasks", "log_metrics"),
    MANAGER: (
        "work_tasks",
        "log_metrics",
        "manage_tasks",
        "manage_campaigns",
        "manage_clients",
        "invite_people",
        "see_every_client",
        "pause_automation",
        "publish_sops",
        "write_summaries",
        "read_audit",
        "run_jobs",
        "manage_tokens",
        "manage_webhooks",
        *(f"{verb}_{model}" for model in _MANAGED_MODELS for verb in ("view", "add", "change", "delete")),
        *(f"view_{model}" for model in _READ_ONLY),
    ),
}


def sync() -> None:
    """Give each role exactly the permissions listed here; people's groups stay."""
    for role, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(
            Permission.objects.filter(
                codename__in=codenames,
                content_type__app_label__in=("campaigns", "operator_tasks", "auth"),
            )
        )

"""The campaign's admin page with what the working side adds to it: its tasks, and making them."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.display import link_to_list
from campaigns.admin.hand import Hand
from campaigns.models import Campaign
from operator_tasks.domain.planning import plan_tasks


def _generate_tasks(campaign: Campaign, _answers: Answers, hand: Hand) -> str:
    planned = plan_tasks(campaign, by=hand.by, now=hand.now)
    counts = _("%(made)d tasks made, %(kept)d kept.") % {"made": len(planned.created), "kept": planned.kept}
    return " ".join([counts, *planned.notes[:5]])


GENERATE_TASKS = VerbAction(
    name="generate_tasks",
    label=gettext_lazy("Generate tasks"),
    permission="operator_tasks.manage_tasks",
    verb=_generate_tasks,
    done=gettext_lazy("tasks generated"),
    warning=gettext_lazy("Each calendar item that lies ahead and has no task gets one."),
)

admin.site.unregister(Campaign)


@admin.register(Campaign)
class CampaignWithTasksAdmin(CampaignAdmin):
    verb_actions = (*CampaignAdmin.verb_actions, GENERATE_TASKS)

    @admin.display(description=gettext_lazy("lists"))
    def related_lists(self, row: Campaign) -> str:
        key = {"campaign__id__exact": row.pk}
        tasks = link_to_list("operator_tasks_operatortask", _("tasks"), **key)
        summaries = link_to_list("operator_tasks_weeklysummary", _("summaries"), **key)
        return format_html("{} · {} · {}", super().related_lists(row), tasks, summaries)

"""Rows that belong to a campaign, which a file names by its client and its name."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from campaigns.admin.exchange.resource import Row, VerbResource, text
from campaigns.models import AuditedModel, Campaign
from campaigns.validators import normalise_name


class RowOfCampaignResource(VerbResource):
    """A subclass says which rows of the campaign a row without a key means, and what of a row stays as it is."""

    # Attributes that no file changes, with their columns, and the sentence that says so.
    fixed: ClassVar[dict[str, str]] = {}
    stays: ClassVar[str | Promise] = ""
    joined = ("campaign__client",)

    client = text("client", "client_name")
    campaign = text("campaign", "campaign_name")

    def found(self, row: Row) -> AuditedModel | None:
        if not (row.get("client") and row.get("campaign")):
            return None
        return self.found_in(self.campaign_named(row["client"], row["campaign"]), row)

    def found_in(self, campaign: Campaign, row: Row) -> AuditedModel | None:
        raise NotImplementedError

    def campaign_named(self, client: str, campaign: str) -> Campaign:
        """The campaign of this client and name. Refuses others' and unknown ones in the same words."""
        named = {
            "client__name_key": normalise_name(client)[:255],
            "name_key": normalise_name(campaign)[:255],
        }
        there = Campaign.objects.visible_to(self.user).filter(**named).select_related("client").first()
        if there is None:
            sentence = _("There is no campaign of this name for this client; correct one of the two.")
            raise ValidationError({"campaign": sentence})
        return there

    def fill(self, instance: Any) -> None:
        is_new = instance.pk is None
        instance.client_name = "" if is_new else instance.campaign.client.name
        instance.campaign_name = "" if is_new else instance.campaign.name

    def stored(self, instance: Any, values: dict[str, Any]) -> Any:
        """The row as the database has it; what stays is taken out of `values`, and refused where it differs."""
        row = self.get_queryset().get(pk=instance.pk)
        self.fill(row)
        for name, column in self.fixed.items():
            if name in values and values.pop(name) != getattr(row, name):
                raise ValidationError({column: str(self.stays)})
        return row

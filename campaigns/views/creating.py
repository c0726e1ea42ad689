"""Planning a campaign for a client that is named on the same page: both come to be, or neither."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from campaigns.actor import Actor
from campaigns.domain.campaigns import CadenceLine, create_campaign
from campaigns.domain.clients import client_named
from campaigns.forms.campaign import NewCampaignForm
from campaigns.models import Campaign


def create_with_client(
    form: NewCampaignForm, cadence: Sequence[CadenceLine], *, by: Actor, now: datetime
) -> Campaign:
    """The campaign of a valid form; a client that was only named is created with it."""
    given = form.cleaned_data
    with transaction.atomic():
        client = given["client"] or client_named(
            given["new_client_name"], time_zone=given["new_client_time_zone"], by=by, now=now
        )
        return create_campaign(client=client, cadence=cadence, values=form.values(), by=by, now=now)

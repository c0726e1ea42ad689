"""The audit trail of a campaign: narrowed by action, person and day, and read back page by page."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campaigns.domain.audit_reads import chains_state
from campaigns.domain.campaign_trail import trail_page, trail_words
from campaigns.domain.queries import readable
from campaigns.forms.fields import DayField
from campaigns.models import AuditChain
from campaigns.views.doors import READ_AUDIT, needs, visible_campaign

LAST_SEQ = 2**53


class TrailForm(forms.Form):
    action = forms.CharField(
        label=_("Action"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "actions", "autocomplete": "off"}),
    )
    person = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    day = DayField(label=_("Day"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=LAST_SEQ, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """What can be read narrows; what cannot is said beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@require_safe
@needs(READ_AUDIT)
def campaign_audit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    form = TrailForm(request.GET)
    wanted = form.wanted()
    page = trail_page(campaign, **wanted)
    kept = {name: value for name, value in wanted.items() if name != "before"}
    context = {
        "campaign": campaign,
        "form": form,
        "words": trail_words(campaign),
        "trail": readable(page.entries, campaign.zone),
        "is_filtered": bool(kept),
        "older": urlencode({**kept, "before": page.older}) if page.older else "",
        "newest": urlencode(kept) if "before" in wanted else None,
        "tab": "audit",
        "chain": AuditChain.objects.filter(chain=campaign.pk).first(),
        "chain_is_whole": not chains_state(campaign.pk).broken,
    }
    return render(request, "campaigns/campaign_audit.html", context)

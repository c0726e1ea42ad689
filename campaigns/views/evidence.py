"""The evidence of a campaign as files: for spreadsheets, and for whoever wants to check the hashes."""

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from campaigns.csv_answers import csv_answer
from campaigns.domain.evidence import evidence_json, evidence_table
from campaigns.models import Campaign
from campaigns.views.doors import READ_AUDIT, needs, visible_campaign


@require_safe
@needs(READ_AUDIT)
def evidence_as_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    campaign = visible_campaign(request, pk)
    rows = evidence_table(campaign)
    return csv_answer(_name(campaign, "csv"), [str(name) for name in next(rows)], rows)


@require_safe
@needs(READ_AUDIT)
def evidence_as_json(request: HttpRequest, pk: int) -> HttpResponseBase:
    campaign = visible_campaign(request, pk)
    answer = StreamingHttpResponse(evidence_json(campaign), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{_name(campaign, "json")}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _name(campaign: Campaign, suffix: str) -> str:
    return f"{slugify(campaign.name) or campaign.pk}-evidence.{suffix}"

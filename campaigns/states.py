"""Which campaign status may follow which: the table that the campaign verbs consult."""

from campaigns.choices import CampaignStatus

CAMPAIGN_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "activate": (frozenset({CampaignStatus.PLANNED}), CampaignStatus.ACTIVE),
    "pause": (frozenset({CampaignStatus.ACTIVE}), CampaignStatus.PAUSED),
    "resume": (frozenset({CampaignStatus.PAUSED}), CampaignStatus.ACTIVE),
    "complete": (frozenset({CampaignStatus.ACTIVE, CampaignStatus.PAUSED}), CampaignStatus.COMPLETED),
    "reopen": (frozenset({CampaignStatus.COMPLETED}), CampaignStatus.ACTIVE),
}

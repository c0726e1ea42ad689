"""Campaigns as programs send them and read them."""

DAYS = {"start_date": "2026-03-02", "end_date": "2026-03-16"}
LAUNCH = {"name": "Spring launch", "cadence": {"linkedin": 3}, **DAYS}
FULL = {
    **LAUNCH,
    "venture_name": "Acme Labs",
    "objective": "Win 20 audits",
    "primary_cta": "Reply with AUDIT",
    "lead_capture_method": "Form",
    "time_zone": "Asia/Tokyo",
    "blackout_dates": ["2026-03-09", "2026-03-05", "2026-03-09"],
    "cadence": {"linkedin": 3, "instagram": {"post": 3, "reel": 2}},
}
FIXED = "This cannot be set here; leave it out."


def body_of(campaign, **changes):
    """A planned campaign of a client in Berlin as it is told."""
    return {
        "id": campaign.pk,
        "name": "Spring launch",
        "client": campaign.client_id,
        "client_name": "Acme",
        "venture_name": "",
        "objective": "",
        "platforms": ["linkedin"],
        "cadence": {"linkedin": 3},
        **DAYS,
        "primary_cta": "",
        "lead_capture_method": "",
        "time_zone": "Europe/Berlin",
        "blackout_dates": [],
        "status": "PLANNED",
        "pause_reason": "",
        "paused_at": None,
        "completed_at": None,
        "archived_at": None,
        "automation_paused": False,
        "version": 1,
        **changes,
    }


def times(answer):
    return {name: answer[name] for name in ("created_at", "updated_at")}

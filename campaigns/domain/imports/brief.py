"""Reads a campaign brief, so that a whole campaign can be set up from one file that a person can write.

YAML or JSON, in this shape; a question mark after a key means that it may be left out:

    client:
      name: text, unique              time_zone: an IANA name       notes?: text
      accounts?: [{platform, handle, profile_url?}]
    campaign:
      name: text                      objective: text               primary_cta: text
      start_date: YYYY-MM-DD          end_date: YYYY-MM-DD, inclusive
      venture_name?: text             lead_capture_method?: text    time_zone?: else the client's
      blackout_dates?: [YYYY-MM-DD]   activate?: true or false
    cadence:                          posts a week, 0 to 50, by platform in one of three forms
      linkedin: 3                     posts (newsletters for email)
      instagram: {post: 3, reel: 2}   by content type
      x: {post: {per_week: 2, weekdays?: [mon, thu], times?: ["09:30"]}}
    plan:                             at least one of
      angles?: [text]    positioning?: text    messaging?: {theme: [text]}    weekly_themes?: [text]
    calendar?: {days_ahead: 1 to 366, 14 when left out}

Dates and times are on the wall clock of the campaign's zone. Weekdays are mon to sun or 1 (Monday) to 7;
`twitter` means x. Unknown keys are refused: a typing mistake must not silently drop a part of the brief.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.choices import Platform
from campaigns.domain.imports.brief_cadence import CadenceBrief, as_platform, read_cadence
from campaigns.domain.imports.brief_fields import (
    NO_DATE,
    Problems,
    Section,
    as_day,
    as_entry,
    as_line,
    as_url,
)
from campaigns.domain.imports.brief_source import brief_values

__all__ = ["AccountBrief", "Brief", "CadenceBrief", "CampaignBrief", "ClientBrief", "PlanBrief", "read_brief"]

DAYS_AHEAD, MOST_DAYS_AHEAD = 14, 366
MOST_BLACKOUT_DATES = 400
BRIEF_KEYS = ("client", "campaign", "cadence", "plan", "calendar")
CLIENT_KEYS = ("name", "time_zone", "notes", "accounts")
ACCOUNT_KEYS = ("platform", "handle", "profile_url")
CAMPAIGN_KEYS = (
    "name",
    "venture_name",
    "objective",
    "start_date",
    "end_date",
    "primary_cta",
    "lead_capture_method",
    "time_zone",
    "blackout_dates",
    "activate",
)
PLAN_KEYS = ("angles", "positioning", "messaging", "weekly_themes")


@dataclass(frozen=True)
class AccountBrief:
    platform: Platform
    handle: str
    profile_url: str = ""


@dataclass(frozen=True)
class ClientBrief:
    name: str
    time_zone: str
    notes: str = ""
    accounts: tuple[AccountBrief, ...] = ()


@dataclass(frozen=True)
class CampaignBrief:
    """`start_date` and `end_date` are days of `time_zone`, both inclusive; blackout dates ascend."""

    name: str
    objective: str
    start_date: date
    end_date: date
    primary_cta: str
    time_zone: str
    venture_name: str = ""
    lead_capture_method: str = ""
    blackout_dates: tuple[date, ...] = ()
    activate: bool = False


@dataclass(frozen=True)
class PlanBrief:
    angles: tuple[str, ...]
    positioning: str
    messaging: Mapping[str, tuple[str, ...]]
    weekly_themes: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    client: ClientBrief
    campaign: CampaignBrief
    cadence: tuple[CadenceBrief, ...]
    plan: PlanBrief
    days_ahead: int = DAYS_AHEAD


def read_brief(data: bytes, *, file_name: str) -> Brief:
    """The brief in a YAML or JSON file of at most 256 kB; writes nothing.

    A file that cannot be read at all is refused under `file`. Everything else that is wrong is collected and
    refused at once, each under the path of its value, such as `campaign.end_date`.
    """
    problems = Problems()
    top = Section(brief_values(data, file_name=file_name), "", problems, BRIEF_KEYS)
    top.require("client", "campaign", "cadence", "plan")
    client = _client(top.section("client", CLIENT_KEYS))
    brief = Brief(
        client=client,
        campaign=_campaign(top.section("campaign", CAMPAIGN_KEYS), client.time_zone),
        cadence=read_cadence(top.section("cadence")),
        plan=_plan(top.section("plan", PLAN_KEYS)),
        days_ahead=top.section("calendar", ("days_ahead",)).number(
            "days_ahead", DAYS_AHEAD, 1, MOST_DAYS_AHEAD
        ),
    )
    problems.refuse_if_any()
    return brief


def _client(section: Section) -> ClientBrief:
    section.require("name", "time_zone")
    return ClientBrief(
        name=section.line("name"),
        time_zone=section.zone("time_zone"),
        notes=section.text("notes"),
        accounts=_accounts(section),
    )


def _accounts(client: Section) -> tuple[AccountBrief, ...]:
    accounts: dict[tuple[Platform, str], AccountBrief] = {}
    for path, entry in client.items("accounts"):
        section = Section({} if entry is None else entry, path, client.problems, ACCOUNT_KEYS)
        section.require("platform", "handle")
        account = AccountBrief(
            platform=section.taken("platform", as_platform, Platform.INTERNAL),
            handle=section.line("handle"),
            profile_url=section.taken("profile_url", as_url, ""),
        )
        key = (account.platform, account.handle.lstrip("@").casefold())
        if account.handle and key in accounts:
            section.report("handle", "is given twice on this platform; keep one of them.")
        accounts[key] = account
    return tuple(accounts.values())


def _campaign(section: Section, client_zone: str) -> CampaignBrief:
    section.require("name", "objective", "start_date", "end_date", "primary_cta")
    start_date, end_date = section.day("start_date"), section.day("end_date")
    if end_date < start_date and NO_DATE not in (start_date, end_date):
        section.report(
            "end_date", f"({end_date}) is before start_date ({start_date}); the campaign needs a day."
        )
    return CampaignBrief(
        name=section.line("name"),
        objective=section.text("objective"),
        start_date=start_date,
        end_date=end_date,
        primary_cta=section.line("primary_cta"),
        time_zone=section.zone("time_zone") or client_zone,
        venture_name=section.line("venture_name"),
        lead_capture_method=section.line("lead_capture_method"),
        blackout_dates=tuple(sorted(set(section.each("blackout_dates", as_day, MOST_BLACKOUT_DATES)))),
        activate=section.flag("activate"),
    )


def _plan(section: Section) -> PlanBrief:
    if section.is_given and not any(section.values.get(key) for key in PLAN_KEYS):
        section.report("angles", "is missing; a plan needs angles, positioning, messaging or weekly_themes.")
    return PlanBrief(
        angles=section.each("angles", as_entry),
        positioning=section.text("positioning"),
        messaging=_messaging(section.section("messaging")),
        weekly_themes=section.each("weekly_themes", as_line),
    )


def _messaging(section: Section) -> dict[str, tuple[str, ...]]:
    messaging: dict[str, tuple[str, ...]] = {}
    for key in section.values:
        try:
            theme = as_line(key)
        except ValueError as error:
            section.report(key, str(error))
            continue
        messaging[theme] = messaging.get(theme, ()) + section.each(key, as_entry)
    return messaging

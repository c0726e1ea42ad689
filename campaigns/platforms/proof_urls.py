"""Recognise the permalink of a published post without asking any network."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from string import ascii_lowercase, ascii_uppercase
from urllib.parse import parse_qsl, quote

from django.utils.translation import gettext as _

from campaigns.choices import Platform
from campaigns.platforms.addresses import Address, clean_address, refusal
from campaigns.platforms.facts import FactStatus, PlatformFacts, ProofRule, facts_for, has_permalinks
from campaigns.platforms.id_time import time_from_id

# Letters beyond ASCII stay, because lowering some of them makes the id longer than it may be.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_COUNTRY_CODE = "{cc}"
_SAFE_IN_CANONICAL = "-._~:@"
_SAFE_IN_ARCHIVE = "/%:@!$&()*+,;=-._~?"
# Parameters that name the person who clicked or the mailing they came from, never the page.
_TRACKING = re.compile(r"(?:utm_\w+|mc_[ce]id|fbclid|gclid|msclkid|igsh|igshid|_hs\w+|mkt_tok)", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProofUrl:
    """What an address says about the post it shows.

    `post_id` names the post within its platform and has at most 160 characters; it is empty when the address
    does not identify the post. `handle` is as written in the address, without @, or empty; compare it without
    regard to case. `published_at` is UTC, derived from the id, and only a hint: an id can be forged.
    """

    raw_url: str
    canonical_url: str
    platform: Platform
    post_id: str
    handle: str
    published_at: datetime | None
    is_weak: bool


def recognise(platform: Platform, url: str) -> ProofUrl:
    """The post an operator's link proves, on the platform of the task.

    Where posts have no permalinks (email, internal) any clean address is weak proof. Elsewhere refuses, with
    a sentence for the field `proof_value`: addresses `clean_address` refuses, links of another platform or of
    an unknown site, and pages that are not one post (profiles, feeds, composers). Callers strip spaces.
    """
    # A row read from the database holds the plain word, which has no label.
    platform = Platform(platform)
    address = clean_address(url)
    if not has_permalinks(platform):
        return _archive_page(platform, address)
    facts = facts_for(platform)
    if not _hosts_pattern(platform).fullmatch(address.host):
        raise refusal(_foreign_host_sentence(platform, address.host))
    for rule in facts.proof_rules.value:
        groups = _match(rule, facts, address)
        if groups is not None:
            return _proof(rule, facts, address, groups)
    raise refusal(
        _(
            "This is a page of %(platform)s, but not a single published post. "
            "Open the post and copy its link; it looks like %(example)s."
        )
        % {"platform": platform.label, "example": facts.proof_example.value}
    )


def _match(rule: ProofRule, facts: PlatformFacts, address: Address) -> dict[str, str] | None:
    hosts = rule.hosts or facts.proof_hosts.value
    if not _pattern_of(hosts).fullmatch(address.host):
        return None
    found = rule.path.fullmatch(address.path)
    if found is None:
        return None
    groups = found.groupdict(default="")
    for name, pattern in rule.query.items():
        values = [value for key, value in parse_qsl(address.query, keep_blank_values=True) if key == name]
        # Twice the same parameter means that two readers could see two different posts.
        in_query = pattern.fullmatch(values[0]) if len(values) == 1 else None
        if in_query is None:
            return None
        groups |= in_query.groupdict(default="")
    return groups


def _proof(rule: ProofRule, facts: PlatformFacts, address: Address, groups: dict[str, str]) -> ProofUrl:
    post_id = "" if rule.weak else rule.post_id.format_map(groups)
    quoted = {name: quote(value, safe=_SAFE_IN_CANONICAL) for name, value in groups.items()}
    return ProofUrl(
        raw_url=address.raw,
        canonical_url=rule.canonical.format_map(quoted),
        platform=facts.platform,
        post_id=post_id.translate(_LOWER) if rule.lowercase_id else post_id,
        handle=groups.get("handle", ""),
        published_at=_published_at(rule, facts, post_id),
        is_weak=rule.weak,
    )


def _published_at(rule: ProofRule, facts: PlatformFacts, post_id: str) -> datetime | None:
    """A scheme nobody has verified derives no time: a wrong one would accuse an honest operator."""
    if rule.id_alphabet is None or facts.id_time is None or facts.id_time.status is FactStatus.UNVERIFIED:
        return None
    return time_from_id(post_id, rule.id_alphabet, facts.id_time.value)


def _archive_page(platform: Platform, address: Address) -> ProofUrl:
    """Keeps scheme, query and fragment: nobody knows which of them the archive needs to find the page."""
    kept = "&".join(pair for pair in address.query.split("&") if pair and not _is_tracking(pair))
    page = address.host + quote(address.raw_path or "/", safe=_SAFE_IN_ARCHIVE)
    query = f"?{quote(kept, safe=_SAFE_IN_ARCHIVE)}" if kept else ""
    fragment = f"#{quote(address.fragment, safe=_SAFE_IN_ARCHIVE)}" if address.fragment else ""
    return ProofUrl(
        raw_url=address.raw,
        canonical_url=f"{address.scheme}://{page}{query}{fragment}",
        platform=platform,
        post_id="",
        handle="",
        published_at=None,
        is_weak=True,
    )


def _is_tracking(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0].lower()) is not None


def _foreign_host_sentence(platform: Platform, host: str) -> str:
    for other in Platform.outward():
        if _hosts_pattern(other).fullmatch(host):
            return _(
                "This looks like a link of %(other)s, but the task is for %(platform)s. "
                "Paste the link of the post on %(platform)s."
            ) % {"other": other.label, "platform": platform.label}
    return _("%(host)s is not a site of %(platform)s. Paste the link of the post on %(platform)s.") % {
        "host": host,
        "platform": platform.label,
    }


@cache
def _hosts_pattern(platform: Platform) -> re.Pattern[str]:
    """All hosts of a platform, its short links included."""
    facts = facts_for(platform)
    extra = tuple(host for rule in facts.proof_rules.value for host in rule.hosts)
    return _pattern_of(facts.proof_hosts.value + extra)


@cache
def _pattern_of(hosts: tuple[str, ...]) -> re.Pattern[str]:
    spelled = (re.escape(host).replace(re.escape(_COUNTRY_CODE), "[a-z]{2}") for host in hosts)
    return re.compile("|".join(spelled) or r"(?!)")

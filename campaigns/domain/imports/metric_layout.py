"""What describes one table of an export: how it is recognised, and what its columns mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.choices import Granularity, Platform
from campaigns.metric_names import MetricName as M


def header_key(name: str) -> str:
    """What makes two column names the same."""
    return " ".join(name.replace("_", " ").split()).casefold()


@dataclass(frozen=True)
class Layout:
    """One table of a format: `needs` are the columns that only it has, `metrics` what is read from it.

    `zone` is that of its times, empty where the file gives days only or nobody can know. `identity` are the
    columns that name a post or a campaign. `percent` are columns in which 3.06 means 3.06 percent.
    """

    name: str
    label: str
    needs: tuple[str, ...]
    metrics: Mapping[str, M]
    day: tuple[str, ...]
    platform: Platform | None = None
    granularity: Granularity = Granularity.DAY
    identity: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    order: str = ""
    zone: str = ""
    percent: frozenset[str] = frozenset()
    left_out: frozenset[str] = field(default_factory=frozenset)

    def fits(self, keys: frozenset[str]) -> bool:
        return all(need in keys for need in self.needs)

"""What every reader of metrics gives, and what a person may have to tell it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from campaigns.choices import Granularity, Platform
from campaigns.domain.imports.calendar_rows import SkippedRow
from campaigns.metric_names import MetricName

__all__ = ["Choices", "MetricFile", "MetricRow", "SkippedRow"]


@dataclass(frozen=True)
class Choices:
    """What a file may leave open: its format, the platform, the year and order of its dates, and its moment.

    `zone` is the campaign's; `today` is its local day, the last that an export can speak of.
    """

    zone: ZoneInfo
    today: date
    format: str = ""
    platform: Platform | None = None
    year: int | None = None
    day_order: str = ""


@dataclass(frozen=True)
class MetricRow:
    """One value. `external_id` names the post, campaign or period; it is empty for the total of a day."""

    row_number: int
    platform: Platform
    day: date
    metric_name: MetricName
    value: Decimal
    granularity: Granularity = Granularity.DAY
    external_id: str = ""
    link: str = ""

    @property
    def identity(self) -> str:
        return self.external_id or self.day.isoformat()


@dataclass(frozen=True)
class MetricFile:
    """All that was read. `unknown` are columns nobody knows, `left_out` those that are no metric of ours.

    `as_of` is the moment of the export where the file tells it.
    """

    format: str
    label: str
    rows: tuple[MetricRow, ...]
    skipped: tuple[SkippedRow, ...]
    rows_read: int
    unknown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    as_of: datetime | None = None

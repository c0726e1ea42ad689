"""What the demo workspace talks about: invented clients with invented words."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class DemoClient:
    time_zone: str
    accounts: tuple[tuple[str, str, str], ...]
    has_viewer: bool = False


@dataclass(frozen=True)
class DemoCampaign:
    client: str
    name: str
    venture: str
    objective: str
    cta: str
    lead_capture: str
    starts_in: int
    days: int
    cadence: tuple[tuple[str, str, int], ...]
    themes: tuple[str, ...]
    angles: tuple[str, ...]
    lines: tuple[str, ...]
    messaging: dict[str, list[str]] = field(default_factory=dict)
    # Posts that say what an earlier one said, so that the calendar has something to warn of.
    said_again: dict[int, int] = field(default_factory=dict)


CLIENTS = {
    "Lindenhof Bakery": DemoClient(
        time_zone="Europe/Berlin",
        accounts=(
            ("linkedin", "lindenhof-bakery-demo", "https://www.linkedin.com/company/lindenhof-bakery-demo/"),
            ("instagram", "@lindenhof.demo", "https://www.instagram.com/lindenhof.demo/"),
            ("x", "@lindenhof_demo", "https://x.com/lindenhof_demo"),
        ),
        has_viewer=True,
    ),
    "Northgate Analytics": DemoClient(
        time_zone="America/New_York",
        accounts=(
            ("linkedin", "northgate-demo", "https://www.linkedin.com/company/northgate-demo/"),
            ("x", "@northgate_demo", "https://x.com/northgate_demo"),
        ),
    ),
}

CAMPAIGNS = (
    DemoCampaign(
        client="Lindenhof Bakery",
        name="Winter bread",
        venture="Neighbourhood subscriptions",
        objective="Win 150 households that have fresh bread brought to the door every Saturday.",
        cta="Order a trial loaf",
        lead_capture="Order form on the website",
        starts_in=-42,
        days=70,
        cadence=(("instagram", "post", 3), ("linkedin", "post", 2), ("x", "post", 2)),
        themes=(
            "The oven",
            "The grain",
            "The people",
            "The neighbourhood",
            "The morning",
            "The table",
            "The season",
            "The gift",
            "The thanks",
            "The new year",
        ),
        angles=(
            "Bread that is awake before you are",
            "Six ingredients, all with names",
            "A street fed by one oven",
        ),
        lines=(
            "At four in the morning the street is dark and the oven is not.",
            "Rye needs time. We give it twenty-six hours.",
            "Mehmet has shaped loaves here for nineteen years. He still taps every one.",
            "The flour comes from a mill you can cycle to.",
            "Saturday, half past seven: the bag hangs on your door, still warm.",
        ),
        said_again={47: 44},
        messaging={
            "Craft": ["Twenty-six hours, six ingredients"],
            "Ease": ["You sleep, we ring nobody's bell"],
        },
    ),
    DemoCampaign(
        client="Northgate Analytics",
        name="Audit season",
        venture="Data audits",
        objective="Book 20 data audits with finance teams of mid-size manufacturers before the year ends.",
        cta="Reply with AUDIT",
        lead_capture="Direct replies",
        starts_in=-28,
        days=49,
        cadence=(("linkedin", "post", 3), ("x", "post", 2), ("linkedin", "carousel", 1)),
        themes=(
            "Numbers nobody owns",
            "The month-end scramble",
            "One table, five truths",
            "What an audit finds",
            "Before and after",
            "The first week",
            "Your questions",
        ),
        angles=("Month-end does not have to hurt", "The error is older than the report"),
        lines=(
            "If three people answer “who owns this number?” with three names, nobody does.",
            "We found the same customer under eleven spellings. So can you: sort by tax number.",
            "The spreadsheet was right. The copy of the copy was not.",
            "An audit is two weeks, four interviews and one list in order of money.",
        ),
        messaging={"Relief": ["Close the month a week earlier"]},
    ),
    DemoCampaign(
        client="Lindenhof Bakery",
        name="Spring market",
        venture="Market stall",
        objective="Fill the stall on eight market days and find forty new subscribers there.",
        cta="Meet us at the market",
        lead_capture="Cards at the stall",
        starts_in=9,
        days=28,
        cadence=(("instagram", "post", 2), ("instagram", "reel", 1)),
        themes=("The stall", "First rhubarb", "Behind the counter", "Last call"),
        angles=("Come for the smell",),
        lines=(
            "Eight Saturdays, one stall, no plastic.",
            "The first rhubarb is in. It is sour. It is wonderful.",
        ),
    ),
)


def copy_for(content: DemoCampaign, platform: str, place: int) -> dict[str, Any]:
    """Title and copy of the demo's post number `place`; a line comes back with another theme."""
    place = content.said_again.get(place, place)
    line = content.lines[place % len(content.lines)]
    theme = content.themes[place // len(content.lines) % len(content.themes)]
    tags = {"instagram": "\n\n#bread #baking", "linkedin": "", "x": ""}.get(platform, "")
    return {"title": line.split(".")[0][:80], "copy_text": f"{line}\n\n{theme}. {content.cta} →{tags}"}

"""Which groups of lines run, and at which sizes."""

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}

# The most that a group takes; what grows with the square, or is bounded by what people do, stays small.
MOST = {
    "clock": 10_000_000,
    "pages": 10_000_000,
    "queue": 100_000,
    "verifying": 1_000_000,
    "planning": 10_000,
    "completing": 100_000,
    "weekly": 100_000,
    "escalating": 10_000,
    "metrics": 50_000,
    "starting": 1_000,
}
EXTRA = {"metrics": [5_000, 50_000], "starting": [1_000]}


def sizes_of(group: str, largest: str) -> list[int]:
    """From a thousand to the largest, ten times as many each time, as far as the group goes."""
    most = min(SIZES[largest], MOST[group])
    if group in EXTRA:
        return [size for size in EXTRA[group] if size <= max(most, EXTRA[group][0])]
    return [size for size in SIZES.values() if size <= most]

"""Every colour pair the stylesheet combines can be read: WCAG 2.2 AA, computed from the tokens."""

from campaignops_site.contrast import combinations, contrast


def test_every_ink_is_readable_on_its_ground_in_both_schemes() -> None:
    assert len(combinations()) == 88
    assert [pair for pair in combinations() if not pair.holds] == []


def test_black_on_white_is_the_most_and_a_colour_on_itself_the_least() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#0b6370", "#0b6370") == 1

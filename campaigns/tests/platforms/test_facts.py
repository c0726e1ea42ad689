"""Every data file must load whole, say where each fact comes from, and offer usable defaults."""

import dataclasses
from datetime import date, time
from urllib.parse import urlsplit

import pytest

from campaigns.choices import Platform
from campaigns.errors import InvalidInput
from campaigns.platforms.facts import (
    Fact,
    FactStatus,
    TextUnit,
    default_times,
    default_weekdays,
    facts_for,
    has_permalinks,
    text_length,
)
from campaigns.platforms.proof_urls import recognise

OUTWARD = Platform.outward()
WITH_PERMALINKS = [platform for platform in OUTWARD if platform is not Platform.EMAIL]


def facts_of(platform: Platform) -> list[Fact]:
    facts = facts_for(platform)
    values = [getattr(facts, field.name) for field in dataclasses.fields(facts)]
    return [value for value in values if isinstance(value, Fact)]


@pytest.mark.parametrize("platform", OUTWARD)
def test_facts_each_name_a_source_a_date_and_a_status(platform):
    facts = facts_of(platform)

    assert len(facts) >= 9
    assert [fact for fact in facts if not fact.source.strip()] == []
    assert [fact for fact in facts if type(fact.verified_on) is not date] == []
    assert [fact for fact in facts if not isinstance(fact.status, FactStatus)] == []


def test_facts_read_a_fact_whole():
    fact = facts_for(Platform.X).text_limit

    assert fact == Fact(
        value=280,
        source="twitter-text configuration, version 3",
        verified_on=date(2026, 11, 22),
        status=FactStatus.OFFICIAL,
    )


def test_facts_know_a_platform_by_the_plain_word_of_a_row():
    answers = (facts_for("x").platform, has_permalinks("internal"), text_length("internal", "abc"))

    assert answers == (Platform.X, False, 3)
    assert type(answers[0]) is Platform


def test_facts_are_read_once():
    assert facts_for(Platform.X) is facts_for(Platform.X)


def test_facts_hold_the_limits_as_observed():
    limits = {
        platform.value: tuple(
            fact and fact.value
            for fact in (
                facts_for(platform).text_limit,
                facts_for(platform).title_limit,
                facts_for(platform).hashtag_limit,
            )
        )
        for platform in OUTWARD
    }

    assert limits == {
        "linkedin": (3000, None, None),
        "instagram": (2200, None, 5),
        "x": (280, None, None),
        "facebook": (63206, None, None),
        "threads": (500, None, 1),
        "bluesky": (300, None, None),
        "tiktok": (2200, 90, None),
        "youtube": (5000, 100, None),
        "pinterest": (500, 100, None),
        "reddit": (10000, 300, None),
        "email": (None, 50, None),
    }


def test_facts_name_the_unit_of_the_text_limit():
    unusual = {
        platform: facts_for(platform).text_unit.value
        for platform in OUTWARD
        if facts_for(platform).text_unit.value is not TextUnit.CHARACTERS
    }

    assert unusual == {Platform.X: TextUnit.WEIGHTED, Platform.BLUESKY: TextUnit.GRAPHEMES}


def test_facts_have_weights_exactly_where_text_is_weighted():
    weighted = [platform for platform in OUTWARD if facts_for(platform).text_weights is not None]

    assert weighted == [Platform.X]


def test_facts_refuse_internal():
    with pytest.raises(InvalidInput) as refused:
        facts_for(Platform.INTERNAL)

    sentence = "Internal tasks are not published anywhere. Choose a platform to see its rules."
    assert (refused.value.message, refused.value.fields) == (sentence, {"platform": [sentence]})


@pytest.mark.parametrize("platform", OUTWARD)
def test_default_weekdays_are_iso_days_in_order(platform):
    days = default_weekdays(platform)

    assert days == tuple(sorted(set(days) & set(range(1, 8))))
    assert len(days) >= 3


@pytest.mark.parametrize("platform", OUTWARD)
def test_default_times_are_at_least_three_local_times_in_order(platform):
    times = default_times(platform)

    assert times == tuple(sorted(set(times)))
    assert len(times) >= 3
    assert {moment.tzinfo for moment in times} == {None}


def test_default_times_never_coincide_between_platforms():
    times: list[time] = [moment for platform in OUTWARD for moment in default_times(platform)]

    assert sorted(times) == sorted(set(times))


@pytest.mark.parametrize("platform", OUTWARD)
def test_defaults_are_marked_as_our_own(platform):
    facts = facts_for(platform)

    assert {facts.posting_weekdays.source, facts.posting_times.source} == {"house default"}


def test_has_permalinks_everywhere_but_in_email_and_internal():
    without = [platform for platform in Platform if not has_permalinks(platform)]

    assert without == [Platform.EMAIL, Platform.INTERNAL]


def test_proof_hosts_belong_to_one_platform_only():
    hosts = [
        host
        for platform in OUTWARD
        for hosts in (
            facts_for(platform).proof_hosts.value,
            *(rule.hosts for rule in facts_for(platform).proof_rules.value),
        )
        for host in hosts
    ]

    assert sorted(hosts) == sorted(set(hosts))


@pytest.mark.parametrize("platform", WITH_PERMALINKS)
def test_proof_example_is_accepted_as_it_stands(platform):
    example = facts_for(platform).proof_example.value

    proof = recognise(platform, example)

    assert (proof.canonical_url, proof.is_weak) == (example.replace("/title/", "/"), False)


@pytest.mark.parametrize("platform", OUTWARD)
def test_composer_always_has_a_last_resort(platform):
    last = facts_for(platform).composer.value[-1]

    assert (last.device, last.needs_url) == ("any", False)
    assert urlsplit(last.address).scheme in {"https", "mailto"}

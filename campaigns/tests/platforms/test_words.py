"""Every sentence of the data files that people read can be translated."""

from campaigns.choices import Platform
from campaigns.platforms.facts import facts_for
from campaigns.platforms.words import MEDIA_RULES, PREFILLS


def test_the_sentences_of_the_data_files_are_all_written_out():
    facts = [facts_for(platform) for platform in Platform.outward()]

    assert {form.prefills for each in facts for form in each.composer.value} == set(PREFILLS)
    assert {each.media_rules.value for each in facts} == set(MEDIA_RULES)

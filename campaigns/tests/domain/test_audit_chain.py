"""The arithmetic of the chains: an entry's leaf is made of its canonical text, whatever stands in it."""

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.audit_chain import SAID, canonical, leaf_of

BEGUN = datetime(2000, 1, 1, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MOMENTS = st.timedeltas(timedelta(), timedelta(days=70_000)).map(lambda after: BEGUN + after)
NUMBERS = st.none() | st.integers(0, 2**63)


@given(MOMENTS, st.lists(TEXTS, min_size=12, max_size=12), NUMBERS, NUMBERS, st.integers(1, 9))
def test_leaf_is_the_hash_of_the_canonical_text_of_what_is_said(at, texts, actor, version, form):
    rest = iter(texts)
    values = {"at": at, "actor_id": actor, "entity_id": 7, "entity_version": version, "format_version": form}
    said = {name: values[name] if name in values else next(rest, "") for name in SAID}

    expected = hashlib.sha256(b"\x00" + canonical(said).encode()).hexdigest()

    assert leaf_of(tuple(said.values())) == expected

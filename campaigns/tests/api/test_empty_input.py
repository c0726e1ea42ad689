"""Verbs without words: what is sent to them all the same is refused, for nobody would read it."""

import pytest
from rest_framework.exceptions import ValidationError

from campaigns.api.fields import Input


def test_nothing_is_read_where_nothing_is_asked_for():
    read = Input(data={})

    assert read.is_valid(raise_exception=True)
    assert read.validated_data == {}


def test_what_is_sent_all_the_same_is_refused_by_its_name():
    with pytest.raises(ValidationError) as refused:
        Input(data={"force": True}).is_valid(raise_exception=True)

    assert refused.value.detail == {"force": ["No fields are sent here; leave the body empty."]}

"""Forms beyond every measure are refused as what they are: no fault of ours."""

import pytest
from django.http import QueryDict
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from campaigns.api.parsing import JsonParser, TooLarge, UploadParser


def read(form) -> QueryDict:
    sent = APIRequestFactory().post("/", form, format="multipart")
    return Request(sent, parsers=[JsonParser(), UploadParser()]).data


def test_a_form_is_read(settings):
    assert read({"name": "x"}).dict() == {"name": "x"}


def test_texts_larger_than_any_body_are_refused(settings):
    with pytest.raises(TooLarge, match="texts of the form are larger than 5 MB; send less"):
        read({"name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})


def test_more_fields_than_any_request_needs_are_refused(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    with pytest.raises(ParseError, match="more fields or files than any request needs"):
        read({"a": "1", "b": "2", "c": "3"})

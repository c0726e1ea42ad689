"""The dated facts about platforms, for everybody who is signed in."""

import pytest
from django.test import Client as Browser

from campaigns.choices import Platform
from campaigns.platforms.facts import facts_for
from campaigns.tests.api.program import program_of

pytestmark = pytest.mark.django_db

CODE = {"source": "public code of two scheduling tools (Postiz, BrightBean)", "verified_on": "2026-11-22"}
PUBLIC = {"source": "addresses of public posts", "verified_on": "2026-11-22", "status": "public code"}
HOUSE = {"source": "house default", "verified_on": "2026-11-22", "status": "unverified"}
FORM = {"device": "any", "needs_url": False, "fixed": {}, "text_param": "", "url_param": ""}
RULE = {"hosts": [], "query": {}, "post_id": "{post_id}", "lowercase_id": False, "weak": False}


def test_a_platform_tells_what_is_known_with_source_and_date(operating):
    answer = operating.get("/platforms/linkedin/")

    feed, post, pulse, short = facts_for(Platform.LINKEDIN).proof_rules.value
    assert answer.status_code == 200
    assert answer.json() == {
        "key": "linkedin",
        "name": "LinkedIn",
        "as_of": "2026-11-22",
        "text_limit": {**CODE, "status": "public code", "value": 3000},
        "text_unit": {
            "source": "public code of scheduling tools",
            "verified_on": "2026-11-22",
            "status": "public code",
            "value": "characters",
        },
        "text_weights": None,
        "title_limit": None,
        "hashtag_limit": None,
        "media_required": None,
        "media_rules": {
            **CODE,
            "status": "public code",
            "value": "A carousel has two or more images, or is one document. A video stands alone.",
        },
        "composer": {
            "source": "undocumented; public code and the discussion react-share#490",
            "verified_on": "2026-11-22",
            "status": "unverified",
            "value": [
                {
                    **FORM,
                    "address": "https://www.linkedin.com/feed/",
                    "device": "desktop",
                    "fixed": {"shareActive": "true"},
                    "text_param": "text",
                    "prefills": "the text",
                },
                {
                    **FORM,
                    "address": "https://www.linkedin.com/sharing/share-offsite/",
                    "device": "phone",
                    "needs_url": True,
                    "url_param": "url",
                    "prefills": "the link only; the phone app drops a prefilled text",
                },
                {
                    **FORM,
                    "address": "https://www.linkedin.com/feed/",
                    "fixed": {"shareActive": "true"},
                    "prefills": "nothing; paste the copied text",
                },
            ],
        },
        "posting_weekdays": {**HOUSE, "value": [1, 2, 3, 4, 5]},
        "posting_times": {**HOUSE, "value": ["08:15", "12:10", "17:20"]},
        "permalinks": {**PUBLIC, "value": True},
        "proof_hosts": {
            **PUBLIC,
            "value": ["linkedin.com", "www.linkedin.com", "m.linkedin.com", "{cc}.linkedin.com"],
        },
        "proof_example": {
            **PUBLIC,
            "value": "https://www.linkedin.com/feed/update/urn:li:activity:7454978812603375616",
        },
        "proof_rules": {
            **PUBLIC,
            "source": "addresses of public posts; lnkd.in is the short link of the platform",
            "value": [
                {
                    **RULE,
                    "path": feed.path.pattern,
                    "canonical": "https://www.linkedin.com/feed/update/urn:li:{kind}:{post_id}",
                    "id_alphabet": "decimal",
                },
                {
                    **RULE,
                    "path": post.path.pattern,
                    "canonical": "https://www.linkedin.com/feed/update/urn:li:{kind}:{post_id}",
                    "id_alphabet": "decimal",
                },
                {
                    **RULE,
                    "path": pulse.path.pattern,
                    "canonical": "https://www.linkedin.com/pulse/{slug}/",
                    "post_id": "pulse:{slug}",
                    "lowercase_id": True,
                    "id_alphabet": None,
                },
                {
                    **RULE,
                    "hosts": ["lnkd.in"],
                    "path": short.path.pattern,
                    "canonical": "https://lnkd.in/{code}",
                    "weak": True,
                    "id_alphabet": None,
                },
            ],
        },
        "id_time": {
            "source": "checked on a stored post whose time of publication is known",
            "verified_on": "2026-11-22",
            "status": "public code",
            "value": {
                "shift": 22,
                "epoch_ms": 0,
                "ticks_per_second": 1000,
                "smallest_id": 4_400_000_000_000_000_000,
            },
        },
    }


def test_weights_and_queries_are_told_where_there_are_any(operating):
    weights = operating.get("/platforms/x/").json()["text_weights"]
    rules = operating.get("/platforms/youtube/").json()["proof_rules"]["value"]

    assert weights == {
        "source": "twitter-text configuration, version 3",
        "verified_on": "2026-11-22",
        "status": "official",
        "value": {
            "url_length": 23,
            "default_weight": 2,
            "light_ranges": [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]],
        },
    }
    assert [list(rule["query"]) for rule in rules if rule["query"]] == [["v"]]


def test_all_platforms_are_on_one_page(viewing):
    page = viewing.get("/platforms/").json()

    names = [platform.value for platform in Platform.outward()]
    rows = [viewing.get(f"/platforms/{name}/").json() for name in names]
    assert page == {"count": 11, "next": None, "previous": None, "results": rows}
    assert [row["key"] for row in rows] == names


def test_the_old_name_of_x_is_understood(operating):
    assert operating.get("/platforms/twitter/").json()["key"] == "x"


@pytest.mark.parametrize("key", ["internal", "myspace", "LinkedIn", "1"])
def test_other_platforms_are_not_there(operating, key):
    answer = operating.get(f"/platforms/{key}/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_facts_are_only_read(managing):
    assert managing.post("/platforms/", {}).status_code == 405
    assert managing.patch("/platforms/x/", {}).status_code == 405
    narrowed = managing.get("/platforms/?page=2")
    assert (narrowed.status_code, list(narrowed.json()["errors"])) == (400, ["page"])


def test_only_who_is_signed_in_reads_them(operator_user):
    assert Browser().get("/api/v1/platforms/").status_code == 401
    assert program_of(operator_user, ("write",)).get("/platforms/").status_code == 403
    assert program_of(operator_user, ("read",)).get("/platforms/").status_code == 200

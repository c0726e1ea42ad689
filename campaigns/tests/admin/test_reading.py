"""What the admin shows, to whom, and what nobody can do there."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.domain.clients import add_account, create_client
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.models import (
    Account,
    AuditChain,
    AuditItem,
    Cadence,
    CalendarItem,
    Campaign,
    CampaignPlan,
    Client,
    ClientMembership,
    MetricEntry,
    OperatorAuditLog,
)
from campaigns.tests.admin.pages import change_url, list_url
from campaigns.tests.admin.worlds import planned
from conftest import user_named

MODELS = [
    Account,
    Cadence,
    CalendarItem,
    Campaign,
    CampaignPlan,
    Client,
    ClientMembership,
    MetricEntry,
    OperatorAuditLog,
]


def fill(client, manager, count):
    """`count` campaigns with everything that hangs on one."""
    now = timezone.now()
    for number in range(count):
        add_account(client, platform="x", handle=f"@acme{number}", by=manager, now=now)
        campaign = activate_campaign(planned(client, manager, name=f"No {number}"), by=manager, now=now)
        save_plan(campaign, angles=["A"], by=manager, now=now)
        log_metric(
            campaign,
            platform="x",
            day=campaign.start_date,
            metric_name="clicks",
            metric_value=number,
            by=manager,
            now=now,
        )
        generate_calendar(campaign, days_ahead=7, by=manager, now=now)
        other = create_client(name=f"Client {number}", by=manager, now=now)
        planned(other, manager, name="Alone")


def queries_of(browser, url, django_assert_max_num_queries):
    browser.get(url)
    with django_assert_max_num_queries(60) as seen:
        assert browser.get(url).status_code == 200
    return len(seen.captured_queries)


@pytest.mark.parametrize("model", MODELS)
def test_lists_cost_the_same_for_one_row_and_for_three(
    browser, client_acme, manager, model, django_assert_max_num_queries
):
    fill(client_acme, manager, 1)
    with_one = queries_of(browser, list_url(model), django_assert_max_num_queries)

    three = create_client(name="Three", by=manager, now=timezone.now())
    fill_again(three, manager)
    with_three = queries_of(browser, list_url(model), django_assert_max_num_queries)

    assert with_one == with_three


def fill_again(client, manager):
    now = timezone.now()
    for number in range(2):
        add_account(client, platform="x", handle=f"@three{number}", by=manager, now=now)
        campaign = activate_campaign(planned(client, manager, name=f"Three {number}"), by=manager, now=now)
        save_plan(campaign, angles=["A"], by=manager, now=now)
        day = campaign.start_date
        values = {"platform": "x", "day": day, "metric_name": "likes", "metric_value": 1}
        log_metric(campaign, **values, by=manager, now=now)
        generate_calendar(campaign, days_ahead=7, by=manager, now=now)


def test_every_model_of_both_apps_is_registered():
    models = [*apps.get_app_config("campaigns").get_models()]
    models += apps.get_app_config("operator_tasks").get_models()

    assert [model for model in models if not admin.site.is_registered(model)] == []


@pytest.mark.parametrize("model", [OperatorAuditLog, AuditChain, AuditItem])
def test_audit_tables_refuse_everything_even_to_a_superuser(autumn, manager_user, browser, model):
    manager_user.is_superuser = True
    manager_user.save()
    name = f"admin:campaigns_{model._meta.model_name}"
    row = model.objects.first()
    key = row.pk if row else 1
    count = model.objects.count()

    answers = [
        browser.get(reverse(f"{name}_add")),
        browser.post(reverse(f"{name}_add"), {"action": "x"}),
        browser.post(reverse(f"{name}_change", args=[key]), {"notes": "changed"}),
        browser.get(reverse(f"{name}_delete", args=[key])),
        browser.post(reverse(f"{name}_delete", args=[key]), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert model.objects.count() == count


def test_audit_entry_shows_before_and_after(browser, autumn, manager):
    activate_campaign(autumn, by=manager, now=timezone.now())
    entry = OperatorAuditLog.objects.get(action="campaign.activated")

    page = browser.get(change_url(entry)).content.decode()

    assert "<td>status</td><td>PLANNED</td><td>ACTIVE</td>" in page


def test_audit_needs_its_own_permission(browser, autumn, manager_user):
    manager_user.groups.clear()
    manager_user.user_permissions.add(Permission.objects.get(codename="view_operatorauditlog"))

    assert browser.get(list_url(OperatorAuditLog)).status_code == 403


def test_audit_shows_only_chains_of_visible_campaigns(client_acme, manager, autumn, operator_user):
    hidden = planned(create_client(name="Bolt", by=manager, now=timezone.now()), manager, name="Hidden")
    operator_user.is_staff = True
    operator_user.save()
    operator_user.user_permissions.add(Permission.objects.get(codename="read_audit"))
    reader = Browser()
    reader.force_login(operator_user)

    page = reader.get(list_url(OperatorAuditLog))

    assert {entry.chain for entry in page.context["cl"].result_list} == {autumn.pk}
    assert hidden.pk != autumn.pk


def test_staff_without_permissions_see_nothing(outsider, autumn):
    index = outsider.get(reverse("admin:index"))
    lists = [outsider.get(list_url(model)).status_code for model in (*MODELS, AuditChain, AuditItem)]
    page = outsider.get(change_url(autumn))

    assert index.context["app_list"] == []
    assert lists == [403] * len(lists)
    assert page.status_code in (302, 403)


def test_rows_of_other_clients_are_not_there(client_acme, manager, autumn, operator_user):
    hidden = planned(create_client(name="Bolt", by=manager, now=timezone.now()), manager, name="Hidden")
    operator_user.is_staff = True
    operator_user.save()
    for codename in ("view_campaign", "change_campaign", "manage_campaigns", "view_client"):
        operator_user.user_permissions.add(Permission.objects.get(codename=codename))
    reader = Browser()
    reader.force_login(operator_user)

    listed = reader.get(list_url(Campaign))
    page = reader.get(change_url(hidden))

    assert list(listed.context["cl"].result_list) == [autumn]
    assert b"Bolt" not in listed.content
    assert page.status_code == 302


def test_operators_and_viewers_do_not_enter(db):
    for role in ("operator", "viewer"):
        visitor = Browser()
        visitor.force_login(user_named(f"v-{role}", role))

        assert visitor.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(
    "query", ["client=abc", "client=99999", "client=-1", "status__exact=x", "p=9", "q=%25"]
)
def test_strange_filters_are_answered(browser, autumn, query):
    response = browser.get(f"{list_url(Campaign)}?{query}", follow=True)

    assert response.status_code == 200


def test_pages_hold_no_inline_code(browser, autumn, manager):
    entry = OperatorAuditLog.objects.first()
    pages = [
        reverse("admin:index"),
        list_url(Campaign),
        change_url(autumn),
        change_url(autumn.client),
        change_url(entry),
        reverse("admin:campaigns_campaign_add"),
        reverse("admin:campaigns_campaign_delete", args=[autumn.pk]),
    ]

    for url in pages:
        html = browser.get(url).content.decode()

        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", html) == [], url

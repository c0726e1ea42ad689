"""The week of a manager through pages and admin: from a new client and a new operator to evidence of what was done."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from campaigns.domain.audit_verify import verify
from campaigns.models import Campaign, Client, OperatorAuditLog
from operator_tasks.domain.sending import send_due
from operator_tasks.domain.ticking import tick_all
from operator_tasks.models import OperatorTask, Sop

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PASSWORD = "a horse that is correct"


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def add_client(page):
    page.goto("/clients/new/")
    page.get_by_label("Name").fill("Acme")
    page.get_by_label("Time zone").fill("UTC")
    press(page, "Save")
    page.get_by_role("heading", name="Acme").wait_for()
    return Client.objects.get()


def invite_operator(page, client):
    page.goto("/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Mail address").fill("nina@example.com")
    page.get_by_label(client.name).check()
    press(page, "Send the invitation")
    page.get_by_text("nina@example.com is invited").wait_for()
    send_due(clock=timezone.now)
    return re.search(r"/invitations/\S+", mail.outbox[-1].body)[0]


def take_up(page, link):
    page.goto(link)
    page.get_by_label("Username").fill("nina")
    page.get_by_label("Your name").fill("Nina van Dam")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    press(page, "Make my account")
    page.get_by_text("Welcome! Log in").wait_for()
    page.get_by_label("Username").fill("nina")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    page.get_by_role("heading", name="My day").wait_for()


def plan_campaign(page, client):
    today = timezone.now().date()
    page.goto(f"/campaigns/new/?client={client.pk}")
    page.locator("main select[name=client]").select_option(str(client.pk))
    page.locator("[name=name]").fill("Spring launch")
    page.get_by_label("Objective").fill("Win 20 audits")
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=14)).isoformat())
    page.locator("select[name$=platform]").first.select_option("linkedin")
    page.locator("select[name$=content_type]").first.select_option("post")
    page.locator("input[name$=posts_per_week]").first.fill("3")
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.get_by_role("heading", name="Spring launch").wait_for()
    press(page, "Activate")
    page.get_by_text("The campaign is active.").wait_for()
    return Campaign.objects.get()


def make_work(page, campaign):
    page.goto(f"/campaigns/{campaign.pk}/calendar/generate/")
    press(page, "Show what would be made")
    page.get_by_role("button", name=re.compile(r"Make \d+ items")).click()
    page.wait_for_url(re.compile(r"/(campaigns|calendar)/"))
    page.goto(f"/campaigns/{campaign.pk}/tasks/")
    press(page, "Make tasks from the calendar")
    page.get_by_role("button", name="Assign evenly").wait_for()
    press(page, "Assign evenly")
    page.get_by_text(re.compile("nina")).first.wait_for()
    return list(OperatorTask.objects.filter(campaign=campaign, task_type="POST").order_by("due_at"))


def improve_procedure(page):
    sop = Sop.objects.get(platform="linkedin", content_type="post")
    page.goto(f"/sops/{sop.pk}/draft/")
    body = page.get_by_label("Procedure")
    body.fill(body.input_value().replace("## TIPS", "## TIPS\n\n- Breathe in before you publish.", 1))
    page.get_by_label("What changed").fill("A calmer start")
    page.get_by_text("Breathe in before you publish.").last.wait_for()
    press(page, "Publish")
    page.get_by_text("A calmer start").first.wait_for()
    return sop


@pytest.mark.parametrize("screen", ["desk-light", "phone-dark"], indirect=True)
def test_a_managers_week(open_as, browser, live_server, screen, people, clock):
    manager = open_as("maria")
    client = add_client(manager)
    link = invite_operator(manager, client)
    device = screen.context(browser, live_server.url)
    take_up(device.new_page(), link)
    device.close()

    campaign = plan_campaign(manager, client)
    tasks = make_work(manager, campaign)
    assert {task.assignee.username for task in tasks} == {"nina"}
    sop = improve_procedure(manager)
    assert sop.versions.count() == 2
    manager.get_by_role("button", name=re.compile("^Move")).first.click()
    manager.get_by_text(re.compile("the latest version now")).wait_for()
    assert set(
        OperatorTask.objects.filter(task_type="POST").values_list("sop_version__number", flat=True)
    ) == {2}

    late = tasks[0].due_at + timedelta(hours=3)
    for moment in (late - timedelta(hours=2), late):
        tick_all(by=clock, now=moment)
    escalation = OperatorTask.objects.get(system_kind="escalation")
    manager.goto("/admin/")
    manager.get_by_role("link", name=re.compile("Acme")).first.wait_for()
    manager.goto(f"/tasks/{escalation.pk}/")
    manager.locator("form[action$='/complete/'] [name=proof_value]").fill("Nina is ill; omar takes over.")
    with manager.expect_navigation():
        manager.locator("form[action$='/complete/'] button[type=submit]").click()
    manager.get_by_text("Done").first.wait_for()

    week = timezone.now().strftime("%G-W%V")
    manager.goto(f"/campaigns/{campaign.pk}/reports/{week}/")
    press(manager, "Write the summary")
    manager.get_by_text("Written", exact=False).first.wait_for()

    manager.goto(f"/campaigns/{campaign.pk}/audit/")
    with manager.expect_download() as waiting:
        manager.get_by_role("link", name="Evidence as JSON").click()
    evidence = json.loads(waiting.value.path().read_text())
    actions = [entry["action"] for entry in evidence["entries"]]
    assert {"campaign.created", "escalation.opened", "task.completed", "summary.written"} <= set(actions)
    told = OperatorAuditLog.objects.filter(chain=0, actor_label="maria").order_by("seq")
    assert set(told.values_list("action", flat=True)) >= {
        "user.signed_in",
        "client.created",
        "invitation.created",
        "sop_version.published",
    }
    assert verify().faults == ()

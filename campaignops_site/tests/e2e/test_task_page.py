"""The task page: its steps, its copy, and every way in which a proof is read, refused, kept and not kept twice."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from campaigns.domain.calendar import edit_item, generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import add_account, create_client, set_members
from conftest import actor_for, brief, linkedin_proof, user_named
from operator_tasks.domain.checklists import ticked_steps
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, SopReport, TaskProof

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
everywhere = pytest.mark.parametrize(
    "screen", ["phone-dark", "desk-light", "phone-plain", "desk-plain"], indirect=True
)
A_POST_ON_X = "https://x.com/acme/status/1234567890123456789"
A_PROFILE = "https://www.linkedin.com/company/acme-inc/"


@pytest.fixture
def late(people):
    """A LinkedIn post that was due hours or days ago and is still open."""
    now, manager = timezone.now(), actor_for(people["maria"])
    began = now - timedelta(days=8)
    client = create_client(name="Acme", time_zone="UTC", by=manager, now=began)
    set_members(client, [people["omar"].pk], by=manager, now=began)
    account = add_account(client, platform="linkedin", handle="acme-inc", by=manager, now=began)
    days = {"start_date": began.date(), "end_date": began.date() + timedelta(days=14)}
    cadence = (CadenceLine("linkedin", "post", 7, account_id=account.pk),)
    campaign = create_campaign(client=client, cadence=cadence, values=brief(**days), by=manager, now=began)
    activate_campaign(campaign, by=manager, now=began)
    generate_calendar(campaign, days_ahead=14, by=manager, now=began)
    for item in campaign.calendar_items.all():
        edit_item(item, values={"copy_text": "Audits calm.\n\nReply with AUDIT."}, by=manager, now=began)
    planned = plan_tasks(campaign, by=manager, now=began).created
    return next(task for task in planned if task.due_at < now - timedelta(hours=3))


def proof_form(page):
    return page.locator("form[action$='/complete/']").first


def complete_with(page, screen, address, verdict="A post on LinkedIn"):
    """Paste an address, read what the page says about it where scripts run, and press Complete."""
    proof_form(page).get_by_label("Link of the post").fill(address)
    if screen.scripts:
        page.locator(".proof-reading").get_by_text(verdict).wait_for()
        leave_field(page)
    proof_form(page).get_by_role("button", name="Complete").click()


def leave_field(page):
    """The page asks about the address once more when the field is left; the form is sent after the answer."""
    proof_form(page).get_by_label("Link of the post").blur()
    page.locator(".proof-entry.htmx-request").wait_for(state="detached")


def published_at(moment):
    """The address of a LinkedIn post whose id tells this moment."""
    number = int(moment.timestamp() * 1000) << 22
    return f"https://www.linkedin.com/posts/acme-inc_audits-calm-activity-{number}-aB1c"


@everywhere
def test_two_people_at_one_task_see_what_the_other_did(open_as, queue, people, screen):
    task, omar = queue[0], people["omar"]
    olga, manager = user_named("olga", "operator"), actor_for(people["maria"])
    set_members(task.campaign.client, [omar.pk, olga.pk], by=manager, now=timezone.now())
    first, second = open_as("omar"), open_as("olga")

    first.goto(f"/tasks/{task.pk}/")
    first.locator("#step-2-tick").click()
    first.locator("#step-2-tick[aria-pressed=true]").wait_for()
    assert ticked_steps(task) == frozenset({1})
    first.reload()
    assert first.locator("#step-2-tick").get_attribute("aria-pressed") == "true"
    assert "1 of 8 steps" in first.locator("#steps-count").inner_text()

    first.locator("#step-2").get_by_role("link", name="Step 2 is wrong").click()
    first.get_by_label("What is wrong, and how is it really?").fill("There is no such button.")
    first.get_by_role("button", name="Report", exact=True).click()
    first.get_by_text("Reported. A manager will look at it").wait_for()
    assert list(SopReport.objects.values_list("task", "step", "note", "reporter_label")) == [
        (task.pk, 1, "There is no such button.", "omar")
    ]

    second.goto(f"/tasks/{task.pk}/")
    assert second.locator("#step-2-tick").get_attribute("aria-pressed") == "true"
    assert "There is no such button." in second.locator("#step-2").inner_text()

    complete_with(first, screen, linkedin_proof(1).value)
    first.get_by_text(f"Done: {task.title}.").wait_for()
    complete_with(second, screen, linkedin_proof(2).value)
    told = second.locator(".banner", has_text="omar completed this task")
    told.wait_for()
    done = OperatorTask.objects.get(pk=task.pk)
    assert f"{done.completed_at:%H:%M} UTC" in told.inner_text()
    assert (done.completed_by_label, done.proof.value) == ("omar", linkedin_proof(1).value)


@pytest.mark.parametrize("screen", ["phone-plain", "desk-plain"], indirect=True)
def test_what_proves_nothing_is_refused_in_words_and_a_picture_is_kept(open_as, queue, people, screen):
    task, now = queue[0], timezone.now()
    complete_task(queue[1], proof=linkedin_proof(7), by=actor_for(people["omar"]), now=now)
    page = open_as("omar")
    page.goto(f"/tasks/{task.pk}/")

    for address, words in (
        (A_POST_ON_X, "This looks like a link of X, but the task is for LinkedIn."),
        (A_PROFILE, "This is a page of LinkedIn, but not a single published post."),
        (linkedin_proof(7).value, f"This post is the proof of task “{queue[1].title}” of Spring launch"),
    ):
        complete_with(page, screen, address, words)
        page.locator("form .errorlist").filter(has_text=words).wait_for()
    assert list(TaskProof.objects.values_list("task", flat=True)) == [queue[1].pk]

    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    form = proof_form(page)
    form.get_by_label("Link of the post").fill("")
    if not form.locator("details.proof-more").evaluate("details => details.open"):
        form.locator("details.proof-more > summary").click()
    form.locator("[name=proof_type][value=UPLOAD]").check()
    shot = {"name": "shot.png", "mimeType": "image/png", "buffer": out.getvalue()}
    form.get_by_label("Screenshot or PDF").set_input_files(shot)
    form.get_by_role("button", name="Complete").click()
    page.get_by_text(f"Done: {task.title}.").wait_for()
    fields = ("proof_type", "file_label", "file_type", "value")
    assert TaskProof.objects.values_list(*fields).get(task=task) == ("UPLOAD", "shot.png", "image/png", "")


@everywhere
def test_a_form_that_comes_twice_is_recorded_once(open_as, queue, screen):
    task = queue[0]
    page = open_as("omar", service_workers="block")
    page.goto(f"/tasks/{task.pk}/")

    def lose_the_answer(route):
        """The first sending arrives and its answer is lost; the person sends the same form again."""
        route.fetch(max_redirects=0)
        route.continue_()

    page.route("**/complete/", lose_the_answer)
    complete_with(page, screen, linkedin_proof().value)
    page.get_by_text(f"Recorded already: {task.title}.").wait_for()

    done = OperatorTask.objects.get(pk=task.pk)
    assert (done.status, TaskProof.objects.count(), done.follow_ups.count()) == ("DONE", 1, 2)


def test_copy_goes_to_the_clipboard_and_the_post_is_recognised_while_typing(open_as, late):
    page = open_as("omar", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/tasks/{late.pk}/")

    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Audits calm.\n\nReply with AUDIT."

    verdict = page.locator(".proof-reading")
    field = proof_form(page).get_by_label("Link of the post")
    field.fill(A_PROFILE)
    verdict.get_by_text("not a single published post").wait_for()
    field.fill(published_at(late.due_at + timedelta(hours=2)))
    verdict.get_by_text("A post on LinkedIn by acme-inc").wait_for()
    assert "2 h late" in verdict.inner_text()
    field.fill(published_at(late.due_at).replace("acme-inc", "other-inc"))
    verdict.get_by_text("A post on LinkedIn by other-inc").wait_for()
    assert "The link names other-inc, the task was for acme-inc." in verdict.inner_text()
    assert OperatorTask.objects.values_list("status", "proof").get(pk=late.pk) == (late.status, None)

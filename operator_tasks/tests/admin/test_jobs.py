"""Jobs in the admin: runs are run again by their verb, the queue's own calls are never touched."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success
from django_q.signing import SignedPackage

from campaigns.tests.admin.pages import act, change_url, delete_url, list_url, told
from campaigns.tests.admin.worlds import last_entries
from operator_tasks.domain import ledger
from operator_tasks.models import Automation, JobRun

SECRET = "a pickled secret"


def run_of(state, key):
    return JobRun.objects.create(name="campaign_tick", key=key, state=state, created_at=timezone.now())


def result_of(model, *, success):
    now = timezone.now()
    return model.objects.create(
        id="0" * 31 + str(int(success)),
        name="tick",
        func="operator_tasks.jobs.run",
        args=(SECRET,),
        result=SECRET,
        started=now,
        stopped=now,
        success=success,
    )


@pytest.fixture
def queue():
    waiting = OrmQ.objects.create(key="campaignops", payload=SignedPackage.dumps({"args": (SECRET,)}))
    return [
        waiting,
        result_of(Success, success=True),
        result_of(Failure, success=False),
        Schedule.objects.first(),
    ]


def test_run_again_does_the_dead_and_names_the_done(
    browser, manager_user, django_capture_on_commit_callbacks
):
    dead, done = run_of("dead", "one"), run_of("done", "two")

    with django_capture_on_commit_callbacks() as rings:
        response = act(browser, [dead, done], "run_again")

    states = dict(JobRun.objects.values_list("key", "state"))
    assert told(response) == [
        "1 job run: entered to run again.",
        "campaign_tick two: Only dead and failed runs can be run again; this one is Done.",
    ]
    assert states == {"one": "queued", "two": "done"}
    assert len(rings) == 1


def test_run_again_needs_its_permission(browser, manager_user):
    dead = run_of("dead", "one")
    manager_user.groups.clear()
    manager_user.user_permissions.add(Permission.objects.get(codename="view_jobrun"))

    browser.post(list_url(JobRun), {"action": "run_again", "index": 0, "_selected_action": dead.pk})

    assert JobRun.objects.get().state == "dead"


def test_runs_are_never_written_by_hand(browser, manager_user):
    run = run_of("dead", "one")

    answers = [
        browser.post(change_url(run), {"state": "done"}),
        browser.post(delete_url(run), {"post": "yes"}),
        browser.post(reverse("admin:operator_tasks_jobrun_add"), {"name": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert JobRun.objects.get().state == "dead"


def test_automation_is_held_and_released(browser, manager_user):
    url = list_url(Automation)

    held = browser.post(url, {"held": "yes"}, follow=True)
    while_held = ledger.automation_is_paused()
    released = browser.post(url, {"held": "no"}, follow=True)

    assert told(held) == ["All automation is held."]
    assert told(released) == ["Automation is released."]
    assert (while_held, ledger.automation_is_paused()) == (True, False)
    assert last_entries(2) == [
        ("automation.held", "admin", "maria"),
        ("automation.released", "admin", "maria"),
    ]


def test_automation_needs_its_permission(browser, manager_user):
    manager_user.groups.clear()
    manager_user.user_permissions.add(Permission.objects.get(codename="view_automation"))

    page = browser.get(list_url(Automation))
    answer = browser.post(list_url(Automation), {"held": "yes"})

    assert (page.status_code, answer.status_code) == (200, 403)
    assert not ledger.automation_is_paused()


def test_queue_shows_no_calls_and_takes_none(browser, manager_user, queue):
    manager_user.is_superuser = True
    manager_user.save()

    for row in queue:
        name = f"admin:django_q_{row._meta.model_name}"
        pages = [browser.get(list_url(type(row))), browser.get(change_url(row))]
        refused = [
            browser.get(reverse(f"{name}_add")),
            browser.post(reverse(f"{name}_add"), {"func": "os.system"}),
            browser.post(change_url(row), {"func": "os.system", "args": "('ls',)"}),
            browser.post(delete_url(row), {"post": "yes"}),
        ]

        assert [page.status_code for page in pages] == [200, 200]
        assert [SECRET in page.content.decode() for page in pages] == [False, False]
        assert [answer.status_code for answer in refused] == [403] * 4


def test_queue_offers_no_actions(browser, manager_user, queue):
    page = browser.get(list_url(Failure))

    assert page.status_code == 200
    assert page.context["action_form"] is None


def running_now(browser, job):
    return browser.post(reverse("admin:operator_tasks_jobrun_run_now"), {"job": job}, follow=True)


def test_a_job_is_run_now_from_the_list(browser, django_capture_on_commit_callbacks):
    page = browser.get(list_url(JobRun)).content.decode()
    with django_capture_on_commit_callbacks() as rings:
        answer = running_now(browser, "send_notices")

    run = JobRun.objects.get(name="send_notices")
    assert '<option value="send_notices">' in page
    assert told(answer) == ["1 run is entered."]
    assert (run.state, run.note, len(rings)) == ("queued", "Run by maria.", 1)


def test_what_cannot_run_now_says_why(browser, manager):
    ledger.set_automation(paused=True, by=manager, now=timezone.now())

    assert told(running_now(browser, "send_notices")) == [
        "All automation is held. Release it, then run the job."
    ]
    assert told(running_now(browser, "rm"))[0].startswith("There is no job of this name; known: ")
    assert not JobRun.objects.exists()


def test_only_those_who_run_jobs_run_one_now(outsider, browser):
    assert running_now(outsider, "send_notices").status_code == 403
    assert browser.get(reverse("admin:operator_tasks_jobrun_run_now")).status_code == 302
    assert not JobRun.objects.exists()

"""Jobs for programs: what ran, running one now exactly once, and the switch that holds them all."""

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from campaigns.tests.api.program import program_of
from campaigns.tests.witness import told
from operator_tasks import jobs
from operator_tasks.domain import ledger
from operator_tasks.models import JobRun
from operator_tasks.tests.rows import running_campaign

pytestmark = pytest.mark.django_db
ROLE = "Your role does not allow this; ask a manager."


def unheard(_run_id: int) -> None:
    """For runs that the test carries out itself."""


def submitted(key: str, name: str = "campaign_tick") -> JobRun:
    return ledger.submit(name, key, ring=unheard, now=timezone.now())


def failed(key: str) -> JobRun:
    """A weekly run of a campaign that is none."""
    run = submitted(key, "weekly_campaign_summary")
    with pytest.raises(ValueError, match="nobody"):
        jobs.run(run.pk)
    return JobRun.objects.get(pk=run.pk)


def moment(value):
    return value and value.isoformat().replace("+00:00", "Z")


def test_a_job_is_run_now_by_a_worker_and_read_until_it_is_done(managing, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entered = managing.post("/jobs/campaign_tick/run/")

    run = JobRun.objects.get()
    shown = {
        "id": run.pk,
        "name": "campaign_tick",
        "key": f"manual:{run.created_at:%Y-%m-%dT%H:%MZ}",
        "state": "queued",
        "attempts": 0,
        "counts": {},
        "note": "Run by maria.",
        "error": "",
        "started_at": None,
        "finished_at": None,
        "created_at": moment(run.created_at),
    }
    assert (entered.status_code, entered.json(), OrmQ.objects.count()) == (202, {"runs": [shown]}, 1)

    assert jobs.run(run.pk) == "done"

    run.refresh_from_db()
    counts = {"due": 0, "overdue": 0, "missed": 0, "escalations": 0, "completed_campaigns": 0}
    assert managing.get(f"/jobs/{run.pk}/").json() == {
        **shown,
        "state": "done",
        "attempts": 1,
        "counts": counts,
        "started_at": moment(run.started_at),
        "finished_at": moment(run.finished_at),
    }


def test_with_a_key_a_job_is_entered_once(managing):
    first, again = (
        managing.post("/jobs/send_notices/run/", headers={"Idempotency-Key": "now"}) for _ in range(2)
    )

    assert (again.status_code, again.json()) == (202, first.json())
    assert JobRun.objects.count() == 1


def test_weekly_summaries_are_entered_as_their_schedule_does(managing, client_acme, manager):
    campaign = running_campaign(client_acme, manager, timezone.now())
    jobs.weekly_campaign_summary()
    scheduled = JobRun.objects.get()

    entered = managing.post("/jobs/weekly_campaign_summary/run/").json()["runs"]

    assert [(run["id"], run["key"]) for run in entered] == [(scheduled.pk, scheduled.key)]
    assert scheduled.key.partition(":")[0] == str(campaign.pk)
    assert jobs.run(scheduled.pk) == "done"
    assert managing.post("/jobs/weekly_campaign_summary/run/").json() == {"runs": []}


def test_a_job_that_there_is_not_is_named(managing):
    answer = managing.post("/jobs/sweep/run/")

    known = "campaign_tick, escalate_overdue_tasks, "
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith(f"There is no job of this name; known: {known}")


def test_while_automation_is_held_no_job_is_entered(managing, manager):
    ledger.set_automation(paused=True, by=manager, now=timezone.now())

    answer = managing.post("/jobs/campaign_tick/run/")

    text = "All automation is held. Release it, then run the job."
    assert (answer.status_code, answer.json()["detail"]) == (409, text)
    assert not JobRun.objects.exists()


def test_a_failed_run_is_run_again_and_a_done_one_is_not(managing, django_capture_on_commit_callbacks):
    run = failed("nobody:2026-W10")
    with django_capture_on_commit_callbacks(execute=True):
        again = managing.post(f"/jobs/{run.pk}/run-again/")

    assert (again.status_code, OrmQ.objects.count()) == (202, 1)
    fresh = JobRun.objects.get()
    assert again.json() == {
        "id": run.pk,
        "name": "weekly_campaign_summary",
        "key": "nobody:2026-W10",
        "state": "queued",
        "attempts": 0,
        "counts": {},
        "note": "",
        "error": "ValueError: invalid literal for int() with base 10: 'nobody'",
        "started_at": moment(run.started_at),
        "finished_at": moment(run.finished_at),
        "created_at": moment(fresh.created_at),
    }
    waits = managing.post(f"/jobs/{run.pk}/run-again/")
    text = "Only dead and failed runs can be run again; this one is Queued."
    assert (waits.status_code, waits.json()["detail"]) == (409, text)
    assert managing.post(f"/jobs/{run.pk + 1}/run-again/").status_code == 404


@pytest.mark.parametrize("path", ["/jobs/campaign_tick/run/", "/jobs/{run}/run-again/"])
def test_a_body_that_nobody_reads_is_refused(managing, path):
    answer = managing.post(path.format(run=failed("nobody:2026-W10").pk), {"force": True})

    text = "No fields are sent here; leave the body empty."
    assert (answer.status_code, answer.json()["errors"]) == (400, {"force": [text]})


def test_runs_are_listed_from_the_newest_and_narrowed(managing, django_assert_num_queries):
    first, second, broken = submitted("one"), submitted("two"), failed("nobody:2026-W10")
    ledger.beat(now=timezone.now())

    def found(query: str) -> list[int]:
        return [run["id"] for run in managing.get(f"/jobs/{query}").json()["results"]]

    assert found("") == [broken.pk, second.pk, first.pk]
    assert found("?ordering=id") == [first.pk, second.pk, broken.pk]
    assert found("?name=campaign_tick") == [second.pk, first.pk]
    assert found("?state=failed") == [broken.pk]
    assert managing.get("/jobs/?state=lost").status_code == 400
    assert managing.get(f"/jobs/{JobRun.objects.get(name='check').pk}/").status_code == 404
    with django_assert_num_queries(5):
        found("?page_size=2")


def test_jobs_are_for_those_who_run_them_and_tokens_that_may(operating, viewing, manager_user):
    run = submitted("one")
    asked = [("get", "/jobs/"), ("get", f"/jobs/{run.pk}/")]
    asked += [("post", "/jobs/campaign_tick/run/"), ("post", f"/jobs/{run.pk}/run-again/")]

    for program, text in (
        (operating, ROLE),
        (viewing, ROLE),
        (
            program_of(manager_user, ("read", "write")),
            "This token lacks the scope “admin”; make one that has it in Settings.",
        ),
    ):
        answers = [getattr(program, method)(path) for method, path in asked]
        assert [(each.status_code, each.json()["detail"]) for each in answers] == [(403, text)] * 4
    assert JobRun.objects.count() == 1


def test_automation_is_held_and_released(managing):
    assert managing.get("/automation/").json() == {"is_paused": False}

    held = managing.post("/automation/", {"is_paused": True})

    assert (held.status_code, held.json()) == (200, {"is_paused": True})
    assert managing.get("/automation/").json() == {"is_paused": True}
    assert told("automation.held")[:2] == ("maria", "api")
    assert managing.post("/automation/", {"is_paused": False}).json() == {"is_paused": False}
    assert told("automation.released")[:2] == ("maria", "api")
    assert not ledger.automation_is_paused()


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"is_paused": ["This field is required."]}),
        ({"is_paused": "yes"}, {"is_paused": ["Write true or false."]}),
        ({"is_paused": True, "paused": True}, {"paused": ["There is no such field here; known: is_paused."]}),
    ],
)
def test_the_switch_takes_true_or_false(managing, sent, errors):
    answer = managing.post("/automation/", sent)

    assert (answer.status_code, answer.json()["errors"]) == (400, errors)
    assert not ledger.automation_is_paused()


def test_those_who_work_here_see_the_switch_and_managers_turn_it(operating, viewing, manager_user):
    assert operating.get("/automation/").json() == {"is_paused": False}
    assert viewing.get("/automation/").status_code == 403
    without_admin = program_of(manager_user, ("read", "write"))
    for program in (operating, viewing, without_admin):
        assert program.post("/automation/", {"is_paused": True}).status_code == 403
    assert not ledger.automation_is_paused()

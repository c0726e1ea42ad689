"""The rules of supervision that need no process: when to start again, when to give up, what is frozen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from campaignops_site.supervision.child import GaveUp, Restarts
from campaignops_site.supervision.preflight import CannotStart, held_data_dir, require_free_port
from campaignops_site.supervision.pulse import FROZEN_AFTER, LOOK_EVERY, Pulse

BEAT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def test_restarts_wait_longer_after_each_quick_end_and_then_give_up():
    restarts = Restarts()

    delays = [restarts.delay_after(lived=0.5) for _ in range(4)]

    assert delays == [1.0, 2.0, 4.0, 8.0]
    with pytest.raises(GaveUp, match="ended 5 times in a row within 30 seconds"):
        restarts.delay_after(lived=0.5)


def test_restarts_forget_quick_ends_after_a_long_life():
    restarts = Restarts()
    for _ in range(4):
        restarts.delay_after(lived=0.5)

    delays = [restarts.delay_after(lived=3600.0), restarts.delay_after(lived=0.5)]

    assert delays == [1.0, 2.0]


def looks(pulse: Pulse, *, until: float, started_at: float = 0.0) -> list[float]:
    """The moments up to `until`, a look apart, at which the pulse calls the worker frozen."""
    count = int(until // LOOK_EVERY) + 1
    moments = [index * LOOK_EVERY for index in range(count)]
    return [now for now in moments if pulse.is_frozen(started_at=started_at, now=now)]


def test_pulse_calls_a_worker_frozen_once_its_heartbeat_has_stood_still():
    pulse = Pulse(lambda: BEAT)

    frozen_at = looks(pulse, until=FROZEN_AFTER + 2 * LOOK_EVERY)

    assert frozen_at == [FROZEN_AFTER + LOOK_EVERY, FROZEN_AFTER + 2 * LOOK_EVERY]


def test_pulse_leaves_a_beating_worker_alone_whatever_the_wall_clock_says():
    beats = iter(BEAT - timedelta(days=count) for count in range(1000))
    pulse = Pulse(lambda: next(beats))

    frozen_at = looks(pulse, until=10 * FROZEN_AFTER)

    assert frozen_at == []


def test_pulse_gives_a_new_worker_its_time_although_none_was_ever_heard_of():
    pulse = Pulse(lambda: None)

    frozen_at = looks(pulse, until=2 * FROZEN_AFTER, started_at=FROZEN_AFTER)

    assert frozen_at == []


def test_pulse_takes_a_silent_database_for_no_proof():
    def unanswered() -> datetime:
        raise OperationalError("the server is away")

    pulse = Pulse(unanswered)

    frozen_at = looks(pulse, until=3 * FROZEN_AFTER)

    assert frozen_at == []


def test_a_data_dir_can_be_held_again_once_it_was_released(tmp_path):
    with (
        held_data_dir(tmp_path),
        pytest.raises(CannotStart, match="already running"),
        held_data_dir(tmp_path),
    ):
        pass

    with held_data_dir(tmp_path):
        pass


def test_a_host_that_is_not_of_this_machine_is_refused():
    with pytest.raises(CannotStart, match="Choose another with --host"):
        require_free_port("192.0.2.1", 8000)

"""One campaign that fails does not hold up the others, and the job still fails."""

import pytest

from operator_tasks.domain.failures import Failures


def test_every_one_has_its_turn_and_the_failures_are_told_together():
    done, failures = [], Failures("ticks")
    for number in range(3):
        with failures.told_later():
            if number == 1:
                raise ValueError("no such zone")
            done.append(number)

    with pytest.raises(ExceptionGroup, match="1 ticks failed: ValueError: no such zone"):
        failures.tell()
    assert done == [0, 2]


def test_nothing_is_told_where_nothing_failed():
    failures = Failures("ticks")
    with failures.told_later():
        pass

    assert failures.tell() is None

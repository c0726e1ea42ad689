"""A mail to oneself, and when the next morning mail is due."""

from datetime import UTC, datetime
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from campaigns.errors import NotNow
from campaigns.models import Preferences
from campaigns.tests.witness import refused
from operator_tasks.domain.trial_mail import MailNotSent, next_morning, send_trial_mail


class DeafServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def test_it_goes_to_the_person_and_says_so(operator_user):
    said = send_trial_mail(operator_user)

    assert said == "A test mail is on its way to omar@example.com."
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["omar@example.com"], "Test mail of CampaignOps")
    ]


def test_without_a_mail_server_it_says_where_it_went(operator_user, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    said = send_trial_mail(operator_user)

    assert said == "No mail server is set here, so the mail to omar@example.com was written to the log."
    assert "Test mail of CampaignOps" in capsys.readouterr().out


def test_twice_within_a_minute_is_refused_to_each_person(operator_user, manager_user):
    send_trial_mail(operator_user)

    with refused(NotNow, "less than a minute ago"):
        send_trial_mail(operator_user)

    send_trial_mail(manager_user)
    assert [letter.to for letter in mail.outbox] == [["omar@example.com"], ["maria@example.com"]]


def test_without_an_address_it_is_refused(operator_user):
    operator_user.email = ""

    with refused(NotNow, "no mail address for you"):
        send_trial_mail(operator_user)


def test_a_server_that_does_not_take_it_is_named(operator_user, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeafServer"

    with refused(MailNotSent, "did not take it: Connection unexpectedly closed"):
        send_trial_mail(operator_user)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "is on its way" in send_trial_mail(operator_user)


@pytest.mark.parametrize("address", ["omar@example.com\nBcc: all@example.com", "a\r\nb@example.com"])
def test_an_address_that_no_mail_can_carry_is_a_refusal(operator_user, address):
    operator_user.email = address

    with refused(MailNotSent, "did not take it: Header values can't contain newlines"):
        send_trial_mail(operator_user)


@pytest.mark.parametrize(
    ("days", "hour", "now", "at"),
    [
        ("daily", 8, "2026-03-02T06:30", "2026-03-02T07:00"),
        ("daily", 8, "2026-03-02T07:30", "2026-03-03T07:00"),
        ("workdays", 8, "2026-03-06T07:30", "2026-03-09T07:00"),
        ("never", 8, "2026-03-06T07:30", "2026-03-07T07:00"),
        # Clocks go forward in the night to Sunday the 29th.
        ("daily", 8, "2026-03-28T12:00", "2026-03-29T06:00"),
    ],
)
def test_the_next_morning_is_read_on_the_persons_clock(days, hour, now, at):
    chosen = Preferences(time_zone="Europe/Berlin", digest=days, digest_hour=hour)

    found = next_morning(chosen, datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert found == datetime.fromisoformat(at).replace(tzinfo=UTC)

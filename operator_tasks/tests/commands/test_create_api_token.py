"""`manage.py create_api_token`: a token of a person for whoever has a shell, printed as the last line."""

from datetime import timedelta

import pytest
from django.core.management import CommandError

from campaigns.models import ApiToken
from campaigns.tests.api.program import Program
from campaigns.tests.witness import nothing_changes, told


def test_the_token_is_the_last_line_and_works(run, operator_user):
    lines = run("create_api_token", "omar", "--name", "CI", "--scopes", "read, write", "--days", "7")

    token = ApiToken.objects.get()
    assert lines[:-1] == [
        f"“CI” of omar (read, write) works until {token.expires_at:%Y-%m-%d %H:%M} UTC. It is shown only now:"
    ]
    assert (token.user, token.scopes) == (operator_user, ["read", "write"])
    assert token.expires_at - token.created_at == timedelta(days=7)
    assert Program(lines[-1]).get("/clients/").status_code == 200
    assert told("api_token.created")[:3] == ("create_api_token", "command", "API token")


def test_it_reads_for_ninety_days_unless_told_otherwise(run, operator_user):
    run("create_api_token", "omar", "--name", "CI")

    token = ApiToken.objects.get()
    assert (token.scopes, token.expires_at - token.created_at) == (["read"], timedelta(days=90))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nobody", "--name", "CI"], "Nobody called nobody can log in; check the username."),
        (["omar", "--name", "CI", "--scopes", "root"], "Choose at least one scope: read, write, admin."),
        (["omar", "--name", "CI", "--scopes", ""], "Choose at least one scope: read, write, admin."),
        (["omar", "--name", "CI", "--scopes", "read,read"], "Choose at least one scope: read, write, admin."),
        (["omar", "--name", " "], "Give the token a name that says which program uses it."),
        (["omar", "--name", "CI", "--days", "0"], "A token lasts from 1 to 365 days."),
        (["omar"], "Error: the following arguments are required: --name"),
    ],
)
def test_a_refusal_is_one_line(run, operator_user, arguments, line):
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        run("create_api_token", *arguments)

    assert (str(refusal.value), refusal.value.returncode) == (line, 1)


def test_people_who_left_get_no_token(run, operator_user):
    operator_user.is_active = False
    operator_user.save()

    with nothing_changes(), pytest.raises(CommandError, match="Nobody called omar can log in"):
        run("create_api_token", "omar", "--name", "CI")

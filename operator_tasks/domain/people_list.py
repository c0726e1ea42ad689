"""Who is here, with what they may do and what protects them, and who is to come; for those who invite."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.choices import Role
from campaigns.domain.members import roles_of
from campaigns.models import Client
from operator_tasks.choices import NoticeKind, NoticeState
from operator_tasks.domain.invitations import notice_key
from operator_tasks.models import Invitation, Notice

MOST_INVITATIONS = 100


@dataclass(frozen=True)
class PersonRow:
    user: User
    role: Role
    clients: int
    has_second_step: bool


@dataclass(frozen=True)
class InvitationRow:
    """`mail` is what became of the mail, or empty where its row was forgotten."""

    row: Invitation
    clients: tuple[str, ...]
    has_run_out: bool
    mail: str
    error: str


def people_found(q: str) -> QuerySet[User]:
    """Everybody, by name; those who left come last."""
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    people = User.objects.annotate(
        client_count=Count("memberships", distinct=True), has_second_step=Exists(second)
    )
    if q:
        words = Q(username__icontains=q) | Q(email__icontains=q)
        people = people.filter(words | Q(first_name__icontains=q) | Q(last_name__icontains=q))
    return people.order_by("-is_active", "username")


def person_rows(people: Sequence[User]) -> list[PersonRow]:
    """The people of a page, from `people_found`, with their roles; two queries more."""
    roles = roles_of(people)
    return [
        PersonRow(user, roles[user.pk], user.client_count, user.has_second_step)  # type: ignore[attr-defined]
        for user in people
    ]


def open_invitations(*, now: datetime) -> list[InvitationRow]:
    """The latest hundred that wait, with the state of their mail; three queries."""
    rows = list(Invitation.objects.open().select_related("invited_by")[:MOST_INVITATIONS])
    wanted = {pk for row in rows for pk in row.client_ids}
    names = dict(Client.objects.filter(pk__in=wanted).values_list("pk", "name"))
    keys = {notice_key(row) for row in rows}
    sent = {n.key: n for n in Notice.objects.filter(kind=NoticeKind.INVITATION, key__in=keys)}
    return [_invitation_row(row, names, sent.get(notice_key(row)), now) for row in rows]


def _invitation_row(
    row: Invitation, names: dict[int, str], notice: Notice | None, now: datetime
) -> InvitationRow:
    clients = tuple(sorted(names[pk] for pk in row.client_ids if pk in names))
    mail = NoticeState(notice.state).label if notice else ""
    return InvitationRow(row, clients, row.expires_at <= now, str(mail), notice.error if notice else "")

"""Who may get mail at all, and who hears of an escalation."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet

from campaigns.actor import MANAGES, WORKS
from campaigns.domain.preferences import preferences_of
from campaigns.models import Client

SEES_ALL = "campaigns.see_every_client"
# The one backend that knows permissions; ways to sign in may come and go beside it.
BACKEND = "django.contrib.auth.backends.ModelBackend"


def who_may(permission: str) -> QuerySet[User]:
    """Active people with this permission and an address, superusers among them, with their preferences."""
    people: QuerySet[User] = get_user_model()._default_manager.with_perm(permission, backend=BACKEND)
    return people.exclude(email="").select_related("preferences").order_by("pk")


def escalation_readers(client: Client) -> list[User]:
    """The client's members who work, its managers among them; who switched this mail off is left out.

    Where no manager is a member, every manager who sees every client is told: an escalation must reach somebody
    who may decide. A manager with the mail switched off counts as one; a manager without an address does not.
    """
    people = {user.pk: user for user in who_may(WORKS).filter(memberships__client=client)}
    if not who_may(MANAGES).filter(memberships__client=client).exists():
        overseers = who_may(MANAGES).filter(pk__in=who_may(SEES_ALL).values("pk").order_by())
        people |= {user.pk: user for user in overseers}
    return [user for _pk, user in sorted(people.items()) if preferences_of(user).escalation_mail]

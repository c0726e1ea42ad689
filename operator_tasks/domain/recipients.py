"""Who may get mail at all, and who hears of an escalation."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from campaigns.actor import MANAGES, WORKS
from campaigns.domain.preferences import preferences_of
from campaigns.models import Client
from campaigns.models.audited import SEE_EVERY_CLIENT
from operator_tasks.domain.people import people_who_may


def reachable(permission: str) -> QuerySet[User]:
    """Active people with this permission and an address, superusers among them, with their preferences."""
    return people_who_may(permission).exclude(email="").select_related("preferences").order_by("pk")


def escalation_readers(client: Client) -> list[User]:
    """The client's members who work, its managers among them; who switched this mail off is left out.

    Where no manager is a member, every manager who sees every client is told: an escalation must reach somebody
    who may decide. A manager with the mail switched off counts as one; a manager without an address does not.
    """
    people = {user.pk: user for user in reachable(WORKS).filter(memberships__client=client)}
    if not reachable(MANAGES).filter(memberships__client=client).exists():
        overseers = reachable(MANAGES).filter(pk__in=reachable(SEE_EVERY_CLIENT).values("pk").order_by())
        people |= {user.pk: user for user in overseers}
    return [user for _pk, user in sorted(people.items()) if preferences_of(user).escalation_mail]

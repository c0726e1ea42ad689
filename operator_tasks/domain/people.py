"""Who works here: the one place that asks which people have a permission."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from campaigns.actor import WORKS
from campaigns.domain.members import BACKEND
from campaigns.models import Client
from campaigns.models.audited import SEE_EVERY_CLIENT


def people_who_may(permission: str) -> QuerySet[User]:
    """Active people with this permission, superusers among them, in no order."""
    return User.objects.with_perm(permission, backend=BACKEND)


def people_who_work() -> QuerySet[User]:
    """Everybody who can be given tasks; the verb refuses those who do not work for the task's client."""
    return people_who_may(WORKS).order_by("username")


def people_for(client: Client) -> QuerySet[User]:
    """Who can be given a task of this client: its members who work, and those who see every client."""
    everywhere = people_who_may(SEE_EVERY_CLIENT).values("pk")
    mine = Q(memberships__client=client) | Q(pk__in=everywhere)
    return people_who_work().filter(mine).distinct()

"""What the operator pages share when they answer: who asked, about which task, and where to go back to."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from operator_tasks.models import OperatorTask


def person(request: HttpRequest) -> User:
    """The signed-in user of a view behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def visible_task(request: HttpRequest, task_id: int) -> OperatorTask:
    """A task with its procedure, or 404 where it is not this user's to see; read anew at each call."""
    visible = OperatorTask.objects.visible_to(request.user).for_list().select_related("sop_version")
    return get_object_or_404(visible, pk=task_id)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where the person came from, if that is a path of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else otherwise

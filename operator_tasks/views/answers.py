"""What the operator pages share when they answer: who asked, and where to go back to."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def person(request: HttpRequest) -> User:
    """The signed-in user of a view behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where the person came from, if that is a path of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else otherwise

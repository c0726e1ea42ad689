"""Where a phone's share sheet brings the address of a published post; reading it changes nothing."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.actor import WORKS
from campaigns.views.doors import needs
from operator_tasks.domain.share import addresses_in, choices_for, shared_post, used_for
from operator_tasks.models import OperatorTask
from operator_tasks.views.answers import person

# Most of what apps put around a link is their own advertising.
MOST_TEXT = 5000


@needs(WORKS)
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """The one task that the shared post can prove, with its proof field filled, or a page to pick one from."""
    now = timezone.now()
    texts = [request.GET.get(name, "")[:MOST_TEXT] for name in ("url", "text", "title")]
    post = shared_post(texts)
    if post is None:
        context = {"addresses": addresses_in(texts), "is_empty": not any(texts)}
        return render(request, "operator_tasks/share_unknown.html", context)
    used = used_for(post, person(request))
    choices = [] if used else choices_for(post, person(request), now)
    if len(choices) == 1:
        return redirect(proof_link(choices[0].row.task, post.raw_url))
    links = [(choice, proof_link(choice.row.task, post.raw_url)) for choice in choices]
    near = [link for link in links if link[0].is_near] or links
    far = [link for link in links if link not in near]
    context = {"post": post, "used": used, "links": near, "far": far, "now": now}
    return render(request, "operator_tasks/share.html", context)


def proof_link(task: OperatorTask, address: str) -> str:
    """The task's page at its proof form, with the address filled in."""
    page = reverse("operator_tasks:task_detail", args=[task.pk])
    return f"{page}?{urlencode({'proof': address})}#complete"

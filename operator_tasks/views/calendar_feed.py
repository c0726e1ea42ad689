"""The address that calendar programs read: its secret is the only key, no session and no token of the API."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from campaigns.domain.calendar_feeds import feed_named_by, note_feed_use
from campaigns.domain.preferences import preferences_of
from campaigns.problems import CONTENT_TYPE, problem
from operator_tasks.domain.feed_events import feed_calendar
from operator_tasks.domain.feed_text import calendar_text, fingerprint

SAFE = ("GET", "HEAD")


@csrf_exempt
def calendar_feed(request: HttpRequest) -> HttpResponseBase:
    """Read only; nothing is changed by it, so a form of another site that posts here is told no like everybody."""
    if request.method not in SAFE:
        return _wrong_method()
    now = timezone.now()
    feed = feed_named_by(request.GET.get("token", ""))
    if feed is None:
        return _refused("not-found", 404, _("This calendar link is not known; copy its whole address again."))
    if feed.revoked_at is not None:
        return _refused("revoked", 410, _("This calendar link was revoked; make a new one in Settings."))
    note_feed_use(feed, now=now)
    with translation.override(preferences_of(feed.user).language or settings.LANGUAGE_CODE):
        found = feed_calendar(feed, now=now)
        tag = f'"{fingerprint(found)}"'
        unchanged = get_conditional_response(request, etag=tag)
        answer = unchanged or HttpResponse(calendar_text(found), content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-cache"
    return answer


def _refused(kind: str, status: int, detail: str) -> HttpResponse:
    return JsonResponse(problem(kind, status, detail), status=status, content_type=CONTENT_TYPE)


def _wrong_method() -> HttpResponse:
    answer = _refused("no-such-method", 405, _("A calendar link is only read; ask with GET."))
    answer["Allow"] = ", ".join(SAFE)
    return answer

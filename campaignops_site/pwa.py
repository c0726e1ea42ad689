"""What makes the pages an app: the manifest, the service worker, and what it needs while there is no network."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from campaignops_site.static_storage import page_scripts
from operator_tasks.models import OperatorTask

# The grounds of `--color-rail` and `--color-page`; a test compares them with tokens.css.
RAIL, PAGE = "#11292f", "#f3f6f5"
# What the page for times without a network is made of, beside itself.
OFFLINE_ASSETS = ("css/app.css", "icons/favicon.svg", "icons/sprite.svg")
DAY = 24 * 60 * 60


@cache_control(private=True, max_age=DAY)
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest, in the reader's language."""
    return JsonResponse(_manifest(), content_type="application/manifest+json")


def _manifest() -> dict[str, Any]:
    return {
        "id": "/",
        "name": "CampaignOps",
        "short_name": "CampaignOps",
        "description": _("What to post next, from which account, and the proof that it is done."),
        "start_url": "/?source=app",
        "scope": "/",
        "display": "standalone",
        "theme_color": RAIL,
        "background_color": PAGE,
        "categories": ["business", "productivity"],
        "icons": [
            _icon("favicon.svg", "any", "image/svg+xml"),
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            {**_icon("maskable-512.png", "512x512"), "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("My day"), "url": reverse("operator_tasks:my_day") + "?source=app"},
            {"name": _("Calendar"), "url": reverse("campaigns:calendar") + "?source=app"},
        ],
        "share_target": {
            "action": reverse("operator_tasks:share"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }


def _icon(name: str, sizes: str, media_type: str = "image/png") -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": media_type}


@cache_control(no_cache=True)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root because its folder is its reach; asked for anew at every visit."""
    page = reverse("offline")
    keep = [page, *(static(name) for name in (*OFFLINE_ASSETS, *page_scripts()))]
    # The page's own text counts as well: a new wording is a new version.
    known = "\n".join([*keep, render_to_string("offline.html")])
    facts = {
        "version": hashlib.sha256(known.encode()).hexdigest()[:12],
        "offline": page,
        "keep": keep,
        "statics": settings.STATIC_URL,
        "session": reverse("offline_session"),
    }
    context = {"facts": json.dumps(facts), "queue": static("js/proof-queue.js")}
    script = render_to_string("service-worker.js", context)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@cache_control(no_cache=True)
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page shown while there is no network: of nobody in particular, with what this device keeps."""
    return HttpResponse(render_to_string("offline.html"))


@ensure_csrf_cookie
@require_safe
def offline_session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, a token to send a kept proof with, and the present version of its task.

    The proof tells of a post that is out, so it may meet a task that the clock has moved meanwhile. Answers
    `user: null` to nobody, and leaves the version out for a task that is not the person's to see.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"user": None})
    answer: dict[str, Any] = {"user": request.user.pk, "token": get_token(request)}
    asked = request.GET.get("task", "")
    if asked.isdecimal() and len(asked) < 16:
        visible = OperatorTask.objects.visible_to(request.user).filter(pk=int(asked))
        answer |= visible.values("version").first() or {}
    return JsonResponse(answer)

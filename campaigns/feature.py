"""The one switch of the product: CAMPAIGN_OPS_ENABLED, read here and nowhere else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.problems import CONTENT_TYPE, problem

ALWAYS_OPEN = ("/static/", "/healthz", "/readyz")


def enabled() -> bool:
    return bool(settings.CAMPAIGN_OPS_ENABLED)


class FeatureMiddleware:
    """While the product is off, pages and API answer 404; the admin stays open and nothing is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if enabled() or request.path.startswith((*ALWAYS_OPEN, reverse("admin:index"))):
            return self.get_response(request)
        return self._closed(request)

    def _closed(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            told = problem("off", 404, "CampaignOps is off; ask whoever runs it.")
            return JsonResponse(told, status=404, content_type=CONTENT_TYPE)
        return render(request, "feature_off.html", status=404)

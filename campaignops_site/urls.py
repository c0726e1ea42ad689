"""The whole URL map on one screen."""

from django.contrib import admin
from django.urls import include, path, re_path

from campaignops_site import api, api_docs, health, metrics, pwa, styleguide

urlpatterns = [
    path("", include("operator_tasks.urls")),
    path("", include("campaigns.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api_docs.api_root, name="api_root"),
    path("api/v1/", include("campaigns.api.urls")),
    path("api/v1/", include("operator_tasks.api.urls")),
    path("api/schema/", api_docs.schema, name="api_schema"),
    path("api/docs/", api_docs.docs, name="api_docs"),
    path("api/problems/", api_docs.problems, name="api_problems"),
    re_path("^api/", api.no_such_address),
    path("", include("campaignops_site.sign_in_urls")),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("service-worker.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("offline/session/", pwa.offline_session, name="offline_session"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="prometheus"),
]

handler400 = "campaignops_site.api.bad_request"
handler403 = "campaignops_site.api.not_allowed"
handler404 = "campaignops_site.api.not_found"
handler500 = "campaignops_site.api.our_fault"

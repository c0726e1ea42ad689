"""The whole URL map on one screen."""

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from campaignops_site import health, pwa, styleguide
from campaignops_site.api import api_root

urlpatterns = [
    path("", include("operator_tasks.urls")),
    path("", include("campaigns.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api_root, name="api_root"),
    path("login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("service-worker.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("offline/session/", pwa.offline_session, name="offline_session"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

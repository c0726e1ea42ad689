"""Wires the site: what the sign-in library changes is entered in the audit log."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "campaignops_site"

    def ready(self) -> None:
        from campaignops_site.sign_in_adapter import watch_sign_in_keys  # models are loaded only now

        watch_sign_in_keys()

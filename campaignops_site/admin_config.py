"""Names our admin site to Django; apart from the site itself, because it is read before there are models."""

from django.contrib.admin.apps import AdminConfig


class OperationsConfig(AdminConfig):
    default_site = "campaignops_site.admin_site.OperationsSite"

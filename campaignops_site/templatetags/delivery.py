"""Links to files that are delivered together."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from campaignops_site.static_storage import page_scripts as names

register = template.Library()


@register.simple_tag
def page_scripts() -> SafeString:
    """The scripts that every page has: one file, or while developing each on its own."""
    sources = [(static(name),) for name in names()]
    return format_html_join("\n    ", '<script src="{}" defer></script>', sources)

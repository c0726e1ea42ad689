"""The mail of an invitation: who asks, to do what, and the link; in the language of the house."""

from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Client
from operator_tasks.domain.invitations import link_of, notice_key
from operator_tasks.domain.mail_parts import Unsent, message_id, tidy
from operator_tasks.models import Invitation, Notice

ENDED = gettext_lazy("The invitation has ended.")


def invitation_mail(notice: Notice, *, now: datetime) -> EmailMultiAlternatives | Unsent:
    """The mail with the link that works now; none for an invitation that ended or was sent anew meanwhile."""
    pk, _dot, _link = notice.key.partition(".")
    found = Invitation.objects.open().filter(pk=int(pk), expires_at__gt=now)
    invitation = found.select_related("invited_by").first()
    if invitation is None or notice_key(invitation) != notice.key:
        return Unsent(ENDED)
    zone = ZoneInfo(settings.TIME_ZONE)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
        host = invitation.invited_by.get_full_name() or invitation.invited_by.get_username()
        subject = _("%(name)s invites you to CampaignOps") % {"name": " ".join(host.split())}
        shown = {
            "subject": subject,
            "now": now,
            "zone": zone.key,
            "language": translation.get_language(),
            "host": host,
            "role": invitation.get_role_display(),
            "clients": list(
                Client.objects.filter(pk__in=invitation.client_ids).values_list("name", flat=True)
            ),
            "link": link_of(invitation),
            "until": invitation.expires_at,
        }
        mail = EmailMultiAlternatives(
            subject,
            tidy(render_to_string("mail/invitation.txt", shown)),
            to=[invitation.email],
            headers={
                "Message-ID": message_id(notice),
                "Date": format_datetime(now.astimezone(UTC)),
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("mail/invitation.html", shown), "text/html")
    return mail

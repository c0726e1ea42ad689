"""Parsing for the settings: what one person chooses for themselves, and what is answered to a report."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.choices import ApiScope, DigestDays, Theme
from campaigns.domain.api_tokens import DEFAULT_DAYS
from campaigns.domain.preferences import CHOSEN
from campaigns.forms import Difference, VerbForm
from campaigns.forms.fields import DayField, time_zone_names
from campaigns.models import Campaign, Preferences
from campaigns.validators import validate_clean_text

# What a form sends where the choice is to have none of one's own: a browser cannot send an empty radio button
# that means something.
HOUSE, BROWSER, DEVICE = "house", "browser", "device"
NONE_OF_ONES_OWN = {"time_zone": HOUSE, "language": BROWSER, "theme": DEVICE}
GREATEST_VERSION = 2**31 - 1
# No mail is timed for the hours that may happen twice or not at all when clocks change.
MAIL_HOURS = range(4, 24)
MAIL_FIELDS = ("digest", "digest_hour", "escalation_mail")
# What the form of a calendar link sends for a link without a campaign.
EVERYTHING = "everything"

Choice = tuple[str, str]


def zone_choices(now: datetime, chosen: str = "") -> list[Any]:
    """Zones by region, each with what its clocks show now; first the house's own.

    `chosen` is offered even where it is an old name that is not in the list.
    """
    names = sorted({*time_zone_names(), *([chosen] if chosen else [])})
    regions: dict[str, list[Choice]] = {}
    for name in names:
        region, _slash, place = name.partition("/")
        clock = now.astimezone(ZoneInfo(name))
        label = ", ".join(reversed(place.replace("_", " ").split("/"))) or region
        regions.setdefault(region if place else _("Universal"), []).append((name, f"{label} · {clock:%H:%M}"))
    house = ZoneInfo(settings.TIME_ZONE)
    label = _("House default: %(zone)s · %(time)s") % {
        "zone": house.key,
        "time": f"{now.astimezone(house):%H:%M}",
    }
    return [(HOUSE, label), *sorted(regions.items())]


class PreferencesForm(VerbForm):
    """Everything a person chooses; `version` is the one they saw, 0 where nothing was stored.

    Mail goes to those who work here, so nobody else is asked about it.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=GREATEST_VERSION,
        error_messages={"required": gettext_lazy("Reload the page and try again: the form was incomplete.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy(
            "For your own times, such as the morning mail. Tasks are shown on the clock of their campaign."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[(BROWSER, gettext_lazy("As the browser")), *settings.LANGUAGES],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Look"),
        choices=[(value or DEVICE, label) for value, label in Theme.choices],
        widget=forms.RadioSelect,
    )
    shortcuts = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts"),
        required=False,
        help_text=gettext_lazy(
            "j and k move through a list, c completes. Switch them off if they get in your way."
        ),
    )
    digest = forms.ChoiceField(
        label=gettext_lazy("Morning mail"), choices=DigestDays.choices, widget=forms.RadioSelect
    )
    digest_hour = forms.TypedChoiceField(label=gettext_lazy("At"), coerce=int)
    escalation_mail = forms.BooleanField(
        label=gettext_lazy("Mail at once when work is escalated"), required=False
    )

    def __init__(
        self, *args: Any, stored: Preferences, now: datetime, gets_mail: bool, **options: Any
    ) -> None:
        super().__init__(*args, **{"initial": _shown(stored), **options})
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = zone_choices(now, stored.time_zone)
        if not gets_mail:
            for name in MAIL_FIELDS:
                del self.fields[name]
            return
        hours = self.fields["digest_hour"]
        assert isinstance(hours, forms.ChoiceField)
        hours.choices = [(hour, f"{hour:02}:00") for hour in sorted({*MAIL_HOURS, stored.digest_hour})]

    def cards(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields as the page groups them: anchor, title, fields."""
        groups = (
            ("clock", _("Clock and language"), ("time_zone", "language")),
            ("look", _("Look and keys"), ("theme", "shortcuts")),
            ("mail", _("Mail"), MAIL_FIELDS),
        )
        shown = [
            (anchor, title, [self[name] for name in names if name in self.fields])
            for anchor, title, names in groups
        ]
        return [card for card in shown if card[2]]

    @property
    def values(self) -> dict[str, Any]:
        """The choices as they are stored; empty where the person has none of their own."""
        given = {name: self.cleaned_data[name] for name in CHOSEN if name in self.fields}
        none = NONE_OF_ONES_OWN.items()
        return given | {name: "" for name, word in none if given[name] == word}

    def meet_stored(self, stored: Preferences) -> None:
        """After a stale refusal: show what is stored now beside what this person chose."""
        shown = _shown(stored)
        self.differences = tuple(
            Difference(str(self.fields[name].label), self._words(name, shown[name]), self._words(name, given))
            for name, given in ((name, self.cleaned_data[name]) for name in self.fields if name in CHOSEN)
            if shown[name] != given
        )
        self.renew({"version": stored.version})

    def _words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return _("on") if value else _("off")
        return next((str(label) for key, label in _flat(field.choices) if str(key) == str(value)), str(value))


def _shown(stored: Preferences) -> dict[str, Any]:
    """The stored choices in the words that the form sends."""
    words = {name: getattr(stored, name) for name in CHOSEN}
    none = NONE_OF_ONES_OWN.items()
    return words | {name: word for name, word in none if not words[name]} | {"version": stored.version}


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class NewPasswordForm(VerbForm):
    """A new password twice, held against the house's rules by the verb."""

    new_password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=4096,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        new, again = data.get("new_password"), data.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two are not the same. Type the new password twice."))
        return data


class PasswordForm(NewPasswordForm):
    """The password of before, and the new one."""

    field_order = ("old_password", "new_password", "again")
    old_password = forms.CharField(
        label=gettext_lazy("Current password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AwayForm(VerbForm):
    """Days on which a person is not there, the first and the last included."""

    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Managers read it; leave it empty if you like."),
    )


class AnswerForm(VerbForm):
    """What is answered to a report on a procedure; `version` is the one of the report that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=GREATEST_VERSION)
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What you changed, or why it stays; the person who reported it reads this."),
    )


class TokenForm(VerbForm):
    """A new API token: for which program, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        validators=[validate_clean_text],
        help_text=gettext_lazy("The program that will use it, such as “Brief form on our website”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[
            (ApiScope.READ, gettext_lazy("Read: everything that you can see")),
            (
                ApiScope.WRITE,
                gettext_lazy("Write: plan campaigns, fill the calendar, work on tasks, log metrics"),
            ),
            (
                ApiScope.ADMIN,
                gettext_lazy("Admin: clients, jobs, webhooks, the audit log, deleting campaigns"),
            ),
        ],
        initial=[ApiScope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the program needs; it can never do more than you may do yourself."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for"),
        coerce=int,
        choices=[
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("90 days")),
            (365, gettext_lazy("365 days")),
        ],
        initial=DEFAULT_DAYS,
        widget=forms.RadioSelect,
    )


class FeedForm(VerbForm):
    """A new calendar link, for one of these campaigns (read with their clients) or for everything."""

    campaign = forms.ChoiceField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy(
            "Everything: all posts, your tasks and those that nobody has yet. A campaign: all its posts and tasks."
        ),
    )

    def __init__(self, *args: Any, campaigns: Iterable[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        self._campaigns = {str(campaign.pk): campaign for campaign in campaigns}
        named = [(key, f"{campaign.client} · {campaign}") for key, campaign in self._campaigns.items()]
        choice = self.fields["campaign"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(EVERYTHING, _("Everything I see")), *named]

    @property
    def chosen(self) -> Campaign | None:
        """None for everything."""
        return self._campaigns.get(self.cleaned_data["campaign"])

"""Parsing for lists of tasks: what narrows them, what is looked for, and what is done to many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.actor import MANAGES
from campaigns.domain.reasons import LONGEST_REASON
from campaigns.forms.fields import DayField, WallClockField
from campaigns.models import Campaign, Client
from operator_tasks.domain.bulk import BY_MANAGERS, MOST_AT_ONCE, BulkAct, Move, Pick, Wish
from operator_tasks.domain.people import people_who_work
from operator_tasks.domain.queries import Whose
from operator_tasks.domain.search import LONGEST, LONGEST_ADDRESS, SHORTEST, is_address
from operator_tasks.domain.task_list import ListFilters, ListStatus
from operator_tasks.forms import page_number, platform_filter, type_filter

GREATEST = 2**31 - 1


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, in words, and the query string without it."""

    label: str
    value: str
    without: str


def chosen_filters(form: forms.Form) -> tuple[Chosen, ...]:
    """The filters of a bound form that are on and can be read."""
    form.is_valid()
    on = {name: value for name in form.fields if (value := form.cleaned_data.get(name))}
    return tuple(
        Chosen(str(form.fields[name].label), _shown(form.fields[name], value), _without(form, name))
        for name, value in on.items()
    )


def _without(form: forms.Form, name: str) -> str:
    kept = [pair for pair in form.data.items() if pair[0] not in (name, "page", "picked")]
    return "?" + urlencode(kept)


def _shown(field: forms.Field, value: Any) -> str:
    if value is True:
        return _("yes")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return next((str(text) for key, text in field.choices if str(key) == str(value)), str(value))  # type: ignore[union-attr,misc]
    return str(value)


class TaskListFilterForm(forms.Form):
    """The filters of the list of all tasks. What cannot be read narrows nothing, so that an old link still opens."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False, choices=ListStatus.choices)
    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=gettext_lazy("Client"),
        required=False,
        empty_label=gettext_lazy("All clients"),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=gettext_lazy("Campaign"),
        required=False,
        empty_label=gettext_lazy("All campaigns"),
    )
    platform = platform_filter()
    type = type_filter()
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False, choices=Whose.choices)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Anybody")
    )
    due_from = DayField(label=gettext_lazy("Due from"), required=False)
    due_to = DayField(label=gettext_lazy("Due until"), required=False)
    doubtful = forms.BooleanField(label=gettext_lazy("Doubtful proof only"), required=False)

    def __init__(self, data: Mapping[str, Any], *, user: User, may_work: bool) -> None:
        super().__init__(data)
        self._offer("client", Client.objects.visible_to(user).order_by("name"))
        self._offer("campaign", Campaign.objects.visible_to(user).order_by("name", "pk"))
        if may_work:
            self._offer("assignee", people_who_work())
        else:
            for name in ("whose", "assignee", "doubtful"):
                del self.fields[name]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def filters(self, zone: ZoneInfo) -> ListFilters:
        """The readable ones; days are days on the clock of `zone`."""
        self.is_valid()
        read = self.cleaned_data
        return ListFilters(
            zone=zone,
            client=_key(read.get("client")),
            campaign=_key(read.get("campaign")),
            platform=read.get("platform", ""),
            task_type=read.get("type", ""),
            status=read.get("status", ""),
            whose=read.get("whose", ""),
            assignee=_key(read.get("assignee")),
            doubtful=read.get("doubtful", False),
            q=read.get("q", ""),
            due_from=read.get("due_from"),
            due_to=read.get("due_to"),
            page=page_number(self.data),
        )


def _key(row: Any) -> int | None:
    return None if row is None else int(row.pk)


class SearchForm(forms.Form):
    """What is looked for: a few words, or the address of a post, which may be longer."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        min_length=SHORTEST,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write what you are looking for."),
            "min_length": gettext_lazy("Write at least two characters."),
        },
    )

    def clean_q(self) -> str:
        q: str = self.cleaned_data["q"]
        if len(q) > LONGEST and not is_address(q):
            raise ValidationError(_("Write up to 100 characters; a word or two find more."))
        return q


class PicksField(forms.Field):
    """The ticked boxes of a list, each `12:3`: which task, and the version that the person saw."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": gettext_lazy("Tick at least one task.")}

    def to_python(self, value: Any) -> tuple[Pick, ...]:
        values = list(value or [])
        if len(values) > MOST_AT_ONCE:
            raise ValidationError(
                ngettext(
                    "%(most)d task at most can be changed at once; tick fewer.",
                    "%(most)d tasks at most can be changed at once; tick fewer.",
                    MOST_AT_ONCE,
                )
                % {"most": MOST_AT_ONCE}
            )
        found: dict[int, Pick] = {}
        for text in values:
            number, _colon, version = str(text).partition(":")
            if not (_is_count(number) and _is_count(version)):
                raise ValidationError(
                    _("The page did not say which tasks it showed; reload it and tick them again.")
                )
            found.setdefault(int(number), Pick(int(number), int(version)))
        return tuple(found.values())


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10 and 0 < int(text) <= GREATEST


class BulkForm(forms.Form):
    """One act on picked tasks."""

    task = PicksField(label=gettext_lazy("Tasks"))

    verb = forms.ChoiceField(
        label=gettext_lazy("Act"),
        choices=BulkAct.choices,
        error_messages={
            "required": gettext_lazy("Choose what to do with the tasks."),
            "invalid_choice": gettext_lazy("Choose what to do with the tasks."),
        },
    )
    move = forms.ChoiceField(
        label=gettext_lazy("New time"), choices=Move.choices, initial=Move.HOUR, required=False
    )
    due_at = WallClockField(
        label=gettext_lazy("A time of my own"),
        help_text=gettext_lazy("Read on the clock of each campaign."),
        required=False,
    )
    move_reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed for tasks that are overdue."),
        required=False,
        max_length=LONGEST_REASON,
    )
    block_reason = forms.CharField(
        label=gettext_lazy("What is in the way?"), required=False, max_length=LONGEST_REASON
    )
    cancel_reason = forms.CharField(label=gettext_lazy("Why?"), required=False, max_length=LONGEST_REASON)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Nobody")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "bulk-%s", "use_required_attribute": False, **options})
        self.user, self.is_manager = user, user.has_perm(MANAGES)
        if self.is_manager:
            field = self.fields["assignee"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people_who_work()
            return
        del self.fields["assignee"], self.fields["cancel_reason"]
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = [(act.value, act.label) for act in BulkAct if act not in BY_MANAGERS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        verb = data.get("verb")
        if verb == BulkAct.RESCHEDULE:
            self._read_move(data)
        for act, name in ((BulkAct.BLOCK, "block_reason"), (BulkAct.CANCEL, "cancel_reason")):
            if verb == act and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Say in a few words why; everybody who opens the task reads it."))
        return data

    def _read_move(self, data: dict[str, Any]) -> None:
        data["move"] = data.get("move") or Move.HOUR
        if data["move"] == Move.TIME and not data.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", _("Give the day and the time."))

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(self.cleaned_data.get("task", ()))

    @property
    def wish(self) -> Wish:
        data, act = self.cleaned_data, BulkAct(self.cleaned_data["verb"])
        reasons = {
            BulkAct.RESCHEDULE: "move_reason",
            BulkAct.BLOCK: "block_reason",
            BulkAct.CANCEL: "cancel_reason",
        }
        due_at: datetime | None = data.get("due_at")
        return Wish(
            act,
            reason=data.get(reasons.get(act, ""), ""),
            move=data.get("move", ""),
            # The field reads the clock of UTC, so this is what the person wrote; each campaign's is applied later.
            wall_clock=due_at.replace(tzinfo=None) if due_at else None,
            assignee=data.get("assignee"),
        )

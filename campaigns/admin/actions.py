"""Verbs over chosen rows: asked for on a page of their own, carried out row by row, told one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import model_ngettext
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from campaigns.admin.hand import Hand
from campaigns.errors import DomainError, InvalidInput

MOST_ROWS = 100
MOST_NAMED = 20
CONFIRMED = "confirmed"

Answers = Mapping[str, Any]
Verb = Callable[[Any, Answers, Hand], str | None]
Text = str | Promise


@dataclass(frozen=True)
class Outcome:
    """What became of the rows: how many were done, what was told of them, and why others were refused."""

    done: int
    told: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class VerbAction:
    """An action of a list that calls one verb for each chosen row.

    `verb` gets the row, the answers to `asks`, and the hand; it may return a sentence about what it did. With
    `confirms` the rows are listed first, and the versions listed are the versions changed. `counts` gives a
    number to show and confirm for each row. `done` completes "3 campaigns: …".
    """

    # Templates would call whatever can be called, instead of reading its name.
    do_not_call_in_templates: ClassVar[bool] = True

    name: str
    label: Text
    permission: str
    verb: Verb
    done: Text
    asks: type[forms.Form] = forms.Form
    confirms: bool = True
    warning: Text = ""
    counts: Callable[[Any], int] | None = None

    def __call__(self, page: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        confirmed = CONFIRMED in request.POST
        rows = self._chosen_again(page, request) if confirmed else list(queryset[: MOST_ROWS + 1])
        if len(rows) > MOST_ROWS:
            text = _("Choose at most %(most)d rows at a time; nothing was changed.") % {"most": MOST_ROWS}
            page.message_user(request, text, messages.ERROR)
            return None
        form = self.asks(request.POST if confirmed else None)
        if self.confirms and not (confirmed and form.is_valid()):
            return self._ask(page, request, rows, form, status=400 if confirmed else 200)
        answers = form.cleaned_data if confirmed else {}
        outcome = self._carry_out(page, request, rows, answers, confirmed=confirmed)
        self._tell(page, request, outcome)
        return None

    def _chosen_again(self, page: Any, request: HttpRequest) -> list[Any]:
        """The rows that were listed, whether or not they still pass the filters of the list."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)[: MOST_ROWS + 1]
        rows = page.get_queryset(request).filter(pk__in=keys)
        return list(rows.select_related(*(page.list_select_related or ())).order_by("pk"))

    def _ask(
        self, page: Any, request: HttpRequest, rows: Sequence[Any], form: forms.Form, *, status: int
    ) -> HttpResponse:
        counted = [(row, page.label_of(row), self.counts(row) if self.counts else None) for row in rows]
        context = {
            **page.admin_site.each_context(request),
            "title": self.label,
            "opts": page.opts,
            "action": self,
            "rows": counted,
            "form": form,
            "media": page.media,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/action_confirmation.html", context, status=status)

    def _carry_out(
        self, page: Any, request: HttpRequest, rows: Sequence[Any], answers: Answers, *, confirmed: bool
    ) -> Outcome:
        hand = Hand.of(request)
        done, told, refused = 0, [], []
        for row in rows:
            label = page.label_of(row)
            try:
                own = self._hand_for(row, request, hand) if confirmed else hand
                sentence = self.verb(row, answers, own)
            except DomainError as refusal:
                refused.append(f"{label}: {refusal.message}")
            except ObjectDoesNotExist:
                refused.append(_("%(row)s: it is gone; reload the list.") % {"row": label})
            else:
                done += 1
                told += [f"{label}: {sentence}"] if sentence else []
        return Outcome(done, tuple(told), tuple(refused))

    def _hand_for(self, row: Any, request: HttpRequest, hand: Hand) -> Hand:
        seen = _number(request, f"version_{row.pk}") if hasattr(row, "version") else None
        return replace(
            hand, seen_version=seen, seen_count=self.counts and _number(request, f"count_{row.pk}")
        )

    def _tell(self, page: Any, request: HttpRequest, outcome: Outcome) -> None:
        if outcome.done:
            what = f"{outcome.done} {model_ngettext(page.opts, outcome.done)}"
            page.message_user(request, f"{what}: {self.done}.", messages.SUCCESS)
        for sentence in _at_most(outcome.told):
            page.message_user(request, sentence, messages.INFO)
        for sentence in _at_most(outcome.refused):
            page.message_user(request, sentence, messages.ERROR)


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not (given.isdecimal() and len(given) < 10):
        raise InvalidInput(_("Choose it from the list again; the page was not complete."))
    return int(given)


def _at_most(sentences: Sequence[str]) -> list[str]:
    if len(sentences) <= MOST_NAMED:
        return list(sentences)
    return [*sentences[:MOST_NAMED], _("and %(count)d more") % {"count": len(sentences) - MOST_NAMED}]

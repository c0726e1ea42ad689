"""Search over everything a person may see."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from operator_tasks.domain.search import search
from operator_tasks.list_forms import SearchForm
from operator_tasks.views.answers import person


@login_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """An empty search asks what to look for; one that cannot be read says why."""
    now = timezone.now()
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {"form": form, "now": now}
    if form.is_valid():
        q = form.cleaned_data["q"]
        context |= {"q": q, "found": search(person(request), q, now)}
    status = 400 if form.is_bound and form.errors and request.GET["q"].strip() else 200
    return render(request, "operator_tasks/search.html", context, status=status)

"""What the page says about a pasted address before anybody completes the task."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.actor import WORKS
from campaigns.errors import DomainError
from campaigns.views.doors import needs
from operator_tasks.choices import ProofType
from operator_tasks.domain.proof_reading import ProofReading, read_proof
from operator_tasks.models import OperatorTask
from operator_tasks.views.answers import visible_task


@needs(WORKS)
@require_POST
def proof_read(request: HttpRequest, task_id: int) -> HttpResponse:
    """A fragment that tells what the address is, or why it is refused; it changes nothing.

    A refusal is the answer that was asked for, so it is told with 200. Other kinds of proof have nothing to read.
    """
    task = visible_task(request, task_id)
    url = request.POST.get("proof_value", "").strip()
    context: dict[str, ProofReading | OperatorTask | str | None] = {
        "task": task,
        "reading": None,
        "refusal": "",
    }
    if url and request.POST.get("proof_type", ProofType.URL) == ProofType.URL:
        try:
            context["reading"] = read_proof(task, url, now=timezone.now())
        except DomainError as refusal:
            context["refusal"] = refusal.message
    return render(request, "operator_tasks/_proof_reading.html", context)

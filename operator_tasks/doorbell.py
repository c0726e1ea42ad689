"""Rings for a run of the ledger: the one line that knows the queue."""

from django_q.tasks import async_task


def ring(run_id: int) -> None:
    """Ask the queue to run one entry of the ledger; losing the ring is harmless, the sweep repeats it."""
    async_task("operator_tasks.jobs.run", run_id, ack_failure=True)

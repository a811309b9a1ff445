"""What the worker does for the drafts: a task is a row in the database until it is done."""

from django_tasks import task


@task()
def make_drafts(agreement_id: int, actor_id: int) -> None:
    """Make the local drafts of an agreement; see ``services.local_drafts.make_now``."""
    from overlegtafel.drafting.services.local_drafts import make_now

    make_now(agreement_id, actor_id)


def drafts_in_background(agreement_id: int, actor_id: int) -> None:
    """Queue that with what the current transaction writes: both are kept, or neither."""
    make_drafts.enqueue(agreement_id, actor_id)

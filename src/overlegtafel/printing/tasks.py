"""What the worker does (``manage.py work``): a task is a row in the database until it is done."""

from django_tasks import task


@task()
def make_pack(pack_id: int) -> None:
    """Make one pack; see ``services.make_pack``."""
    from overlegtafel.printing.services import make_pack as make

    make(pack_id)


def in_background(pack_id: int) -> None:
    """Queue a pack with what the current transaction writes: both are kept, or neither."""
    make_pack.enqueue(pack_id)

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


@task()
def prepare_packs(meeting_id: int, actor_id: int) -> None:
    """Ask the packs of everyone who is expected; see ``services.prepare_packs``."""
    from overlegtafel.printing.services.packs import prepare_now

    prepare_now(meeting_id, actor_id)


def prepare_in_background(meeting_id: int, actor_id: int) -> None:
    """Queue that with what the current transaction writes."""
    prepare_packs.enqueue(meeting_id, actor_id)


@task()
def make_draft_bundle(bundle_id: int) -> None:
    """Make all drafts of an agreement as one file; see ``services.draft_bundles.make_bundle``."""
    from overlegtafel.printing.services.draft_bundles import make_bundle

    make_bundle(bundle_id)


def bundle_in_background(bundle_id: int) -> None:
    """Queue that with what the current transaction writes."""
    make_draft_bundle.enqueue(bundle_id)

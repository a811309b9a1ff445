"""The examples of a dossier, and which one each municipality uses (R20)."""

from datetime import date
from string import ascii_uppercase

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import can_see
from overlegtafel.organizations.models import Organization
from overlegtafel.products.linking import checked_document, typed
from overlegtafel.products.models import Example, ExampleChoice
from overlegtafel.products.policy import require_voice, require_writer
from overlegtafel.products.states import ExampleUse, Voice


@transaction.atomic
def add_example(
    *,
    actor: User,
    dossier: Dossier,
    title: str,
    source: Organization | None = None,
    source_label: str = "",
    dated_on: date | None = None,
    text: str = "",
    document: Document | None = None,
) -> Example:
    """Share an example in a dossier; it gets the next letter, for good.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    if not can_see(actor, dossier):
        raise NotVisible
    require_writer(actor, dossier.body, dossier)
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    taken = set(Example.objects.filter(dossier=dossier).values_list("letter", flat=True))
    letter = next((each for each in ascii_uppercase if each not in taken), None)
    if letter is None:
        raise WrongMoment("Dit dossier heeft al een voorbeeld voor elke letter.")
    label = typed(source_label, "source_label", "", 200)
    if source is None and not label:
        raise Invalid("Schrijf van wie dit voorbeeld komt.", field="source")
    example = Example.objects.create(
        dossier=dossier,
        letter=letter,
        title=typed(title, "title", "Schrijf wat voor tekst het is.", 200),
        source=source,
        source_label=label,
        dated_on=dated_on,
        text=typed(from_word(text), "text", "", 10_000),
        document=checked_document(actor, dossier, document),
        added_by=actor,
        added_at=clock.now(),
    )
    record(
        "example.added",
        example,
        actor=actor,
        changes={"source": (None, example.source_words)},
        body_id=dossier.body_id,
    )
    return example


@transaction.atomic
def change_example(
    *, actor: User, example: Example, title: str, text: str, document: Document | None = None
) -> Example:
    """Set the words of an example right. Raises ``NotVisible``, ``NotAllowed``, ``Invalid``."""
    if not can_see(actor, example.dossier):
        raise NotVisible
    require_writer(actor, example.dossier.body, example.dossier)
    facts = {
        "title": typed(title, "title", "Schrijf wat voor tekst het is.", 200),
        "text": typed(from_word(text), "text", "", 10_000),
        "document": checked_document(actor, example.dossier, document),
    }
    changes = {
        n: (str(getattr(example, n) or ""), str(v or ""))
        for n, v in facts.items()
        if getattr(example, n) != v
    }
    Example.objects.filter(pk=example.pk).update(**facts)
    example.refresh_from_db()
    record(
        "example.changed",
        example,
        actor=actor,
        changes=changes,
        body_id=example.dossier.body_id,
    )
    return example


@transaction.atomic
def choose_example(
    *,
    actor: User,
    dossier: Dossier,
    municipality: Organization,
    use: str,
    example: Example | None = None,
    note: str = "",
) -> ExampleChoice:
    """Say which example a municipality uses, that it has its own text, or nothing yet.

    Its own people do; who writes the minutes notes what was said, which the municipality's own
    word replaces and never the other way round. Raises ``NotVisible``, ``NotAllowed``,
    ``Invalid``.
    """
    if not can_see(actor, dossier):
        raise NotVisible
    voice = require_voice(actor, dossier.body, municipality.pk, chooses=True, subject=dossier)
    if municipality.pk not in {each.pk for each in members_of(dossier.body, clock.today())}:
        raise Invalid("Kies een bestuur van dit overleg.", field="municipality")
    if use not in ExampleUse.values:
        raise Invalid("Kies wat het bestuur gebruikt.", field="use")
    if use == ExampleUse.EXAMPLE and (example is None or example.dossier_id != dossier.pk):
        raise Invalid("Kies een voorbeeld van dit dossier.", field="use")
    before = (
        ExampleChoice.objects.select_for_update()
        .filter(dossier=dossier, municipality=municipality)
        .first()
    )
    if before is not None and before.voice == Voice.OWN and voice == Voice.NOTED:
        raise NotAllowed(f"{municipality} legde dit al zelf vast.")
    old = _spoken(before)
    choice, _ = ExampleChoice.objects.update_or_create(
        dossier=dossier,
        municipality=municipality,
        defaults={
            "use": use,
            "example": example if use == ExampleUse.EXAMPLE else None,
            "note": typed(note, "note", "", 300),
            "voice": voice,
            "recorded_by": actor,
            "recorded_at": clock.now(),
        },
    )
    record(
        "example.chosen",
        choice,
        actor=actor,
        changes={"use": (old, _spoken(choice))},
        body_id=dossier.body_id,
    )
    return choice


def _spoken(choice: ExampleChoice | None) -> str | None:
    return choice.spoken if choice is not None else None

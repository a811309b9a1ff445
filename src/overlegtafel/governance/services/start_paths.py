"""The road to a first charter (R36): preconditions, decision process, themes, work groups."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.models import valid_on
from overlegtafel.common.transitions import claim
from overlegtafel.governance.models import Charter, CollectedTheme, GoverningBody, StartPath
from overlegtafel.governance.policy import may, require, standing_of
from overlegtafel.governance.rules import Domain, Platform, Theme
from overlegtafel.governance.services.charters import draft_charter, fill_draft
from overlegtafel.governance.states import (
    START_MOVES,
    PlatformRole,
    Situation,
    StartState,
    Task,
)
from overlegtafel.organizations.models import Organization, PostRole

TEXTS = ("preconditions", "decision_process")
BRINGS_THEMES = (PostRole.MAYOR, PostRole.DIRECTOR)


@transaction.atomic
def open_start_path(*, actor: User, body: GoverningBody, situation: Situation) -> StartPath:
    """Begin the road to a first charter; a table walks it once.

    Raises ``NotAllowed``, ``WrongMoment`` when it began already.
    """
    require(actor, body, Task.CHARTER)
    GoverningBody.objects.select_for_update().get(pk=body.pk)
    if StartPath.objects.filter(body=body).exists():
        raise WrongMoment("Het startpad van dit overleg is al begonnen.")
    path = StartPath.objects.create(body=body, situation=situation)
    record(
        "start_path.opened",
        path,
        actor=actor,
        changes={"situation": (None, situation)},
        body_id=body.pk,
    )
    return path


@transaction.atomic
def save_start_text(
    *, actor: User, path: StartPath, name: str, text: str, expected_revision: int
) -> StartPath:
    """Write one of ``TEXTS``. Raises ``NotAllowed``, ``WrongMoment`` once finished, ``Stale``."""
    require(actor, path.body, Task.CHARTER)
    if name not in TEXTS:
        raise TypeError(f"geen tekst van een startpad: {name}")
    current = _open_path(path)
    if current.revision != expected_revision:
        raise Stale
    before = getattr(current, name)
    StartPath.objects.filter(pk=path.pk).update(**{name: text}, revision=F("revision") + 1)
    path.refresh_from_db()
    record(
        "start_path.saved",
        path,
        actor=actor,
        changes={name: (before, text)},
        body_id=path.body_id,
    )
    return path


def _open_path(path: StartPath) -> StartPath:
    current = StartPath.objects.select_for_update().get(pk=path.pk)
    if current.state != StartState.OPEN:
        raise WrongMoment("Het startpad is afgerond; werk verder in de afsprakennota.")
    return current


def can_bring_themes_for(actor: User, body: GoverningBody) -> frozenset[int]:
    """The member municipalities in whose name the actor brings a theme.

    The own one for its mayor and director; any of them for who prepares the charter.
    """
    members = body.seats.filter(valid_on(clock.today()), municipality__isnull=False)
    ids = frozenset(members.values_list("municipality", flat=True))
    if may(actor, body, Task.CHARTER):
        return ids
    if body.ended_on is not None:
        return frozenset()
    return ids & standing_of(actor).organizations(BRINGS_THEMES)


@transaction.atomic
def collect_theme(
    *, actor: User, path: StartPath, title: str, brought_by: Organization, note: str = ""
) -> CollectedTheme:
    """Bring a theme in the name of a member municipality.

    Raises ``NotAllowed``, ``WrongMoment`` once finished, ``Invalid`` without a title.
    """
    if brought_by.pk not in can_bring_themes_for(actor, path.body):
        raise NotAllowed("U brengt alleen thema's aan voor uw eigen bestuur.")
    _open_path(path)
    if not title.strip():
        raise Invalid("Schrijf het thema.", field="title")
    last = path.themes.aggregate(last=Max("priority"))["last"] or 0
    theme = CollectedTheme.objects.create(
        path=path,
        title=title.strip(),
        note=note,
        brought_by=brought_by,
        entered_by=actor,
        entered_at=clock.now(),
        priority=last + 1,
    )
    record(
        "theme.collected",
        theme,
        actor=actor,
        changes={"title": (None, theme.title), "brought_by": (None, brought_by.name)},
        body_id=path.body_id,
    )
    return theme


@transaction.atomic
def merge_theme(*, actor: User, theme: CollectedTheme, into: CollectedTheme) -> CollectedTheme:
    """Let a theme go up in another; who brought it stays with it (R36).

    What had gone up in it goes along. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    path = theme.path
    require(actor, path.body, Task.CHARTER)
    _open_path(path)
    if into.path_id != path.pk or into.pk == theme.pk or into.merged_into_id is not None:
        raise Invalid("Kies een ander thema van deze lijst.", field="into")
    moved = CollectedTheme.objects.filter(merged_into=theme)
    moved.update(merged_into=into)
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    record(
        "theme.merged",
        theme,
        actor=actor,
        changes={"merged_into": (None, into.title)},
        body_id=path.body_id,
    )
    return theme


@transaction.atomic
def separate_theme(*, actor: User, theme: CollectedTheme) -> CollectedTheme:
    """Let a theme stand by itself again. Raises ``NotAllowed``, ``WrongMoment``."""
    require(actor, theme.path.body, Task.CHARTER)
    _open_path(theme.path)
    was, theme.merged_into = theme.merged_into, None
    theme.save(update_fields=["merged_into"])
    record(
        "theme.separated",
        theme,
        actor=actor,
        changes={"merged_into": (str(was or ""), None)},
        body_id=theme.path.body_id,
    )
    return theme


@transaction.atomic
def move_theme(*, actor: User, theme: CollectedTheme, up: bool) -> CollectedTheme:
    """Put a theme one place higher or lower. Raises ``NotAllowed``, ``WrongMoment``."""
    path = theme.path
    require(actor, path.body, Task.CHARTER)
    _open_path(path)
    rows = list(path.themes.filter(merged_into__isnull=True).order_by("priority", "id"))
    here = next((n for n, each in enumerate(rows) if each.pk == theme.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return theme
    rows[here], rows[there] = rows[there], rows[here]
    before = here + 1
    for number, each in enumerate(rows, start=1):
        each.priority = number
    CollectedTheme.objects.bulk_update(rows, ["priority"])
    theme.priority = there + 1
    record(
        "theme.moved",
        theme,
        actor=actor,
        changes={"priority": (before, there + 1)},
        body_id=path.body_id,
    )
    return theme


@transaction.atomic
def finish_start_path(*, actor: User, path: StartPath) -> Charter:
    """Make the draft of the first charter from what was collected, and close the path.

    Preconditions become its ambition, the decision process its answer on ratification, each
    theme a theme of this table and a policy domain. Raises ``NotAllowed``, ``WrongMoment`` when
    it is finished or there is a draft already.
    """
    body = path.body
    require(actor, body, Task.CHARTER)
    charter = draft_charter(actor=actor, body=body)
    titles: dict[str, str] = {}
    for theme in path.themes.filter(merged_into__isnull=True).order_by("priority", "id"):
        titles.setdefault(theme.title.casefold(), theme.title)
    agreed_here = (Platform(platform=body.slug, role=PlatformRole.AGREE),)
    rules = charter.rules
    known_themes = {each.theme.casefold() for each in rules.themes}
    known_domains = {each.name.casefold() for each in rules.domains}
    rules = rules.model_copy(
        update={
            "themes": rules.themes
            + tuple(
                Theme(theme=title, platforms=agreed_here)
                for key, title in titles.items()
                if key not in known_themes
            ),
            "preparation": rules.preparation.model_copy(
                update={
                    "domains": rules.preparation.domains
                    + tuple(
                        Domain(name=title)
                        for key, title in titles.items()
                        if key not in known_domains
                    )
                }
            ),
        }
    )
    words: dict[str, Any] = {"ambition": path.preconditions, "ratification": path.decision_process}
    fill_draft(
        actor,
        charter,
        charter.revision,
        rules=rules,
        **{name: text for name, text in words.items() if text.strip()},
    )
    before = claim(path, START_MOVES, "finish")
    record(
        "start_path.finished",
        path,
        actor=actor,
        changes={"state": (before, path.state)},
        body_id=body.pk,
    )
    return charter

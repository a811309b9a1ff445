"""The services of what comes towards a table: who leads it keeps them, whatever the charter."""

from datetime import date
from typing import Any

from tests.factories.fora import make_forum
from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.horizon import services as horizon
from overlegtafel.horizon.models import ForumLink, HorizonEntry

SAID: dict[str, Any] = {
    "title": "Oproep",
    "source": "Een brief",
    "expected_on": date(2027, 5, 1),
}


def _entry(stage: Stage) -> HorizonEntry:
    return horizon.note_entry(actor=stage.system, body=stage.table, **SAID)


def _link(stage: Stage) -> ForumLink:
    forum = make_forum(stage.cast, "Eerstelijnszone Dender")
    return horizon.link_forum(actor=stage.system, body=stage.table, forum=forum)


def _note(stage: Stage, actor: User) -> Attempt:
    table = stage.table
    return Attempt(lambda who: horizon.note_entry(actor=who, body=table, **SAID))


def _change(stage: Stage, actor: User) -> Attempt:
    entry = _entry(stage)
    return Attempt(
        lambda who: horizon.change_entry(actor=who, entry=entry, expected_revision=1, **SAID)
    )


def _drop(stage: Stage, actor: User) -> Attempt:
    entry = _entry(stage)
    return Attempt(lambda who: horizon.drop_entry(actor=who, entry=entry, reason="Afgelast."))


def _rhythm(stage: Stage, actor: User) -> Attempt:
    dossier = stage.cast.dossier
    return Attempt(lambda who: horizon.set_rhythm(actor=who, dossier=dossier, every_months=3))


def _forum(stage: Stage, actor: User) -> Attempt:
    table, forum = stage.table, make_forum(stage.cast, "Eerstelijnszone Dender")
    return Attempt(lambda who: horizon.link_forum(actor=who, body=table, forum=forum))


def _rewrite(stage: Stage, actor: User) -> Attempt:
    link = _link(stage)
    return Attempt(
        lambda who: horizon.change_link(
            actor=who, link=link, arrangement="Anders", brings_news=True
        )
    )


def _end(stage: Stage, actor: User) -> Attempt:
    link = _link(stage)
    return Attempt(lambda who: horizon.end_link(actor=who, link=link))


def _guard(stage: Stage, actor: User) -> Attempt:
    link, town = _link(stage), stage.town("Lede")
    return Attempt(lambda who: horizon.name_guard(actor=who, link=link, municipality=town))


def _no_guard(stage: Stage, actor: User) -> Attempt:
    guard = horizon.name_guard(
        actor=stage.system, link=_link(stage), municipality=stage.town("Lede")
    )
    return Attempt(lambda who: horizon.end_guard(actor=who, guard=guard))


HORIZON = {
    "horizon.note_entry": Row(None, _note),
    "horizon.change_entry": Row(None, _change),
    "horizon.drop_entry": Row(None, _drop),
    "horizon.set_rhythm": Row(None, _rhythm),
    "horizon.link_forum": Row(None, _forum),
    "horizon.change_link": Row(None, _rewrite),
    "horizon.end_link": Row(None, _end),
    "horizon.name_guard": Row(None, _guard),
    "horizon.end_guard": Row(None, _no_guard),
}

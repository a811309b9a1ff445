"""Every setting of a charter reads as a sentence, and a change of any shows."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from overlegtafel.governance.rules import (
    Agendering,
    CharterRules,
    Domain,
    Platform,
    Preparation,
    RouteStep,
    StandingItem,
    Support,
    Template,
    Theme,
    WrittenRounds,
)
from overlegtafel.governance.states import (
    Authority,
    Does,
    PlatformRole,
    SupportMode,
    Task,
)
from overlegtafel.governance.wording import differences, sentences

FULL = CharterRules(
    agendering=Agendering(
        cut_off_days=21,
        route=(RouteStep(body="dado", does=Does.ADVISES),),
        standing_items=(StandingItem(title="Op til"),),
        templates=(Template(title="Vraag aan de minister"),),
    ),
    preparation=Preparation(domains=(Domain(name="Mobiliteit", preparer="SOLVA"),)),
    ratification={"written_rounds": WrittenRounds(allowed=True)},
    themes=(Theme(theme="Wonen", platforms=(Platform(platform="dbo", role=PlatformRole.AGREE),)),),
)
SILENT = {"credit"}
"""Read where it stands beside its template."""


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return value[:-1] if value else None
    if isinstance(value, str) and hasattr(type(value), "__members__"):
        return next(each for each in type(value) if each != value)
    return f"{value}x"


def variants(part: BaseModel, path: str = "") -> Iterator[tuple[str, BaseModel]]:
    """The same part with one setting changed, for each setting in it."""
    for name in type(part).model_fields:
        value, here = getattr(part, name), f"{path}.{name}"
        if isinstance(value, BaseModel):
            for where, each in variants(value, here):
                yield where, part.model_copy(update={name: each})
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            for where, each in variants(value[0], here):
                yield where, part.model_copy(update={name: (each, *value[1:])})
            yield here, part.model_copy(update={name: value[1:]})
        elif isinstance(value, dict):
            yield here, part.model_copy(update={name: {Task.CONVENE: Authority.AFTER_CHAIR}})
        elif isinstance(value, tuple) and not value:
            filled = ("dado",)
            yield here, part.model_copy(update={name: filled})
        else:
            yield here, part.model_copy(update={name: changed(value)})


CHANGES = dict(variants(FULL))


@pytest.mark.parametrize("setting", sorted(CHANGES))
def test_a_change_of_any_setting_is_told(setting: str) -> None:
    told = differences(FULL, CHANGES[setting])  # type: ignore[arg-type]
    if setting.endswith("support.mode"):
        assert any("gatekeeper" in change.sentence for change in told)
    assert told, setting


def test_what_is_the_same_is_not_told() -> None:
    assert differences(FULL, FULL) == []
    assert len(CHANGES) > 40


def test_sentences_call_bodies_and_organizations_by_their_names() -> None:
    said = sentences(FULL, {"dado": "het directeursoverleg", "SOLVA": "streekintercommunale"})
    assert "het directeursoverleg adviseert." in said["agendering"]
    assert "Voorstellen zijn er uiterlijk 21 dagen vóór de vergadering." in said["agendering"]
    assert any("Voorbereid door streekintercommunale" in each for each in said["preparation"])


def test_a_gatekeeper_brings_nothing_of_its_own() -> None:
    rules = CharterRules(support=Support(mode=SupportMode.GATEKEEPER))
    assert (
        "Het secretariaat doet dit niet: zelf een voorstel aanbrengen."
        in sentences(rules)["support"]
    )

"""Keeping a site's own configuration in a file: there and back, again and again, by whom."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import make_person
from tests.factories.regions import another_site, bring_in, document, document_of, packaged

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.governance.configuration.importing import import_configuration, may_import
from overlegtafel.governance.configuration.reading import BrokenConfiguration
from overlegtafel.governance.configuration.writing import export_configuration
from overlegtafel.governance.models import Charter, GoverningBody, RoleGrant, Seat
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import (
    add_body_below,
    add_seat_for_person,
    add_seat_for_post,
    adopt_charter,
    change_body,
    collect_theme,
    define_category,
    draft_charter,
    end_involvement,
    end_seat,
    give_clearance,
    grant_role,
    involve_named,
    merge_bodies,
    save_charter,
    set_chain,
    set_support_named,
    state_fact,
)
from overlegtafel.governance.states import (
    Authority,
    BodyKind,
    CharterState,
    Function,
    Involved,
    Situation,
    TableRole,
    Task,
)
from overlegtafel.organizations.models import Organization, PostRole

TODAY = date(2026, 11, 23)


def body(slug: str) -> GoverningBody:
    """A table by its address."""
    return GoverningBody.objects.get(slug=slug)


def adopt(system: User, slug: str, day: date = date(2026, 9, 1)) -> Charter:
    """The draft of a table, adopted."""
    draft = Charter.objects.get(body__slug=slug, state=CharterState.DRAFT)
    return adopt_charter(actor=system, charter=draft, valid_from=day, adopted_on=day)


def secretary_of(system: User, *slugs: str, label: str = "Secretaris") -> User:
    """Someone who runs these tables."""
    user = make_person(system, label)
    for slug in slugs:
        grant_role(actor=system, body=body(slug), person=user.person, role=TableRole.SUPPORT)
    return User.objects.get(pk=user.pk)


def founder(system: User) -> User:
    """Someone who may set up tables and runs none yet."""
    user = make_person(system, "Streekcoördinator")
    user.may_found_tables = True
    user.save()
    return user


# There and back


def _rename_and_describe(system: User) -> None:
    change_body(
        actor=system,
        body=body("westhoek"),
        name="Westhoek: overleg",
        administrative=True,
        purpose="Twee regels\nen een derde met: een dubbele punt — en “haken”.\n",
        aliases=["a: b", "- c", "#d", "12", "true", "2026-01-01"],
        functions=[Function.EXCHANGE],
        situation=Situation.ADAPTED,
        situation_on=date(2024, 1, 1),
        composition_review_on=date(2027, 1, 1),
    )


def _change_seats(system: User) -> None:
    table = body("westhoek")
    end_seat(actor=system, seat=table.seats.all()[0], on=date(2026, 6, 30))
    end_seat(actor=system, seat=table.seats.all()[1], on=TODAY)
    table.seats.filter(order=3).update(valid_from=date(2025, 1, 1))
    add_seat_for_person(actor=system, body=table, category="guest", name="Professor Water")
    add_seat_for_post(
        actor=system,
        body=table,
        category="civil-society",
        organization="Natuur in de polder vzw",
        label="voorzitter",
        role=PostRole.CHAIR,
        valid_from=date(2026, 1, 1),
    )


def _change_categories(system: User) -> None:
    table = body("westhoek")
    define_category(
        actor=system, body=table, key="guest", visits_per_year=None, plan_visit_before=None
    )
    define_category(actor=system, body=table, key="province", counts=True, short="", reason="")
    define_category(actor=system, body=table, key="mayor", filled_by="", sees_inside=False)
    define_category(actor=system, body=table, key="buur", name="buur over de grens", short="Buur")


def _involve(system: User) -> None:
    table = body("westhoek")
    for way in (Involved.INFORMED, Involved.ADVICE):
        involvement = involve_named(
            actor=system, body=table, name="Boerenbond (afdeling)", way=way, note="op vraag"
        )
    end_involvement(actor=system, involvement=involvement, on=TODAY)
    set_support_named(actor=system, body=table, names=["WVI", "Streekhuis vzw"])
    state_fact(actor=system, body=table, text="Van horen zeggen.")


def _write_charters(system: User) -> None:
    adopt(system, "westhoek")
    draft = draft_charter(actor=system, body=body("westhoek"), credit="overgenomen van elders")
    rules = draft.rules.model_dump()
    rules["support"] = {
        "mode": "gatekeeper",
        "tasks": {Task.SHARE: Authority.NEVER, Task.PLAN: Authority.AFTER_CHAIR},
    }
    rules["ratification"]["written_rounds"] = {"allowed": True, "days": 7, "silence": "to_table"}
    save_charter(
        actor=system,
        charter=draft,
        expected_revision=draft.revision,
        rules=CharterRules.model_validate(rules),
        execution="Regel één.\r\nRegel twee.",
    )


def _change_bodies(system: User) -> None:
    table = body("westhoek")
    made = [
        add_body_below(
            actor=system,
            parent=table,
            name=name,
            kind=BodyKind.CLUSTER,
            valid_from=date(2026, 1, 1),
        )
        for name in ("Cluster zee", "Cluster duin")
    ]
    merged = merge_bodies(actor=system, bodies=made, name="Cluster kust", on=date(2026, 10, 1))
    set_chain(actor=system, body=table, follows=merged)
    change_body(actor=system, body=body("dagelijks-bestuur-westhoek"), valid_to=date(2026, 6, 30))


CHANGES = [
    _rename_and_describe,
    _change_seats,
    _change_categories,
    _involve,
    _write_charters,
    _change_bodies,
]


def _all_of_them(system: User) -> None:
    for change in CHANGES:
        change(system)


@pytest.mark.parametrize("change", [*CHANGES, _all_of_them], ids=lambda each: each.__name__[1:])
def test_a_site_s_own_changes_come_back_the_same_from_an_empty_site(
    flanders: User, change: Callable[[User], None]
) -> None:
    with another_site():
        bring_in("westhoek")
        change(flanders)
        kept = export_configuration("westhoek")
        assert kept.encode() != packaged("westhoek").read_bytes()
    assert not GoverningBody.objects.exists()
    import_configuration(actor=flanders, document=document(kept))
    assert export_configuration("westhoek") == kept
    logged = AuditEntry.objects.count()
    import_configuration(actor=flanders, document=document(kept))
    assert AuditEntry.objects.count() == logged


@pytest.mark.parametrize("change", [_rename_and_describe, _change_categories, _involve])
def test_a_file_brings_a_site_up_to_date(flanders: User, change: Callable[[User], None]) -> None:
    with another_site():
        bring_in("westhoek")
        change(flanders)
        newer = export_configuration("westhoek")
    bring_in("westhoek")
    import_configuration(actor=flanders, document=document(newer))
    assert export_configuration("westhoek") == newer


def test_what_a_file_no_longer_names_keeps_its_history(flanders: User) -> None:
    bring_in("kust")
    text = packaged("kust").read_text(encoding="utf-8")
    gone = "      - category: mayor\n        municipality: 35002 Bredene\n"
    assert gone in text
    import_configuration(actor=flanders, document=document(text.replace(gone, "")))
    seat = Seat.objects.get(body__slug="kust", municipality__code="35002")
    assert seat.valid_to == TODAY - timedelta(days=1)
    with pytest.raises(
        BrokenConfiguration, match=r"regel \d+, .*deze zetel eindigde hier op 22 november 2026"
    ):
        bring_in("kust")
    again = text.replace(gone, f"{gone}        valid_from: 2027-01-01\n")
    import_configuration(actor=flanders, document=document(again))
    assert Seat.objects.filter(municipality__code="35002").count() == 2


def test_a_fact_that_found_its_source_is_no_longer_to_confirm(flanders: User) -> None:
    bring_in("kust")
    [loose] = [each for each in body("kust").facts.all() if each.to_confirm]
    text = packaged("kust").read_text(encoding="utf-8")
    assert text.endswith("de kust.\n")
    sourced = f"{text}        source: eigen archief\n"
    import_configuration(actor=flanders, document=document(sourced))
    loose.refresh_from_db()
    assert (loose.to_confirm, loose.source) == (False, "eigen archief")
    assert export_configuration("kust") == sourced


def test_an_own_start_path_keeps_its_themes_out_of_the_file(flanders: User) -> None:
    """Who brought what is the site's, not its configuration."""
    bring_in("limburg")
    table = body("regioraad-limburg")
    town = Organization.objects.get(classification="municipality", code="71016")
    collect_theme(actor=flanders, path=table.start_path, title="Regiomobiliteit", brought_by=town)
    assert export_configuration("limburg").encode() == packaged("limburg").read_bytes()


# What never changes


def test_an_adopted_charter_never_changes(flanders: User) -> None:
    bring_in("kust")
    charter = adopt(flanders, "kust")
    text = export_configuration("kust")
    changed = text.replace("gemeld aan de drie regionale overleggen", "nergens gemeld")
    assert changed != text
    before = AuditEntry.objects.count()
    for wrong in (changed, packaged("kust").read_text(encoding="utf-8")):
        with pytest.raises(
            BrokenConfiguration, match="is hier al aangenomen met een andere inhoud"
        ):
            import_configuration(actor=flanders, document=document(wrong))
    charter.refresh_from_db()
    assert "gemeld aan de drie" in charter.execution
    assert charter.state == CharterState.ADOPTED
    assert AuditEntry.objects.count() == before


def test_a_new_version_in_the_file_is_adopted_from_its_day(flanders: User) -> None:
    bring_in("kust")
    adopt(flanders, "kust")
    with another_site():
        draft_charter(actor=flanders, body=body("kust"))
        adopt(flanders, "kust", date(2026, 11, 20))
        newer = export_configuration("kust")
    import_configuration(actor=flanders, document=document(newer))
    numbers = Charter.objects.filter(body__slug="kust").values_list("number", "valid_from")
    assert list(numbers) == [(1, date(2026, 9, 1)), (2, date(2026, 11, 20))]
    assert export_configuration("kust") == newer


def test_what_goes_wrong_halfway_leaves_nothing(
    flanders: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "overlegtafel.governance.configuration.importing.state_fact"

    def fail(**_: object) -> None:
        raise WrongMoment("Stop.")

    monkeypatch.setattr(module, fail)
    before = AuditEntry.objects.count(), Organization.objects.count()
    with pytest.raises(WrongMoment):
        bring_in("rivierenland")
    assert not GoverningBody.objects.exists()
    assert (AuditEntry.objects.count(), Organization.objects.count()) == before


# Who may


def test_who_founds_tables_brings_in_a_new_set_and_runs_it(flanders: User) -> None:
    starter = founder(flanders)
    assert may_import(starter, document_of("westhoek").configuration)
    bodies = bring_in("westhoek", starter)
    assert standing_of(User.objects.get(pk=starter.pk)).supports == {each.pk for each in bodies}
    assert export_configuration("westhoek").encode() == packaged("westhoek").read_bytes()
    entries = AuditEntry.objects.filter(verb="body.configured")
    assert {each.actor for each in entries} == {starter}
    assert {each.reason for each in entries} == {"Westhoek"}


def test_who_founds_tables_does_not_keep_those_of_others(flanders: User) -> None:
    bring_in("westhoek")
    starter = founder(flanders)
    assert not may_import(starter, document_of("westhoek").configuration)
    with pytest.raises(NotAllowed):
        bring_in("westhoek", starter)
    primary = "format: 1\nname: Westhoek\nregion: reference_region:REFREG07\nbodies:\n"
    other = (
        f"{primary}  - {{slug: x, name: X, short_name: X, kind: forum, agreement_prefix: A-X}}\n"
    )
    assert not may_import(starter, document(other).configuration)


WESTHOEK = ("westhoek", "dagelijks-bestuur-westhoek", "directeursoverleg-westhoek")


def test_who_runs_every_table_of_a_set_keeps_it(flanders: User) -> None:
    bring_in("westhoek")
    keeper = secretary_of(flanders, *WESTHOEK)
    text = packaged("westhoek").read_text(encoding="utf-8")
    newer = text.replace("op vrijdag", "op donderdag")
    import_configuration(actor=keeper, document=document(newer))
    assert body("westhoek").rhythm.endswith("op donderdag")
    entry = AuditEntry.objects.filter(verb="body.changed").latest("pk")
    assert entry.actor == keeper
    assert list(entry.changes) == ["rhythm"]
    configured = AuditEntry.objects.filter(verb="body.configured", actor=keeper)
    assert [each.body_id for each in configured] == [body("westhoek").pk]


def test_who_runs_one_table_of_a_set_changes_that_one_only(flanders: User) -> None:
    bring_in("westhoek")
    keeper = secretary_of(flanders, "westhoek")
    text = packaged("westhoek").read_text(encoding="utf-8")
    own = text.replace("op vrijdag", "op donderdag")
    theirs = text.replace("name: Dagelijks bestuur", "name: Ander bestuur", 1)
    lower = "  - {slug: wh-x, name: X, short_name: X, kind: forum, agreement_prefix: A-X%s}\n"
    assert len({text, own, theirs}) == 3
    for wrong in (theirs, own + lower % ", parent: dagelijks-bestuur-westhoek", own + lower % ""):
        with pytest.raises(NotAllowed):
            import_configuration(actor=keeper, document=document(wrong))
    import_configuration(actor=keeper, document=document(own))
    assert body("westhoek").rhythm.endswith("op donderdag")


@pytest.mark.parametrize("slugs", [("kust",), WESTHOEK[:1], WESTHOEK[1:], ()])
def test_others_bring_nothing_in(flanders: User, slugs: tuple[str, ...]) -> None:
    """Another region's secretary, one of only part of the tables, a citizen."""
    bring_in("westhoek")
    bring_in("kust")
    someone = secretary_of(flanders, *slugs)
    before = AuditEntry.objects.count()
    for name in ("westhoek", "denderregio"):
        assert not may_import(someone, document_of(name).configuration)
        with pytest.raises(NotAllowed):
            bring_in(name, someone)
    assert AuditEntry.objects.count() == before


def test_members_and_directors_bring_nothing_in(flanders: User) -> None:
    bring_in("kust")
    town = Organization.objects.get(classification="municipality", code="35013")
    for role in (PostRole.MAYOR, PostRole.DIRECTOR):
        someone = make_person(flanders, role.label, town, role)
        assert not may_import(someone, document_of("kust").configuration)


def test_a_secretariat_adds_what_falls_under_its_table_but_founds_none(flanders: User) -> None:
    bring_in("kust")
    keeper = secretary_of(flanders, "kust")
    text = packaged("kust").read_text(encoding="utf-8")
    extra = (
        "  - {slug: kust-strand, name: Werkgroep strand, short_name: Strand, kind: workgroup,"
        " agreement_prefix: A-KUS%s}\n"
    )
    with pytest.raises(NotAllowed):
        import_configuration(actor=keeper, document=document(text + extra % ""))
    import_configuration(actor=keeper, document=document(text + extra % ", parent: kust"))
    assert body("kust-strand").pk in standing_of(User.objects.get(pk=keeper.pk)).supports


def _charter_with(system: User, slug: str, authority: Authority) -> None:
    draft = Charter.objects.get(body__slug=slug, state=CharterState.DRAFT)
    rules = draft.rules.model_dump() | {"support": {"tasks": {Task.COMPOSE: authority}}}
    save_charter(
        actor=system,
        charter=draft,
        expected_revision=draft.revision,
        rules=CharterRules.model_validate(rules),
    )
    adopt(system, slug)


def test_a_charter_that_lets_staff_compose_never_lets_them_import_neither(flanders: User) -> None:
    bring_in("kust")
    keeper = secretary_of(flanders, "kust")
    _charter_with(flanders, "kust", Authority.NEVER)
    assert not may_import(keeper, document(export_configuration("kust")).configuration)


def test_after_the_chair_is_after_the_chair(flanders: User) -> None:
    bring_in("kust")
    keeper = secretary_of(flanders, "kust")
    _charter_with(flanders, "kust", Authority.AFTER_CHAIR)
    configuration = document(export_configuration("kust")).configuration
    assert not may_import(keeper, configuration)
    give_clearance(actor=flanders, body=body("kust"), task=Task.COMPOSE)
    assert may_import(keeper, configuration)


def test_a_body_that_is_over_asks_nobody_and_changes_for_nobody(flanders: User) -> None:
    bring_in("limburg")
    keeper = secretary_of(
        flanders, *(each.slug for each in GoverningBody.objects.filter(valid_to=None))
    )
    text = packaged("limburg").read_text(encoding="utf-8")
    assert bring_in("limburg", keeper)
    with pytest.raises(
        BrokenConfiguration,
        match=r"bodies\[5\]: .* liep af op 21 april 2022 en is alleen nog te lezen",
    ):
        import_configuration(
            actor=keeper,
            document=document(text.replace("Bereidde de eerste Regioraad voor", "Anders")),
        )
    assert body("projectgroep-directeurs-limburg").purpose.startswith("Bereidde")


def test_a_secretariat_ends_a_body_by_the_file(flanders: User, clock: FixedClock) -> None:
    bring_in("westhoek")
    keeper = secretary_of(flanders, *WESTHOEK)
    text = packaged("westhoek").read_text(encoding="utf-8")
    prefix = "    agreement_prefix: A-DBW\n    parent: westhoek\n"
    purpose = text.index("    purpose", text.index(prefix))
    ended = f"{text[:purpose]}    valid_to: 2026-10-31\n{text[purpose:]}"
    import_configuration(actor=keeper, document=document(ended))
    assert body("dagelijks-bestuur-westhoek").valid_to == date(2026, 10, 31)
    assert not RoleGrant.objects.exclude(person__user=keeper).exists()


def test_nobody_becomes_a_member_by_a_name(flanders: User) -> None:
    """A seat of a person is of someone without a login: a file gives nobody rights."""
    bring_in("kust")
    stranger = make_person(flanders, "Jan met de pet")
    text = (
        packaged("kust")
        .read_text(encoding="utf-8")
        .replace(
            "    charters:\n",
            "      - category: guest\n        person: Jan met de pet\n    charters:\n",
        )
    )
    import_configuration(actor=flanders, document=document(text))
    seat = Seat.objects.get(person__name="Jan met de pet")
    assert seat.person is not None
    assert seat.person.user is None
    assert standing_of(User.objects.get(pk=stranger.pk)).sits_at == frozenset()

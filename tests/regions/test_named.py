"""Each consultation that the source text names, as it is set by its file: what makes it its own."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from tests.regions.conftest import Site
from tests.regions.rows import row

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.services import open_dossier, take_step
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import GoverningBody, StartPath
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import filled_seats, seats_on
from overlegtafel.governance.services import (
    collect_theme,
    create_body,
    finish_start_path,
    merge_theme,
    name_holder,
)
from overlegtafel.governance.standards import readings
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.local_decisions.services import open_local_decisions
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.queries import unplanned_visits
from overlegtafel.meetings.services import (
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_meeting,
    plan_visit,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import Classification, Membership, Organization
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.services import (
    advise,
    pass_on,
    propose,
    refer_proposal,
    tell_tables,
)
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.reporting.composition import composition_on
from overlegtafel.reporting.proposals import other_end_of, proposal_thread

pytestmark = pytest.mark.django_db
Page = Callable[..., str]
TODAY, SOON = date(2026, 11, 23), date(2026, 12, 10)


def bring(
    actor: User,
    body: GoverningBody,
    title: str,
    brought_by: Organization,
    function: Function = Function.ALIGNMENT,
    **content: object,
) -> Proposal:
    """A proposal, sent."""
    return propose(
        actor=actor,
        body=body,
        title=title,
        summary="Eén zin die zegt waarover het gaat.",
        function=function,
        category=Category.PROJECT,
        reasons=(Reason.CHALLENGE,),
        brought_by=brought_by,
        preparer_label="de streekintercommunale",
        **content,
    )


def plan(actor: User, body: GoverningBody, day: date = SOON, **facts: object) -> Meeting:
    """A meeting in the morning."""
    return plan_meeting(actor=actor, body=body, held_on=day, starts_at=time(9, 30), **facts)


def towns_at(body: GoverningBody, day: date = TODAY) -> set[str]:
    """The municipalities with a counting seat."""
    return {
        seat.municipality.name for seat in seats_on(body, day) if seat.municipality and seat.counts
    }


def policy_dossier(body: GoverningBody, actor: User) -> Dossier:
    """A dossier that was only exchanged about so far."""
    dossier = open_dossier(actor=actor, body=body, title="Warmte", domain="Klimaat en energie")
    take_step(actor=actor, dossier=dossier, function=Function.EXCHANGE, taken_on=TODAY)
    return dossier


@row(1, "Zuid-West-Vlaanderen", "zuid-west-vlaanderen")
def test_the_oldest_conference_goes_to_policy_without_steps(site: Site, page: Page) -> None:
    """Since 1977 and first in the register; Leiedal supports it; functions overlap, so a dossier
    may go from exchange to policy at once.
    """
    site.open("zuid-west-vlaanderen", "denderregio", "regio-brugge")
    table, secretary = site.table("zuid-west-vlaanderen"), site.helper("S", "zuid-west-vlaanderen")
    site.adopt("zuid-west-vlaanderen")
    assert (table.started, len(towns_at(table))) == ("1977", 13)
    assert [each.name for each in table.support_organizations.all()] == ["Leiedal"]
    dossier = policy_dossier(table, secretary)
    step = take_step(actor=secretary, dossier=dossier, function=Function.POLICY, taken_on=TODAY)
    assert (step.to_function, step.is_override) == (Function.POLICY, False)
    register = page("/overleggen/")
    assert register.index("Conferentie van Burgemeesters") < register.index("Regio Brugge")
    assert "1977" in register
    assert "regionale energiestrategie" in page("/tafels/zuid-west-vlaanderen/", secretary)


@row(2, "Westhoek", "westhoek")
def test_wervik_sits_in_the_westhoek_and_directors_report_to_mayors_and_back(
    site: Site, page: Page
) -> None:
    """Eighteen members with Wervik, which lies in another reference region; the link between
    politics and administration is a standing item at both tables and a step on the route.
    """
    site.open("westhoek", "zuid-west-vlaanderen")
    table, directors = site.table("westhoek"), site.table("directeursoverleg-westhoek")
    secretary = site.helper("S", "westhoek", "directeursoverleg-westhoek")
    assert len(towns_at(table)) == 18
    region = Membership.objects.get(
        member=site.town("Wervik"), group__classification=Classification.REFERENCE_REGION
    ).group
    assert region == site.table("zuid-west-vlaanderen").region != table.region
    site.adopt("westhoek")
    site.adopt("directeursoverleg-westhoek")
    proposal = bring(site.mayor("Ieper"), table, "Rechtbanken", site.town("Ieper"))
    assert list(proposal.passages.values_list("body__kind", flat=True)) == ["directors", "steering"]
    titles = {
        body.slug: list(plan(secretary, body).items.values_list("title", flat=True))
        for body in (table, directors)
    }
    assert titles["westhoek"][0] == "Terugkoppeling van het directeursoverleg"
    assert "Terugkoppeling van het Westhoekoverleg" in titles["directeursoverleg-westhoek"]
    assert "Wervik" in page("/tafels/westhoek/samenstelling/", secretary)


@row(3, "Midwest", "midwest")
def test_three_meetings_on_one_day_each_with_its_own_members(site: Site, page: Page) -> None:
    """Zoneraad, then Midwestoverleg, then vervoerregioraad on one day: Ledegem and Wielsbeke come
    from the second on, Torhout only to the third.
    """
    site.open("midwest")
    slugs = ("zoneraad-midwest", "midwest", "vervoerregioraad-roeselare")
    secretary = site.helper("S", *slugs)
    before = None
    for slug in slugs:
        before = plan(secretary, site.table(slug), follows=before)
    zone, mayors, transport = (towns_at(site.table(slug), SOON) for slug in slugs)
    assert (len(zone), len(mayors), len(transport)) == (13, 15, 16)
    assert mayors - zone == {"Ledegem", "Wielsbeke"}
    assert transport - mayors == {"Torhout"}
    text = page("/tafels/midwest/vergaderingen/2026-12-10/", secretary)
    assert "Zoneraad" in text and "Vervoerregioraad" in text
    assert "Ledegem" in page("/tafels/midwest/", secretary)


@row(4, "Rivierenland", "rivierenland")
def test_six_seats_by_post_follow_who_holds_the_post(site: Site, page: Page) -> None:
    """The agenda commission has six seats by post; a new chair of IVAREM changes it from that day
    and not before; five people in six seats are told so, and a vacant post shows as vacant.
    """
    site.open("rivierenland")
    commission = site.table("agendacommissie-rivierenland")
    secretary = site.helper("S", "agendacommissie-rivierenland", "rivierenland")
    labels = [seat.label for seat in seats_on(commission, TODAY)]
    assert len(labels) == 6 and "Voorzitter IVAREM" in labels
    for label in labels[1:]:
        site.holder(label, name=f"Houder {label}", since=date(2025, 1, 1))
    assert "één zetel vacant" in composition_on(commission, TODAY).sentence
    double = site.holder(labels[0], name="Wie er twee heeft", since=date(2025, 1, 1))
    change = date(2026, 12, 1)
    name_holder(
        actor=site.system,
        body=commission,
        post=site.post("Voorzitter IVAREM"),
        valid_from=change,
        person=double.person,
    )

    def chair_of_ivarem(day: date) -> str:
        [seat] = [f for f in filled_seats(commission, day) if f.seat.label == "Voorzitter IVAREM"]
        return seat.holder

    assert chair_of_ivarem(change - timedelta(days=1)) == "Houder Voorzitter IVAREM"
    assert chair_of_ivarem(change) == "Wie er twee heeft"
    assert composition_on(commission, change).sentence == "zes zetels, vijf personen"
    text = page(f"/tafels/{commission.slug}/samenstelling/?op=2026-12-01", secretary)
    assert "Zes zetels, vijf personen" in text


@row(5, "Denderregio", "denderregio")
def test_an_item_travels_with_its_advice_and_early_policy_is_refused(
    site: Site, page: Page
) -> None:
    """DADO advises, the Stuurgroep proposes the agenda, the DBO discusses; the log says whether
    SOLVA or DDS acted; functions are steps, so policy before alignment is refused.
    """
    site.open("denderregio")
    table = site.table("denderregio")
    solva, dds = table.support_organizations.order_by("-name")
    slugs = ("dado", "stuurgroep-denderregio", "denderregio")
    first = site.helper("Van SOLVA", *slugs, behalf=solva)
    second = site.helper("Van DDS", *slugs, behalf=dds)
    site.adopt("denderregio")
    mayor = site.mayor("Lede")
    proposal = bring(mayor, table, "Regiomobiliteit", site.town("Lede"))
    assert "Denderregio Algemeen Directeursoverleg (adviseert)" in (
        page(f"/tafels/denderregio/voorstellen/{proposal.pk}/", mayor)
    )
    advise(
        actor=second,
        passage=proposal.passages.get(order=1),
        outcome=PassageOutcome.IN_FAVOUR,
        advice="Begin bij de grootste besturen.",
    )
    pass_on(actor=first, passage=proposal.passages.get(order=2))
    item = place_on_agenda(actor=first, meeting=plan(second, table), proposal=proposal)
    seen = proposal_thread(mayor, Proposal.objects.get(pk=proposal.pk))
    assert seen.passages[0].advice == "Begin bij de grootste besturen."
    assert item.title == "Regiomobiliteit"
    logged = dict(
        AuditEntry.objects.filter(verb__in=["proposal.advised", "proposal.passed"]).values_list(
            "verb", "capacity"
        )
    )
    assert logged == {"proposal.advised": dds.name, "proposal.passed": solva.name}
    dossier = policy_dossier(table, first)
    with pytest.raises(WrongMoment, match="afstemming"):
        take_step(actor=first, dossier=dossier, function=Function.POLICY, taken_on=TODAY)


@row(6, "Referentieregio Gent: Politiek Streekforum", "regio-gent")
def test_an_item_goes_up_to_the_forum_and_shows_where_it_came_from(site: Site, page: Page) -> None:
    """The forum is the one of the region, the two subregional tables stay beside it; an item sent
    up keeps its origin at both ends; a meeting of the forum has a theme.
    """
    site.open("regio-gent")
    forum, meetjesland = site.table("streekforum-gent"), site.table("meetjesland")
    secretary = site.helper("S", "streekforum-gent", "meetjesland")
    assert forum.is_primary and not meetjesland.is_primary
    assert set(forum.related_bodies.values_list("kind", flat=True)) == {"subregion"}
    with pytest.raises(Invalid):
        create_body(
            actor=site.system,
            organization=Organization.objects.create(
                classification=Classification.BODY, code="tweede", name="Tweede", slug="tweede"
            ),
            name="Tweede overleg",
            short_name="Tweede",
            slug="tweede",
            kind=BodyKind.MAYORS,
            agreement_prefix="A-2",
            region=forum.region,
            is_primary=True,
        )
    mayor = site.mayor("Eeklo")
    proposal = bring(mayor, meetjesland, "Fietssnelweg", site.town("Eeklo"))
    up = refer_proposal(
        actor=secretary, proposal=proposal, to_body=forum, reason="Raakt de hele regio."
    )
    proposal.refresh_from_db()
    assert other_end_of(mayor, proposal).body == forum
    origin = proposal_thread(mayor, up).origin
    assert origin is not None and origin.body == meetjesland
    assert "Burgemeestersoverleg Meetjesland" in (
        page(f"/tafels/streekforum-gent/voorstellen/{up.pk}/", mayor)
    )
    plan(secretary, forum, theme="Mobiliteit")
    assert "Mobiliteit" in page("/tafels/streekforum-gent/vergaderingen/", secretary)


@row(7, "Gent (stad)", "regio-gent")
def test_the_city_is_a_guest_once_a_year_and_never_counts(site: Site, page: Page) -> None:
    """Guest in both subregional tables with one visit a year: planned it is invited, a second time
    is refused, not planned it is reminded, and "x van y" never counts the city.
    """
    site.open("regio-gent")
    table, secretary = site.table("meetjesland"), site.helper("S", "meetjesland", "leie-schelde")
    guests = [
        seat
        for slug in ("meetjesland", "leie-schelde")
        for seat in seats_on(site.table(slug), TODAY)
        if seat.category.visits_per_year
    ]
    assert [(str(seat), seat.counts) for seat in guests] == [("Gent", False)] * 2
    assert set(unplanned_visits([table.pk], TODAY)) == {guests[0]}
    assert "Gent" in page("/mijn-tafel/", secretary)
    meeting = plan(secretary, table, TODAY)
    proposal = bring(site.mayor("Eeklo"), table, "Fietssnelweg", site.town("Eeklo"))
    item = place_on_agenda(actor=secretary, meeting=meeting, proposal=proposal)
    plan_visit(actor=secretary, meeting=meeting, seat=guests[0])
    assert not unplanned_visits([table.pk], TODAY)
    with pytest.raises(Invalid):
        plan_visit(actor=secretary, meeting=plan(secretary, table), seat=guests[0])
    agreement = agreed(secretary, meeting, item, site.town("Eeklo"))
    rows = open_local_decisions(actor=secretary, agreement=agreement)
    assert len(rows) == 9 and "Gent" not in {each.municipality.name for each in rows}
    assert progress_of([agreement.pk])[agreement.pk].total == 9


def agreed(actor: User, meeting: Meeting, item: object, executor: Organization) -> Agreement:
    """The meeting held, with one agreement that each council decides about."""
    convene_meeting(actor=actor, meeting=meeting)
    open_meeting(actor=actor, meeting=meeting)
    point = meeting.items.get(pk=item.pk)  # type: ignore[attr-defined]
    save_minutes(
        actor=actor,
        item=point,
        minutes="Besproken.",
        outcome=Outcome.AGREEMENT,
        expected_revision=point.revision,
    )
    agreement = record_agreement(
        actor=actor,
        item=point,
        title="Samen doen",
        text="Elk bestuur legt het voor aan de raad.",
        due_on=date(2027, 3, 31),
        executors=[(executor, "")],
        competent_body=CompetentBody.COUNCIL,
    )
    close_meeting(actor=actor, meeting=meeting)
    return Agreement.objects.get(pk=agreement.pk)


@row(8, "Antwerpen (stad)", "regio-antwerpen")
def test_in_2019_the_city_took_part_in_no_consultation(site: Site, page: Page) -> None:
    """On a day in 2019 Antwerpen is shown as taking part in none, with its source; today it has a
    seat, which is told to be unconfirmed.
    """
    site.open("regio-antwerpen")
    table, secretary = site.table("regio-antwerpen"), site.helper("S", "regio-antwerpen")
    assert "Antwerpen" not in towns_at(table, date(2019, 12, 31))
    assert "Antwerpen" in towns_at(table)
    then = page("/overleggen/op-een-dag/?op=2019-12-31")
    assert "nam aan geen enkel burgemeestersoverleg deel" in then
    assert "te bevestigen" in page("/tafels/regio-antwerpen/", secretary)


@row(9, "Referentieregio Antwerpen", "regio-antwerpen")
def test_a_director_is_the_bridge_between_project_group_and_mayors(site: Site, page: Page) -> None:
    """The director in the project group sits at the mayors' table too: sees what lies at both,
    while another director of the region sees what comes to the mayors only.
    """
    site.open("regio-antwerpen")
    group, table = site.table("projectgroep-antwerpen"), site.table("regio-antwerpen")
    site.adopt("regio-antwerpen")
    secretary = site.helper("S", "projectgroep-antwerpen", "regio-antwerpen")
    bridge, other = site.holder("Algemeen directeur, brug Regio Antwerpen"), site.director("Boom")
    own = bring(secretary, group, "Werkplan", group.organization, Function.EXCHANGE)
    passing = bring(site.mayor("Boom"), table, "Hondenlosloopweide", site.town("Boom"))
    assert {own, passing} <= set(proposals_visible_to(bridge))
    assert own not in proposals_visible_to(other)
    assert passing in proposals_visible_to(other)
    assert "Werkplan" in page("/tafels/projectgroep-antwerpen/voorstellen/", bridge)
    page("/tafels/projectgroep-antwerpen/", other, status=404)


@row(10, "Limburg: Regioraad", "limburg")
def test_a_start_path_ends_in_a_draft_charter_and_the_project_group_is_over(
    site: Site, page: Page
) -> None:
    """Since the first meeting of 21 April 2022: preconditions, decision process, themes that keep
    who brought them, two work groups; it ends in a draft. The directors' project group is over and
    can only be read.
    """
    site.open("limburg")
    table, over = site.table("regioraad-limburg"), site.table("projectgroep-directeurs-limburg")
    secretary = site.helper("S", table.slug, over.slug)
    assert table.situation_on == date(2022, 4, 21) == over.ended_on
    path = StartPath.objects.get(body=table)
    themes = [
        collect_theme(
            actor=site.mayor(town), path=path, title="Mobiliteit", brought_by=site.town(town)
        )
        for town in ("Genk", "Pelt")
    ]
    merge_theme(actor=secretary, theme=themes[1], into=themes[0])
    text = page("/tafels/regioraad-limburg/startpad/", secretary)
    assert "Genk" in text and "Pelt" in text and "Politieke werkgroep" in text
    charter = finish_start_path(actor=secretary, path=path)
    assert charter.state == "draft"
    assert "Mobiliteit" in {each.theme for each in charter.rules.themes} | {
        each.name for each in charter.rules.domains
    }
    with pytest.raises(WrongMoment, match="liep af"):
        plan(secretary, over)
    assert "liep af op 21 april 2022" in page(f"/tafels/{over.slug}/", secretary)


@row(11, "Noord-Limburg", "limburg")
def test_a_strong_subregional_table_is_recorded_not_replaced(site: Site, page: Page) -> None:
    """Eight members of the service association keep their own table, under the Regioraad and kept
    as it was; the Regioraad's page leads to it.
    """
    site.open("limburg")
    north, secretary = site.table("noord-limburg"), site.helper("S", "regioraad-limburg")
    assert (len(towns_at(north)), north.situation, north.is_primary) == (8, "kept", False)
    assert north.parent == site.table("regioraad-limburg")
    assert "Noord-Limburg" in page("/tafels/regioraad-limburg/organen/", secretary)


@row(12, "Neteland", "kempen")
def test_forty_four_domains_stay_in_sight(site: Site, page: Page) -> None:
    """Five members work together in 44 policy domains, grown from police; each is a choice for a
    dossier, and one without a dossier is shown as a gap.
    """
    site.open("kempen")
    table, secretary = site.table("neteland"), site.helper("S", "neteland")
    site.adopt("neteland")
    assert len(towns_at(table)) == 5
    domains = [each.name for each in current_rules(table).domains]
    assert (len(domains), domains[0]) == (44, "Politie")
    open_dossier(actor=secretary, body=table, title="Samen patrouilleren", domain="Politie")
    text = page("/tafels/neteland/dossiers/", secretary)
    assert "Samen patrouilleren" in text and "Dierenwelzijn" in text
    form = page("/tafels/neteland/dossiers/nieuw/", secretary)
    assert all(f'value="{name}"' in form for name in domains)


@row(13, "Kempen", "kempen")
def test_the_standing_participant_is_invited_and_does_not_count(site: Site, page: Page) -> None:
    """The director of Welzijnszorg Kempen gets every agenda without being a member: not counted,
    and without sight of what stays at the table.
    """
    site.open("kempen")
    table, secretary = site.table("kempen"), site.helper("S", "kempen")
    director = site.holder("Directeur Welzijnszorg Kempen")
    meeting = plan(secretary, table)
    proposal = bring(site.mayor("Olen"), table, "Zorgnetwerk", site.town("Olen"))
    place_on_agenda(actor=secretary, meeting=meeting, proposal=proposal)
    convene_meeting(actor=secretary, meeting=meeting)
    assert Message.objects.filter(recipient=director, kind__contains="meeting").exists()
    [seat] = [each for each in seats_on(table, SOON) if each.post]
    assert (str(seat), seat.counts, len(towns_at(table))) == (
        "Directeur Welzijnszorg Kempen",
        False,
        27,
    )
    standing = standing_of(director)
    assert table.pk in standing.circle_of and table.pk not in standing.closed_of
    assert "Zorgnetwerk" in page("/tafels/kempen/vergaderingen/2026-12-10/", director)
    with pytest.raises(NotAllowed):
        bring(director, table, "Eigen punt", site.post(str(seat)).organization)


@row(14, "Brugge", "regio-brugge")
def test_the_consultation_follows_the_zone_council(site: Site, page: Page) -> None:
    """The ten mayors meet right after the zone council of seventeen, whose news is a standing
    item.
    """
    site.open("regio-brugge")
    zone, table = site.table("zoneraad-brugge"), site.table("regio-brugge")
    secretary = site.helper("S", zone.slug, table.slug)
    site.adopt("regio-brugge")
    assert table.follows == zone
    assert towns_at(table) < towns_at(zone)
    meeting = plan(secretary, table, follows=plan(secretary, zone))
    assert list(meeting.items.values_list("title", flat=True)) == ["Nieuws uit de zoneraad"]
    assert "Zoneraad" in page("/tafels/regio-brugge/vergaderingen/2026-12-10/", secretary)


@row(15, "Kustgemeenten", "kust", "westhoek", "regio-oostende", "regio-brugge")
def test_the_coast_tells_three_regions_with_one_text(site: Site, page: Page) -> None:
    """Ten municipalities in three reference regions, in no region itself; what it has goes to the
    three regional tables with one text, and each end shows the other.
    """
    site.open("kust", "westhoek", "regio-oostende", "regio-brugge")
    coast, secretary = site.table("kust"), site.helper("S", "kust")
    regions = Membership.objects.filter(
        member__name__in=towns_at(coast), group__classification=Classification.REFERENCE_REGION
    )
    assert (len(towns_at(coast)), coast.region) == (10, None)
    assert len(set(regions.values_list("group", flat=True))) == 3
    proposal = bring(site.mayor("Koksijde"), coast, "Strandredders", site.town("Koksijde"))
    tables = [site.table(slug) for slug in ("westhoek", "regio-oostende", "regio-brugge")]
    told = tell_tables(
        actor=secretary, proposal=proposal, bodies=tables, text="Eén redderskorps voor de kust?"
    )
    assert {each.summary for each in told} == {"Eén redderskorps voor de kust?"}
    text = page(f"/tafels/kust/voorstellen/{proposal.pk}/", secretary)
    assert all(table.name in text for table in tables)


@row(16, "Halle-Vilvoorde", "halle-vilvoorde")
def test_what_is_told_stands_on_every_agenda_and_on_a_public_page(site: Site, page: Page) -> None:
    """Systematic communication: "Wat delen we mee?" is on every agenda, the charter is public, and
    the public page tells a citizen who sits there and why.
    """
    site.open("halle-vilvoorde")
    table, secretary = site.table("toekomstforum"), site.helper("S", "toekomstforum")
    site.adopt("toekomstforum")
    titles = plan(secretary, table).items.values_list("title", flat=True)
    assert any("delen we mee" in each for each in titles)
    text = page("/openbaar/toekomstforum/")
    assert table.purpose in text and "Afsprakennota" in text
    assert "Wat delen we mee?" in page("/openbaar/toekomstforum/afsprakennota/")


@row(17, "Meetjesland en Leie-Schelde", "regio-gent")
def test_subregional_tables_are_found_by_every_name(site: Site, page: Page) -> None:
    """Both keep meeting beside the forum; Leie-Schelde is known as Leie Schelde Oostrand too, and a
    proposal may go across to the other.
    """
    site.open("regio-gent")
    table, secretary = site.table("leie-schelde"), site.helper("S", "leie-schelde")
    assert "Leie Schelde Oostrand" in table.aliases
    assert "Leie Schelde Oostrand" in page("/openbaar/leie-schelde/")
    proposal = bring(site.mayor("Zulte"), table, "Waterbeheer", site.town("Zulte"))
    there = refer_proposal(
        actor=secretary, proposal=proposal, to_body=site.table("meetjesland"), reason="Samen."
    )
    assert there.origin == proposal
    assert "Burgemeestersoverleg Meetjesland" in page("/tafels/leie-schelde/", secretary)


@row(18, "Dender-Zuid en Dender-Noord", "denderregio")
def test_two_tables_came_before_the_one_of_the_region(site: Site, page: Page) -> None:
    """The two halves met apart before; together they are exactly the members of the DBO, and the
    register says what came before and after.
    """
    site.open("denderregio")
    north, south = site.table("dender-noord"), site.table("dender-zuid")
    table = site.table("denderregio")
    assert set(table.predecessors.all()) == {north, south}
    assert towns_at(north) | towns_at(south) == towns_at(table)
    assert not towns_at(north) & towns_at(south)
    text = page("/overleggen/denderregio/")
    assert "Kwam voort uit" in text and "Dender-Noord" in text and "Dender-Zuid" in text


@row(19, "Zones, vervoerregio's, verenigingen", "denderregio", "midwest")
def test_other_constellations_are_platforms_with_members_across_regions(
    site: Site, page: Page
) -> None:
    """Fire, police and primary care zones and transport regions are known with their members; a
    charter says which of them discusses what, and a proposal about their theme is pointed there.
    """
    kinds = (
        Classification.FIRE_ZONE,
        Classification.POLICE_ZONE,
        Classification.TRANSPORT_REGION,
        Classification.PRIMARY_CARE_ZONE,
        Classification.INTERMUNICIPAL,
    )
    assert all(Membership.objects.filter(group__classification=kind).exists() for kind in kinds)
    site.open("midwest")
    table, secretary = (
        site.table("midwest"),
        site.helper("S", "midwest", "dagelijks-bestuur-midwest"),
    )
    site.adopt("midwest")
    mayor = site.mayor("Staden")
    proposal = bring(mayor, table, "Brandweer: nieuwe post", site.town("Staden"))
    suggestion = proposal_thread(mayor, proposal).suggestion
    assert suggestion is not None
    assert "Zoneraad hulpverleningszone Midwest" in [name for name, _ in suggestion.places]
    assert site.table("zoneraad-midwest").organization.classification == Classification.FIRE_ZONE
    assert "Zoneraad hulpverleningszone Midwest" in page(
        "/tafels/midwest/waar-bespreken-we-wat/", secretary
    )


@row(20, "Zes bestudeerde overleggen")
def test_the_study_is_in_the_library(site: Site, page: Page) -> None:
    """The study of six consultations (Steunpunt, 2021) that the text cites is in the library."""
    site.open("zuid-west-vlaanderen")
    secretary = site.helper("S", "zuid-west-vlaanderen")
    [study] = [each for each in readings() if "2021" in each.by]
    assert "p. 13 en 17" in study.about
    assert study.title in page("/bibliotheek/", secretary)


def test_a_partner_of_one_region_reads_nothing_of_another(site: Site, page: Page) -> None:
    site.open("midwest", "denderregio")
    stranger = site.helper("Midwest", "midwest")
    partner = site.helper("Partner", "midwest", role=TableRole.PARTNER, behalf=site.town("Torhout"))
    for who in (stranger, partner):
        page("/tafels/denderregio/", who, status=404)
        page("/tafels/denderregio/afsprakennota/", who, status=404)

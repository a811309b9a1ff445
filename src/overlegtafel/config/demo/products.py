"""What the two tables made beside agreements: statements, a text to sign, examples, strategies."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.config.demo.story import Story
from overlegtafel.governance.services import appoint
from overlegtafel.organizations.models import Membership, Organization, PostRole
from overlegtafel.products.linking import Origin
from overlegtafel.products.models import Example, JointAgreement, Party, Statement
from overlegtafel.products.services import (
    Addressed,
    Goal,
    Point,
    add_example,
    choose_example,
    draft_joint,
    draft_statement,
    draft_strategy,
    note_assembly,
    note_follow_up,
    open_joint,
    record_answer,
    record_support,
    send_statement,
    sign_joint,
)
from overlegtafel.products.states import Backing, ExampleUse, FollowUpKind
from overlegtafel.publication.statements import release_statement

COURTS = (
    "Wij, burgemeesters van de Denderstreek, vragen zittingen dicht bij de inwoner te houden.\n\n"
    "Wij vragen ook overleg vóór elke sluiting van een zittingsplaats. Digitale toegang is voor "
    "ons een aanvulling, geen vervanging."
)
STATIONS = (
    "De besturen van Midwest vragen dat de loketten in onze stations open blijven op de huidige "
    "uren.\n\nWij vragen ook een proefproject met een laatste trein na 23 uur."
)
FEDERAL = Addressed("De bevoegde federale minister", "Federale regering")
RAIL = Addressed("De gedelegeerd bestuurder", "De spoorwegmaatschappij")
UNNAMED = ("Haaltert", "Zele", "Erpe-Mere")
"""Who supports and would rather not be named."""
SIGNING = (("Dendermonde", "2026-11-19"), ("Denderleeuw", "2026-11-20"))
CLAUSE = (
    "De partijen laten hun personeelsleden op eigen verzoek overgaan naar een andere partij.\n\n"
    "Elke partij neemt de uniforme clausule over in haar rechtspositieregeling. Een stuurgroep van "
    "algemeen directeurs volgt de overeenkomst op."
)
EXAMPLES = {
    "D-01": (
        ("Overgang met behoud van anciënniteit", "Dendermonde", "2025-11-12"),
        ("Overgang na een proefperiode van drie maanden", "Aalst", "2025-12-02"),
        ("Alleen tijdelijke overgang", "Ninove", "2026-01-15"),
    ),
    "M-02": (
        ("Twee vaste dagen thuis", "Roeselare", "2025-10-06"),
        ("Vrij te kiezen per dienst", "Izegem", "2026-01-19"),
        ("Alleen op aanvraag", "Tielt", "2026-02-26"),
    ),
}
CHOICES = {
    "D-01": {
        "A": ("Berlare", "Buggenhout", "Dendermonde", "Hamme", "Lebbeke", "Wichelen"),
        "B": ("Aalst", "Denderleeuw", "Erpe-Mere", "Lede", "Ninove"),
        ExampleUse.NOT_YET: ("Geraardsbergen", "Haaltert", "Zele"),
    },
    "M-02": {
        "A": (
            *("Ardooie", "Ingelmunster", "Ledegem", "Moorslede"),
            *("Oostrozebeke", "Pittem", "Roeselare"),
        ),
        "B": ("Dentergem", "Hooglede", "Izegem", "Lichtervelde", "Staden", "Wingene"),
        ExampleUse.OWN_TEXT: ("Tielt", "Wielsbeke"),
    },
}
STRATEGIES = {
    "D-05": (
        "A-D09",
        "2026-11-23",
        "2027-04-01",
        "Waar komt warmte, wind en zon? Eén ruimtelijk verhaal voor veertien besturen.",
        (
            ("Elk bestuur kiest zones voor warmtenetten", ("D-05",)),
            ("Minder autokilometers van en naar het werk", ("D-06", "D-05")),
            ("Nieuwe samenwerking toetsen aan de beslissingsboom", ("D-07",)),
        ),
    ),
    "M-01": (
        "A-M05",
        "2026-06-15",
        "2026-12-01",
        "Regionale doelen voor warmte en hernieuwbare energie, met een luik per bestuur.",
        (
            ("Hernieuwbare energie verdubbelen", ("M-01",)),
            ("Flexvervoer op groene stroom", ("M-07", "M-01")),
        ),
    ),
}
BOARD = ("burgemeester.aalst", "lid van de raad van bestuur van SOLVA")


def plan_products(story: Story) -> None:
    """Note in the diary what each table makes, when."""
    _plan_courts(story)
    _plan_stations(story)
    _plan_joint(story)
    for reference in EXAMPLES:
        _plan_examples(story, reference)
    for reference, (_, on, *_rest) in STRATEGIES.items():
        story.plan(story.scenario.moment(on, "09:10"), partial(_strategy, story, reference))
    story.plan(story.scenario.moment("2026-11-18", "09:40"), partial(_assembly, story))


def _plan_courts(story: Story) -> None:
    now = story.scenario.moment
    kept: list[Statement] = []
    story.plan(now("2026-05-11", "10:30"), partial(_draft, story, kept, "D-04", "A-D05", COURTS))
    for count, name in enumerate(story.scenario.municipalities("DBO")):
        moment = now("2026-05-12", "12:00", minutes=11 * count, days=count % 6)
        story.plan(moment, partial(_back, story, kept, name))
    story.plan(now("2026-05-20", "09:00"), partial(_send, story, kept, "DBO", "2026-05-20", 60))
    story.plan(now("2026-05-22", "10:00"), partial(_release, story, kept, "DBO"))
    story.plan(now("2026-09-09", "11:00"), partial(_remind, story, kept))


def _plan_stations(story: Story) -> None:
    now = story.scenario.moment
    kept: list[Statement] = []
    story.plan(now("2026-04-23", "15:00"), partial(_draft, story, kept, "M-05", "A-M03", STATIONS))
    for count, name in enumerate(story.scenario.municipalities("MWO")):
        moment = now("2026-04-24", "10:00", minutes=7 * count)
        story.plan(moment, partial(_back, story, kept, name))
    story.plan(now("2026-04-27", "09:00"), partial(_send, story, kept, "MWO", "2026-04-27", 150))
    story.plan(now("2026-04-28", "10:00"), partial(_release, story, kept, "MWO"))
    story.plan(now("2026-09-22", "16:00"), partial(_answer, story, kept))


def _draft(story: Story, kept: list[Statement], reference: str, agreement: str, text: str) -> None:
    table = "DBO" if reference.startswith("D") else "MWO"
    dossier, made = story.dossiers[reference], story.agreements[agreement]
    subject = dossier.title.removeprefix("Standpunt: ")
    kept.append(
        draft_statement(
            actor=story.cast.secretary(table),
            body=story.tables.bodies[table],
            title=subject[:1].upper() + subject[1:],
            text=text,
            addressees=[FEDERAL] if table == "DBO" else [RAIL, FEDERAL],
            origin=Origin(dossier, agreement=made),
        )
    )


def _back(story: Story, kept: list[Statement], name: str) -> None:
    backing, reservation = Backing.SUPPORTS, ""
    if name == "Geraardsbergen":
        backing, reservation = Backing.RESERVED, "Als de brief ook de vredegerechten noemt."
    elif name == "Buggenhout":
        backing = Backing.ABSTAINS
    record_support(
        actor=_mayor(story, name),
        statement=kept[0],
        municipality=story.tables.organizations[name],
        backing=backing,
        reservation=reservation,
        is_named=backing != Backing.ABSTAINS and name not in UNNAMED,
    )


def _send(story: Story, kept: list[Statement], table: str, on: str, days: int) -> None:
    sent_on = story.scenario.day(on)
    kept[0].refresh_from_db()
    send_statement(
        actor=story.cast.secretary(table),
        statement=kept[0],
        expected_revision=kept[0].revision,
        sent_on=sent_on,
        answer_due_on=date.fromordinal(sent_on.toordinal() + days),
    )


def _release(story: Story, kept: list[Statement], table: str) -> None:
    release_statement(actor=story.cast.secretary(table), statement=kept[0], despite_names=True)


def _remind(story: Story, kept: list[Statement]) -> None:
    note_follow_up(
        actor=story.cast.secretary("DBO"),
        statement=kept[0],
        kind=FollowUpKind.REMINDED,
        done_on=story.scenario.day("2026-09-09"),
        text="Brief nogmaals bezorgd, met de vraag om een overleg.",
        answer_due_on=story.scenario.day("2026-11-09"),
    )


def _answer(story: Story, kept: list[Statement]) -> None:
    record_answer(
        actor=story.cast.secretary("MWO"),
        statement=kept[0],
        answered_on=story.scenario.day("2026-09-22"),
        answer="De loketuren blijven. Het proefproject met een late trein komt er niet.",
    )


def _plan_joint(story: Story) -> None:
    now = story.scenario.moment
    kept: list[JointAgreement] = []
    story.plan(now("2026-09-21", "14:00"), partial(_draft_joint, story, kept))
    for count, (name, on) in enumerate(SIGNING):
        moment = now("2026-11-20", "17:30", minutes=5 * count)
        story.plan(moment, partial(_sign, story, kept, name, on))


def _draft_joint(story: Story, kept: list[JointAgreement]) -> None:
    actor, names = story.cast.secretary("DBO"), story.scenario.municipalities("DBO")
    joint = draft_joint(
        actor=actor,
        body=story.tables.bodies["DBO"],
        title="Beheersovereenkomst regiomobiliteit",
        text=CLAUSE,
        parties=[story.tables.organizations[name] for name in names],
        origin=Origin(story.dossiers["D-01"], agreement=story.agreements["A-D07"]),
        sign_before=story.scenario.day("2026-12-31"),
    )
    kept.append(open_joint(actor=actor, joint=joint, expected_revision=joint.revision))


def _sign(story: Story, kept: list[JointAgreement], name: str, on: str) -> None:
    party = Party.objects.select_related("joint__body", "joint__dossier", "organization").get(
        joint=kept[0], organization=story.tables.organizations[name]
    )
    sign_joint(
        actor=_mayor(story, name),
        party=party,
        signed_on=story.scenario.day(on),
        signed_by="burgemeester en algemeen directeur",
    )


def _plan_examples(story: Story, reference: str) -> None:
    table = "DBO" if reference.startswith("D") else "MWO"
    shared, chosen = {"DBO": ("2026-03-06", "2026-03-20"), "MWO": ("2026-05-21", "2026-09-10")}[
        table
    ]
    kept: dict[str, Example] = {}
    story.plan(
        story.scenario.moment(shared, "14:10"), partial(_examples, story, table, reference, kept)
    )
    for letter, names in CHOICES[reference].items():
        for count, name in enumerate(names):
            moment = story.scenario.moment(chosen, "15:00", minutes=count)
            story.plan(moment, partial(_choose, story, reference, kept, letter, name))


def _examples(story: Story, table: str, reference: str, kept: dict[str, Example]) -> None:
    for title, name, dated in EXAMPLES[reference]:
        made = add_example(
            actor=story.cast.secretary(table),
            dossier=story.dossiers[reference],
            title=title,
            source=story.tables.organizations[name],
            dated_on=story.scenario.day(dated),
        )
        kept[made.letter] = made


def _choose(story: Story, reference: str, kept: dict[str, Example], letter: str, name: str) -> None:
    example = kept.get(letter)
    choose_example(
        actor=_mayor(story, name),
        dossier=story.dossiers[reference],
        municipality=story.tables.organizations[name],
        use=ExampleUse.EXAMPLE if example else letter,
        example=example,
    )


def _strategy(story: Story, reference: str) -> None:
    agreement, _, effective, text, goals = STRATEGIES[reference]
    table = "DBO" if reference.startswith("D") else "MWO"
    dossier = story.dossiers[reference]
    draft_strategy(
        actor=story.cast.secretary(table),
        body=story.tables.bodies[table],
        title=dossier.title,
        text=text,
        goals=[
            Goal(title, tuple(story.dossiers[each] for each in linked)) for title, linked in goals
        ],
        origin=Origin(dossier, agreement=story.agreements[agreement]),
        effective_on=story.scenario.day(effective),
    )


def _assembly(story: Story) -> None:
    """A general assembly that the table prepares, where a mayor has two roles.

    It meets after the table's last meeting of the year, so that the mayors can still align.
    """
    solva = story.tables.organization("DBO", "SOLVA")
    names = story.scenario.municipalities("DBO")
    _take_part(story, solva, names)
    login, label = BOARD
    appoint(
        actor=User.objects.system(),
        person=story.cast.users[login].person,
        organization=solva,
        role=PostRole.MEMBER,
        label=label,
        valid_from=story.scenario.first_day,
    )
    note_assembly(
        actor=story.cast.secretary("DBO"),
        body=story.tables.bodies["DBO"],
        association=solva,
        title="Algemene vergadering van december",
        held_on=story.scenario.day("2026-12-22"),
        location="Zetel van SOLVA",
        points=[
            Point("Jaaractieplan en begroting", "Steunen, met de vraag naar een spoor energie."),
            Point("Benoeming van een bestuurder"),
        ],
    )


def _take_part(story: Story, group: Organization, names: Sequence[str]) -> None:
    held = set(Membership.objects.filter(group=group).values_list("member_id", flat=True))
    missing: list[Any] = [
        Membership(
            member=story.tables.organizations[name],
            group=group,
            note="Verzonnen voor de demo.",
        )
        for name in names
        if story.tables.organizations[name].pk not in held
    ]
    Membership.objects.bulk_create(missing)


def _mayor(story: Story, name: str) -> User:
    return story.cast.users[f"burgemeester.{name.lower()}"]

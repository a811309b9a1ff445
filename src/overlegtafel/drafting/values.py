"""What the fields hold for each municipality of an agreement, and whom a text is filled for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid
from overlegtafel.common.text import join_dutch
from overlegtafel.drafting.columns import Values, spoken_value
from overlegtafel.drafting.content import DraftContent
from overlegtafel.drafting.cost import dutch_number, share, spoken_amount, spoken_number
from overlegtafel.drafting.filling import STANDARD, Addressee, FilledDraft, fill
from overlegtafel.drafting.models import DraftVersion, LocalDraft, MasterDraft
from overlegtafel.drafting.states import CostKey
from overlegtafel.local_decisions.models import BODY_SPOKEN, LocalDecision
from overlegtafel.local_decisions.states import DECIDED, UNDECIDED, DecisionState
from overlegtafel.organizations.models import Organization

Figures = dict[str, dict[str, str]]
"""Per municipality (slug) and field what stands in the text."""


@dataclass(frozen=True)
class Place:
    """One municipality of an agreement, with its own row once local decisions are open."""

    municipality: Organization
    decision: LocalDecision | None = None


def places_of(agreement: Agreement) -> list[Place]:
    """Whom a draft is for, by name: who has a local decision, else who will get one."""
    rows = list(agreement.local_decisions.select_related("municipality"))
    found = [Place(each.municipality, each) for each in rows if not _is_out(each)]
    if not rows:
        members = members_of(agreement.body, agreement.item.meeting.held_on)
        found = [Place(each) for each in members]
    return sorted(found, key=lambda each: each.municipality.name)


def asked_and_decided(draft: MasterDraft) -> tuple[list[Place], list[Place]]:
    """Whom a next round asks, and who decided already and is only told of it.

    A first version asks everyone; a later one no longer who decided on what was sent before.
    """
    if not draft.versions.exists():
        return places_of(draft.agreement), []
    return by_decision(draft.agreement)


def by_decision(agreement: Agreement) -> tuple[list[Place], list[Place]]:
    """Whom a draft is for: who did not decide yet, and who did, each by name."""
    open_: list[Place] = []
    decided: list[Place] = []
    for each in places_of(agreement):
        is_open = each.decision is None or each.decision.state in UNDECIDED
        (open_ if is_open else decided).append(each)
    return open_, decided


def is_kept(place: Place) -> bool:
    """Whether this municipality decided and has a text of its own, that no later version touches:
    at most one query.
    """
    decision = place.decision
    return (
        decision is not None
        and decision.state in DECIDED
        and LocalDraft.objects.filter(decision=decision).exists()
    )


def _is_out(decision: LocalDecision) -> bool:
    return decision.state == DecisionState.NOT_APPLICABLE


def figures_of(
    content: DraftContent, typed: Values, municipalities: Iterable[Organization]
) -> Figures:
    """The fields of number and money for each municipality.

    Raises ``Invalid`` when the amount can't be shared by its key.
    """
    towns = sorted(municipalities, key=lambda each: each.name)
    shares = shares_of(content, typed, towns) if content.cost else {}
    return {
        town.slug: {
            "inwoners": "" if town.population is None else spoken_number(town.population),
            "aandeel": spoken_amount(shares[town.slug]) if shares else "",
        }
        | {
            column.name: spoken_value(column, typed.get(town.slug, {}).get(column.name, ""))
            for column in content.columns
        }
        for town in towns
    }


def figures_and_objection(
    content: DraftContent, typed: Values, municipalities: Iterable[Organization]
) -> tuple[Figures, str]:
    """As ``figures_of``; when the amount can't be shared, without shares and with the reason."""
    towns = list(municipalities)
    try:
        return figures_of(content, typed, towns), ""
    except Invalid as refusal:
        bare = content.model_copy(update={"cost": None})
        return figures_of(bare, typed, towns), refusal.sentence


def shares_of(
    content: DraftContent, typed: Values, municipalities: Iterable[Organization]
) -> dict[str, Decimal]:
    """Each municipality's part of the amount: together exactly the amount. Raises ``Invalid``."""
    cost, towns = content.cost, list(municipalities)
    if cost is None or not towns:
        return {}
    weights = {town.slug: _weight(content, typed, town) for town in towns}
    unknown = [town.name for town in towns if weights[town.slug] is None]
    if unknown:
        said = f"Van {join_dutch(unknown[:5])}{' en andere' if len(unknown) > 5 else ''}"
        raise Invalid(f"{said} is de verdeelsleutel niet gekend.", field="key")
    return share(cost.amount, {slug: each or Decimal(0) for slug, each in weights.items()})


def _weight(content: DraftContent, typed: Values, town: Organization) -> Decimal | None:
    assert content.cost is not None
    match content.cost.key:
        case CostKey.EQUAL:
            return Decimal(1)
        case CostKey.INHABITANTS:
            return None if town.population is None else Decimal(town.population)
        case CostKey.COLUMN:
            return dutch_number(typed.get(town.slug, {}).get(content.cost.column, ""))


def addressee(
    draft: MasterDraft, place: Place, content: DraftContent, figures: Mapping[str, str]
) -> Addressee:
    """Whom a text is filled for. ``draft.agreement`` comes with its table and its meeting."""
    agreement, decision, town = draft.agreement, place.decision, place.municipality
    body = CompetentBody(draft.deciding_body)
    meets_on, college_on = days_of(decision, body) if decision else (None, None)
    values = {
        "gemeente": town.name,
        "orgaan": BODY_SPOKEN[body],
        "zitting": spoken(meets_on) if meets_on else "",
        "college": spoken(college_on) if college_on else "",
        "afspraak": agreement.reference,
        "afgesproken_op": spoken(agreement.item.meeting.held_on),
        "overleg": agreement.body.in_sentence,
        "bedrag": spoken_amount(content.cost.amount) if content.cost else "",
        **figures,
    }
    return Addressee(
        municipality=town.name,
        slug=town.slug,
        body=draft.deciding_body,
        body_name=BODY_SPOKEN[body],
        reference=agreement.reference,
        table_name=agreement.body.name,
        values=values,
        sitting_on=meets_on,
    )


def days_of(decision: LocalDecision, body: CompetentBody) -> tuple[date | None, date | None]:
    """The sitting of this body, and the day of the college; ``None`` while not known."""
    college = body in (CompetentBody.COLLEGE, CompetentBody.STANDING_BUREAU)
    if college and decision.competent_body == CompetentBody.COLLEGE_AND_COUNCIL:
        return decision.college_on, decision.college_on  # the row's sitting is the council's
    return decision.meets_on, decision.college_on


def filled_version(version: DraftVersion, place: Place) -> FilledDraft:
    """A version as one municipality gets it: with its own frozen figures, no query.

    ``version.draft.agreement`` comes with its table and its meeting.
    """
    content = version.words
    figures = version.figures.get(place.municipality.slug, {})
    return fill(content, addressee(version.draft, place, content, figures), version.number)


@dataclass(frozen=True)
class FieldUse:
    """A field as it stands in the texts: what it is, and for whom nothing is known yet.

    ``is_known`` is false for a name that no draft and no column has: a slip.
    """

    name: str
    meaning: str
    is_known: bool
    empty_for: tuple[str, ...] = ()


def fields_in(
    draft: MasterDraft, content: DraftContent, figures: Figures, places: list[Place]
) -> list[FieldUse]:
    """Every field of the texts, and for which municipalities it is still empty."""
    columns = {each.name: each.label for each in content.columns}
    values = {
        place.municipality.name: addressee(
            draft, place, content, figures.get(place.municipality.slug, {})
        ).values
        for place in places
    }
    return [
        FieldUse(
            name,
            STANDARD.get(name) or columns.get(name, ""),
            name in STANDARD or name in columns,
            tuple(town for town, own in values.items() if not own.get(name)),
        )
        for name in content.places()
    ]

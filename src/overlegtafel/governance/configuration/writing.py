"""Writing a region's governance as a configuration file: the same data, the same bytes."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any

import yaml
from django.db.models import QuerySet
from pydantic import BaseModel

from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.configuration.schema import (
    BodyPart,
    CategoryPart,
    CharterPart,
    Configuration,
    FactPart,
    InvolvedPart,
    OrganizationPart,
    PostPart,
    SeatPart,
    StartPathPart,
)
from overlegtafel.governance.models import Charter, GoverningBody, MemberCategory, Seat, StartPath
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.standards import standard_categories
from overlegtafel.governance.states import (
    BodyKind,
    Category,
    Function,
    Involved,
    Situation,
    StartState,
    Task,
)
from overlegtafel.organizations.models import Classification, Organization, PostRole

OWN_CODE = "overleg-"
"""The code of an organization that is nothing but its table starts so."""


def bodies_of_set(name: str) -> tuple[Organization | None, list[GoverningBody]]:
    """The bodies of a region (by code, address or name), or of a table without a region (by its
    address) and all under it; those they fall under or came from first. Raises ``NotVisible``.
    """
    regions = Organization.objects.filter(classification=Classification.REFERENCE_REGION)
    region = (
        regions.filter(code=name).first()
        or regions.filter(slug=name).first()
        or regions.filter(name__iexact=name).first()
    )
    if region is not None and GoverningBody.objects.filter(region=region).exists():
        return region, _in_order(list(_everything().filter(region=region)))
    root = GoverningBody.objects.filter(slug=name).select_related("region").first()
    if root is None and region is not None:
        raise NotVisible(f"“{name}” heeft nog geen overleg.")
    if root is None:
        raise NotVisible(f"Geen regio of overleg heet “{name}”.")
    return bodies_with(root)


def bodies_with(body: GoverningBody) -> tuple[Organization | None, list[GoverningBody]]:
    """The set a table is in: that of its region, or all under the highest table above it."""
    everything = _everything()
    if body.region is not None:
        return body.region, _in_order(list(everything.filter(region=body.region)))
    root = everything.get(pk=body.pk)
    while root.parent is not None:
        root = everything.get(pk=root.parent.pk)
    found = [root]
    for each in found:
        found += everything.filter(parent=each)
    return None, _in_order(found)


def _everything() -> QuerySet[GoverningBody]:
    everything = GoverningBody.objects.select_related("region", "organization", "parent", "follows")
    return everything.prefetch_related("predecessors", "support_organizations")


def _in_order(bodies: list[GoverningBody]) -> list[GoverningBody]:
    """Those that others point at first; else the primary, then by address."""
    waiting = sorted(bodies, key=lambda each: (not each.is_primary, each.slug))
    ordered: list[GoverningBody] = []
    placed: set[int] = set()
    here = {each.pk for each in bodies}
    while waiting:
        for body in waiting:
            needs = {each.pk for each in body.predecessors.all()} | {body.parent_id}
            if not (needs & here) - placed:
                break
        ordered.append(body)
        placed.add(body.pk)
        waiting.remove(body)
    return ordered


def export_configuration(name: str) -> str:
    """The configuration of a set as YAML (see ``bodies_of_set``). Raises ``NotVisible``."""
    region, bodies = bodies_of_set(name)
    return configuration_file(region, parts_of(bodies))


def configuration_file(region: Organization | None, parts: Sequence[BodyPart]) -> str:
    """A set as YAML, with the organizations it names that no reference file holds."""
    configuration = Configuration(
        format=1,
        name=region.name if region else parts[0].name,
        region=reference(region) if region else None,
        organizations=tuple(_own_organizations(parts)),
        bodies=tuple(parts),
    )
    return written(configuration)


def reference(organization: Organization) -> str:
    """An organization as a file writes it."""
    return f"{organization.classification}:{organization.code}"


def parts_of(bodies: Iterable[GoverningBody]) -> list[BodyPart]:
    """Bodies as a file has them. What they came from or follow is named when it is among them."""
    everyone = list(bodies)
    here = {each.slug for each in everyone}
    return [_body(each, here) for each in everyone]


def _body(body: GoverningBody, here: set[str]) -> BodyPart:
    came_from = {each.slug for each in body.predecessors.all()} & here
    return BodyPart(
        slug=body.slug,
        name=body.name,
        short_name=body.short_name,
        kind=BodyKind(body.kind),
        administrative=body.administrative,
        agreement_prefix=body.agreement_prefix,
        organization=None if _is_own(body) else reference(body.organization),
        primary=body.is_primary,
        parent=body.parent.slug if body.parent else None,
        follows=body.follows.slug if body.follows and body.follows.slug in here else None,
        predecessors=tuple(sorted(came_from)),
        purpose=body.purpose,
        rhythm=body.rhythm,
        theme=body.theme,
        aliases=tuple(body.aliases),
        started=body.started,
        situation=Situation(body.situation) if body.situation else None,
        situation_on=body.situation_on,
        situation_note=body.situation_note,
        functions=tuple(Function(each) for each in body.functions),
        item_categories=tuple(Category(each) for each in body.categories),
        composition_review_on=body.composition_review_on,
        support=tuple(sorted(reference(each) for each in body.support_organizations.all())),
        involved=tuple(
            InvolvedPart(
                organization=reference(each.organization),
                way=Involved(each.way),
                note=each.note,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
            )
            for each in body.involvements.select_related("organization").order_by(
                "organization__classification", "organization__code", "way"
            )
        ),
        member_categories=tuple(_category(each) for each in body.member_categories.all()),
        seats=tuple(part for _, part in seats_of(body)),
        start_path=_start_path(body),
        charters=tuple(_charter(each) for each in body.charters.order_by("number")),
        facts=tuple(
            FactPart(text=each.text, source=each.source)
            for each in body.facts.order_by("order", "id")
        ),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )


def seats_of(body: GoverningBody) -> list[tuple[Seat, SeatPart]]:
    """The seats of a table in its order, each with how a file has it."""
    seats = body.seats.select_related("category", "municipality", "post__organization", "person")
    return [(each, _seat(each)) for each in seats.order_by("order", "id")]


def _is_own(body: GoverningBody) -> bool:
    return body.organization.code == f"{OWN_CODE}{body.slug}"


def category_as_standard(key: str) -> dict[str, Any]:
    """What a category is when a file says nothing of it: as in the standard list, or bare."""
    standard = standard_categories().get(key)
    if standard is None:
        return CategoryPart(key=key).model_dump(exclude={"key"})
    facts = standard.model_dump(exclude={"key"})
    return facts | {"filled_by": facts["filled_by"] or ""}


def _category(category: MemberCategory) -> CategoryPart:
    """What differs from the standard list; all that says something when it isn't in it."""
    expected = category_as_standard(category.key)
    facts = {
        field: getattr(category, field)
        for field in expected
        if getattr(category, field) != expected[field]
    }
    return CategoryPart(key=category.key, **facts)


def _start_path(body: GoverningBody) -> StartPathPart | None:
    """The road the table is still on; one that is walked became its charter."""
    path = StartPath.objects.filter(body=body, state=StartState.OPEN).first()
    if path is None:
        return None
    return StartPathPart(
        situation=Situation(path.situation),
        preconditions=path.preconditions,
        decision_process=path.decision_process,
    )


def _seat(seat: Seat) -> SeatPart:
    post, town = seat.post, seat.municipality
    return SeatPart(
        category=seat.category.key,
        municipality=f"{town.code} {town.name}" if town else None,
        post=PostPart(
            organization=reference(post.organization), role=PostRole(post.role), label=post.label
        )
        if post
        else None,
        person=seat.person.name if seat.person else None,
        valid_from=seat.valid_from,
        valid_to=seat.valid_to,
    )


def _charter(charter: Charter) -> CharterPart:
    return CharterPart(
        number=charter.number,
        ambition=charter.ambition,
        rules=charter.rules,
        is_public=charter.is_public,
        valid_from=charter.valid_from,
        adopted_on=charter.adopted_on,
        adopted_at_meeting=charter.adopted_at_meeting,
        credit=charter.credit,
        **{name: getattr(charter, name) for name in HOW_QUESTIONS},
    )


def references_in(bodies: Iterable[BodyPart]) -> set[str]:
    """Every organization that bodies name."""
    named: set[str] = set()
    for body in bodies:
        named |= {each for each in (body.organization, *body.support) if each}
        named |= {each.organization for each in body.involved}
        named |= {each.post.organization for each in body.seats if each.post}
        for charter in body.charters:
            rules = charter.rules
            codes = [each.preparer for each in rules.domains] + [rules.execution.default_executor]
            named |= {code for code in codes if is_reference(code)}
    return named


def is_reference(text: str) -> bool:
    """Whether a text names an organization by its code, instead of in words."""
    kind, colon, code = text.partition(":")
    return bool(colon and code) and kind in Classification.values


def _own_organizations(parts: Iterable[BodyPart]) -> list[OrganizationPart]:
    """The organizations named that no reference file of Flanders holds: they have no source."""
    found = []
    for named in sorted(references_in(parts)):
        kind, _, code = named.partition(":")
        organization = Organization.objects.filter(
            classification=kind, code=code, source=""
        ).first()
        if organization is not None:
            found.append(
                OrganizationPart(
                    classification=Classification(kind),
                    code=code,
                    name=organization.name,
                    note=organization.note,
                )
            )
    return found


class _Dumper(yaml.SafeDumper):
    """Long text as a block, lists indented under their field."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists too: a person finds their way in them."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def written(configuration: Configuration) -> str:
    """A configuration as YAML: fields in the schema's order, what is default left out."""
    return yaml.dump(
        plain(configuration),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=False,
    )


def plain(value: Any) -> Any:
    """A part of a configuration as a file holds it; equal when the file would be."""
    if isinstance(value, CategoryPart):
        return {"key": value.key} | plain(value.said)
    if isinstance(value, BaseModel):
        return {
            name: plain(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if field.is_required() or getattr(value, name) != field.get_default()
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        order = {task.value: number for number, task in enumerate(Task)}
        return {
            plain(key): plain(each)
            for key, each in sorted(value.items(), key=lambda pair: order.get(pair[0], 0))
        }
    if value is None or isinstance(value, (str, int, bool, date)):
        return value
    raise TypeError(f"niet te schrijven: {value!r}")

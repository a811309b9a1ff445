"""Reads about dossiers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.dossiers.models import Dossier, Finding, FunctionStep, HandOver, Lesson
from overlegtafel.dossiers.policy import dossiers_visible_to, lessons_visible_to
from overlegtafel.dossiers.states import DossierState, Function
from overlegtafel.governance.models import Charter, GoverningBody, Seat
from overlegtafel.governance.queries import settled_organization, settled_preparers
from overlegtafel.governance.rules import CharterRules, Domain
from overlegtafel.organizations.models import Classification, Membership, Organization

_BY_CHARTER = "volgens de afsprakennota"
_LAST_STEP = FunctionStep.objects.filter(dossier=OuterRef("pk")).order_by("-id")


def dossiers_of(
    actor: User,
    body: GoverningBody,
    *,
    words: str = "",
    state: str = "",
    domain: str = "",
    function: str = "",
) -> QuerySet[Dossier]:
    """A table's dossiers that the actor sees, by policy domain, with their ``function_now``.

    ``words`` keeps those with them in their title, or with that reference.
    """
    wanted = Q(title__icontains=words) | Q(reference__iexact=words) if words else Q()
    if state in DossierState.values:
        wanted &= Q(state=state)
    if domain:
        wanted &= Q(domain=domain)
    if function in Function.values:
        wanted &= Q(function_now=function)
    return (
        dossiers_visible_to(actor)
        .annotate(function_now=Subquery(_LAST_STEP.values("to_function")[:1]))
        .filter(wanted, body=body)
        .select_related("owner", "preparer", "parent__preparer")
        .order_by("domain", "reference")
    )


def parts_of(actor: User, dossier: Dossier) -> QuerySet[Dossier]:
    """Its sub-dossiers that the actor sees."""
    return (
        dossiers_visible_to(actor)
        .filter(parent=dossier)
        .select_related("owner", "preparer")
        .order_by("reference")
    )


def domains_of(body: GoverningBody, rules: CharterRules) -> list[str]:
    """The policy domains to choose from: the charter's, and those the dossiers already name."""
    used = Dossier.objects.filter(body=body).order_by("domain")
    named = [domain.name for domain in rules.domains]
    found = list(used.values_list("domain", flat=True).distinct())
    return sorted({*named, *found}, key=str.casefold)


@dataclass(frozen=True)
class DomainLine:
    """One policy domain of a table: what is settled, and how many dossiers the actor sees."""

    name: str
    settled: Domain | None
    preparer: str
    open: int
    total: int

    @property
    def is_gap(self) -> bool:
        """Whether the charter names the domain while no dossier is in it (R17)."""
        return self.total == 0


def domain_lines(actor: User, body: GoverningBody, rules: CharterRules) -> list[DomainLine]:
    """Every policy domain of the table, by name: two queries, however many."""
    counted = (
        dossiers_visible_to(actor)
        .filter(body=body)
        .order_by("domain")
        .values("domain")
        .annotate(total=Count("pk"), running=Count("pk", filter=Q(state=DossierState.OPEN)))
    )
    counts = {row["domain"]: row for row in counted}
    preparers = settled_preparers(rules, clock.today())
    names = sorted({*counts, *(domain.name for domain in rules.domains)}, key=str.casefold)
    return [
        DomainLine(
            name,
            rules.domain(name),
            preparers.get(name, ""),
            counts[name]["running"] if name in counts else 0,
            counts[name]["total"] if name in counts else 0,
        )
        for name in names
    ]


@dataclass(frozen=True)
class Preparer:
    """Who prepares a dossier today, and by what: its own arrangement, its parent's, a charter."""

    words: str
    source: str = ""
    organization: Organization | None = None


def preparer_of(dossier: Dossier, settled: Mapping[str, str]) -> Preparer:
    """Who prepares a dossier (R106); ``settled`` is what the charter says by domain."""
    if dossier.own_preparer:
        return Preparer(dossier.own_preparer, organization=dossier.preparer)
    whole = dossier.parent
    if whole is not None and whole.own_preparer:
        return Preparer(whole.own_preparer, "zoals het hoofddossier", whole.preparer)
    words = settled.get(dossier.domain, "")
    return Preparer(words, _BY_CHARTER if words else "")


def preparer_for(dossier: Dossier | None, rules: CharterRules) -> Preparer:
    """The same for what is brought in a dossier, with the organization; empty when nobody does."""
    if dossier is None:
        return Preparer("")
    today = clock.today()
    found = preparer_of(dossier, settled_preparers(rules, today))
    if found.source != _BY_CHARTER:
        return found
    return replace(found, organization=settled_organization(rules, dossier.domain, today))


def organizations_for(body: GoverningBody) -> QuerySet[Organization]:
    """Who may own or prepare a dossier of the table: members, their companies, partners."""
    today = clock.today()
    towns = Seat.objects.filter(valid_on(today), body=body, municipality__isnull=False)
    companies = Membership.objects.filter(
        valid_on(today),
        member__in=towns.values("municipality"),
        group__classification=Classification.INTERMUNICIPAL,
    )
    return (
        Organization.objects.filter(
            Q(pk__in=towns.values("municipality"))
            | Q(pk__in=companies.values("group"))
            | Q(supports_bodies=body)
            | Q(governing_body=body)
            | Q(classification=Classification.PARTNER)
        )
        .order_by("classification", "name")
        .distinct()
    )


def members_of(body: GoverningBody) -> QuerySet[Organization]:
    """The municipalities at the table today."""
    seats = Seat.objects.filter(valid_on(clock.today()), body=body, municipality__isnull=False)
    return Organization.objects.filter(
        pk__in=seats.values("municipality"), classification=Classification.MUNICIPALITY
    ).order_by("name")


def steps_of(dossier: Dossier) -> QuerySet[FunctionStep]:
    """Its way through the functions, as it went."""
    return FunctionStep.objects.filter(dossier=dossier).select_related("recorded_by").order_by("id")


def hand_overs_of(dossier: Dossier) -> QuerySet[HandOver]:
    """Who had it after whom, as it went."""
    found = HandOver.objects.filter(dossier=dossier).order_by("id")
    return found.select_related("from_owner", "to_owner", "recorded_by")


def lessons_of(actor: User, body: GoverningBody, domain: str = "") -> QuerySet[Lesson]:
    """What the table learned, newest first; in one policy domain when it is named (R123)."""
    found = lessons_visible_to(actor).filter(dossier__body=body)
    if domain:
        found = found.filter(dossier__domain=domain)
    return found.select_related("dossier", "piece", "recorded_by").order_by("-id")


def cases_of(actor: User, body: GoverningBody, charter: Charter | None = None) -> QuerySet[Dossier]:
    """The test cases of one version of the charter, or of all, with their findings (R117)."""
    found = dossiers_visible_to(actor).filter(body=body, is_test_case=True)
    if charter is not None:
        found = found.filter(charter=charter)
    findings = Finding.objects.select_related("recorded_by", "charter")
    return (
        found.select_related("charter", "owner")
        .prefetch_related(Prefetch("findings", findings))
        .order_by("charter__number", "reference")
    )

"""From what is public to what the API answers."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from overlegtafel.api import schemas
from overlegtafel.common import clock
from overlegtafel.publication.flanders import Group
from overlegtafel.publication.queries import PublicAgreement, PublicDocument, PublicMeeting
from overlegtafel.publication.statements import PublicStatement


def page(name: str, *args: Any) -> str:
    """The full address of a page for readers."""
    return settings.SITE_ADDRESS + reverse(name, args=args)


def ref(organization: Any) -> schemas.GroupRef | None:
    """A region, by name; nothing when there is none."""
    if organization is None:
        return None
    return schemas.GroupRef(slug=organization.slug, name=organization.name)


def _fact(one: Any) -> dict[str, Any]:
    """Period, source and confidence of a dated fact."""
    names = ("valid_from", "valid_to", "source", "confidence", "note")
    return {name: getattr(one, name) for name in names}


def municipality(place: Any, region: Any) -> dict[str, Any]:
    """A municipality with its region on the day asked."""
    names = (
        *("name", "slug", "uri", "kbo", "ovo", "population", "population_on", "area_km2"),
        *("valid_from", "valid_to", "source"),
    )
    return {
        **{name: getattr(place, name) for name in names},
        "nis": place.code,
        "postal_codes": place.postal_codes.split(),
        "region": ref(region),
        "url": page("public_municipality", place.slug),
    }


def belonging(membership: Any) -> dict[str, Any]:
    """One group of a municipality."""
    group = membership.group
    names = ("classification", "code", "name", "slug")
    return {**{name: getattr(group, name) for name in names}, **_fact(membership)}


def merger(other: Any, effective_on: Any) -> dict[str, Any]:
    """The other side of a merger."""
    return {
        "nis": other.code,
        "name": other.name,
        "slug": other.slug,
        "effective_on": effective_on,
    }


def group(one: Group) -> dict[str, Any]:
    """A region or consultation with its members."""
    organization = one.organization
    return {
        "code": organization.code,
        "slug": organization.slug,
        "name": organization.name,
        "other_names": one.aliases,
        **_fact(organization),
        "member_count": len(one.members),
        "members": [
            {
                "nis": held.member.code,
                "name": held.member.name,
                "slug": held.member.slug,
                **_fact(held),
            }
            for held in one.members
        ],
        "regions": [ref(region) for region in one.regions],
        "url": page("region", organization.slug),
    }


def table(body: Any) -> dict[str, Any]:
    """A table."""
    names = ("slug", "name", "short_name", "kind", "purpose", "member_count")
    return {
        **{name: getattr(body, name) for name in names},
        "region": ref(body.region),
        "url": page("public_table", body.slug),
    }


def meeting(one: PublicMeeting) -> dict[str, Any]:
    """A released meeting."""
    names = (
        *("held_on", "starts_at", "location", "with_outcomes", "members"),
        *("released_at", "version", "cancelled"),
    )
    return {
        **{name: getattr(one, name) for name in names},
        "table": one.body.slug,
        "items": [
            {**vars(item), "documents": [_document(one, each) for each in item.documents]}
            for item in one.items
        ],
        "url": page("public_meeting", one.body.slug, one.held_on),
    }


def _document(one: PublicMeeting, document: PublicDocument) -> dict[str, Any]:
    """A document of a released meeting, with where the file is."""
    place = (one.body.slug, one.held_on.isoformat(), document.checksum)
    return {**vars(document), "url": page("public_document", *place)}


def agreement(one: PublicAgreement) -> dict[str, Any]:
    """A released agreement, with figures and local decisions as far as released."""
    names = (
        *("id", "reference", "title", "text", "held_on", "due_on", "competent_body"),
        *("needs_local_decision", "owner", "executors", "dossier"),
        *("released_at", "version"),
    )
    return {
        **{name: getattr(one, name) for name in names},
        "status": one.progress.status(clock.today()) if one.progress else "",
        "table": one.body.slug,
        "figures": _figures(one),
        "local_decisions": [
            {
                "nis": row.nis,
                "name": row.name,
                "state": row.state,
                "label": row.label,
                "spoken": row.spoken,
                "meets_on": row.meets_on,
                "link": row.link,
            }
            for row in one.decisions
        ],
        "url": page("public_agreement", one.body.slug, one.reference),
    }


def statement(one: PublicStatement) -> dict[str, Any]:
    """A released statement; of who supports only those who want to be named."""
    names = (
        *("id", "title", "text", "addressees", "sent_on", "number", "dossier"),
        *("answered_on", "released_at", "version"),
    )
    return {
        **{name: getattr(one, name) for name in names},
        "table": one.body.slug,
        "supporters": [
            {"nis": each.nis, "name": each.name, "with_reservation": each.with_reservation}
            for each in one.supporters
        ],
        "url": page("public_statement", one.body.slug, one.id),
    }


def _figures(one: PublicAgreement) -> dict[str, int] | None:
    if one.progress is None:
        return None
    names = ("approved", "refused", "closed", "total")
    return {name: getattr(one.progress, name) for name in names}

"""``manage.py set_table``: the first table of a real site, with a seat for each member."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import add_seat, apply_preset, create_body
from overlegtafel.governance.standards import presets
from overlegtafel.governance.states import BodyKind
from overlegtafel.organizations.models import Classification
from overlegtafel.organizations.queries import (
    group_by_slug,
    groups_on,
    members_on,
    regions_of_members,
)

_FIELDS = {"prefix": "agreement_prefix", "short": "short_name", "rhythm": "rhythm"}


class Command(BaseCommand):
    """Sets a table for a mayors' consultation of the reference files."""

    help = (
        "Zet een burgemeestersoverleg uit de referentiegegevens klaar, met een zetel per bestuur."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="adresdeel van het overleg, zoals in het register")
        parser.add_argument("--prefix", required=True, help="voorvoegsel van afspraken: A-M")
        parser.add_argument("--short", default="", help="korte naam, bijvoorbeeld BO")
        parser.add_argument("--rhythm", default="", help="bijvoorbeeld: tweede donderdag, 10 u")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        slug, system, day = options["slug"], User.objects.system(), clock.today()
        for option, field in _FIELDS.items():
            longest = getattr(GoverningBody._meta.get_field(field), "max_length", 0)
            if len(options[option]) > longest:
                raise CommandError(f"--{option}: hoogstens {longest} tekens.")
        try:
            consultation = group_by_slug(Classification.MAYORS_CONSULTATION, slug)
        except NotVisible:
            known = groups_on(Classification.MAYORS_CONSULTATION, day)
            names = ", ".join(known.values_list("slug", flat=True)) or "geen; laad load_flanders"
            raise CommandError(f"Het overleg “{slug}” staat er niet bij. Wel: {names}.") from None
        if GoverningBody.objects.filter(slug=slug).exists():
            raise CommandError(f"Het overleg “{slug}” staat al klaar.")
        if GoverningBody.objects.filter(agreement_prefix=options["prefix"]).exists():
            raise CommandError(f"Het voorvoegsel “{options['prefix']}” is al in gebruik.")
        region = regions_of_members(consultation, day).first()
        primary = GoverningBody.objects.filter(region=region, is_primary=True)
        body = create_body(
            actor=system,
            organization=consultation,
            name=consultation.name,
            short_name=options["short"] or consultation.name[:30],
            slug=slug,
            kind=BodyKind.MAYORS,
            agreement_prefix=options["prefix"],
            rhythm=options["rhythm"],
            region=region,
            is_primary=region is not None and not primary.exists(),
        )
        categories = apply_preset(actor=system, body=body, preset=next(iter(presets())))
        members = members_on(consultation, day)
        for municipality in members:
            add_seat(actor=system, body=body, category=categories[0], municipality=municipality)
        self.stdout.write(f"{body.name} staat klaar met {len(members)} zetels.")

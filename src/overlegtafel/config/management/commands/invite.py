"""``manage.py invite``: the first people of a real site, by a link in their mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.forms import ValidationError

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import DomainError
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import invite_member, invite_person
from overlegtafel.governance.states import TableRole
from overlegtafel.outbox.services import send_pending

_LONGEST_NAME = 200


class Command(BaseCommand):
    """Makes the account and sends the invitation."""

    help = "Nodigt iemand uit: maakt een account en mailt een link om een wachtwoord te kiezen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="e-mailadres")
        parser.add_argument("--name", required=True, help="naam zoals anderen ze zien")
        parser.add_argument("--body", help="adresdeel van een overleg: wat na /tafels/ komt")
        parser.add_argument(
            "--role", choices=TableRole.values, default=TableRole.SUPPORT, help="rol op dat overleg"
        )
        parser.add_argument(
            "--founder", action="store_true", help="mag overleggen oprichten (zonder --body)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"], options["name"]
        system = User.objects.system()
        if not name.strip() or len(name) > _LONGEST_NAME:
            raise CommandError(f"--name: een naam van hoogstens {_LONGEST_NAME} tekens.")
        try:
            validate_email(email)
            if options["body"] and options["founder"]:
                raise CommandError("Kies --body of --founder, niet allebei.")
            if options["body"]:
                invite_member(
                    actor=system,
                    body=GoverningBody.objects.get(slug=options["body"]),
                    email=email,
                    name=name,
                    role=TableRole(options["role"]),
                )
            else:
                invite_person(actor=system, email=email, name=name, may_found=options["founder"])
        except ValidationError:
            raise CommandError(f"“{email}” is geen e-mailadres.") from None
        except GoverningBody.DoesNotExist:
            known = ", ".join(GoverningBody.objects.values_list("slug", flat=True)) or "geen"
            raise CommandError(
                f"Het overleg “{options['body']}” bestaat niet. Wel: {known}."
            ) from None
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from None
        report = send_pending()
        if report.failed:
            raise CommandError(
                "De uitnodiging staat klaar, maar de mail vertrok nog niet. "
                "Probeer later: manage.py send_outbox."
            )
        self.stdout.write(f"{name} is uitgenodigd op {email}.")

"""Keeping a link sheet."""

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale
from overlegtafel.local_decisions.link_sheets import can_keep_link_sheet
from overlegtafel.local_decisions.models import LONGEST_LEAD, LinkSheet
from overlegtafel.local_decisions.states import DecisionPlatform
from overlegtafel.organizations.models import Classification, Organization

_LEADS = ("college_lead", "council_lead")


@transaction.atomic
def keep_link_sheet(
    *,
    actor: User,
    municipality: Organization,
    expected_revision: int,
    prepares: str = "",
    contacts: str = "",
    receives_reports: str = "",
    college_lead: int | None = None,
    council_lead: int | None = None,
    platform: DecisionPlatform = DecisionPlatform.UNKNOWN,
    platform_note: str = "",
    note: str = "",
) -> LinkSheet:
    """Say how the link with one municipality is organised (R10); what is open is counted anew.

    ``expected_revision`` is 0 for a first sheet. Leads are working days; ``None`` takes the term
    of the site. Raises ``NotAllowed``, ``Stale``, ``Invalid``.
    """
    if not can_keep_link_sheet(actor, municipality):
        raise NotAllowed
    if municipality.classification != Classification.MUNICIPALITY:
        raise Invalid("Alleen een gemeente heeft een linkfiche.")
    facts = {
        "prepares": prepares,
        "contacts": contacts,
        "receives_reports": receives_reports,
        "college_lead": college_lead,
        "council_lead": council_lead,
        "platform": platform,
        "platform_note": platform_note,
        "note": note,
    }
    for field in _LEADS:
        lead = facts[field]
        if isinstance(lead, int) and not 0 <= lead <= LONGEST_LEAD:
            raise Invalid(f"Kies tussen 0 en {LONGEST_LEAD} werkdagen.", field=field)
    # Two people may write the first sheet at once: the municipality's own row makes them wait.
    Organization.objects.select_for_update().get(pk=municipality.pk)
    before = LinkSheet.objects.filter(municipality=municipality).first()
    if (before.revision if before else 0) != expected_revision:
        raise Stale
    kept = {"kept_by": actor, "kept_at": clock.now()}
    if before is None:
        sheet = LinkSheet.objects.create(municipality=municipality, **facts, **kept)
    else:
        rows = LinkSheet.objects.filter(pk=before.pk)
        rows.update(revision=F("revision") + 1, **facts, **kept)
        sheet = rows.get()
    changes = {
        name: (getattr(before, name, None), value)
        for name, value in facts.items()
        if getattr(before, name, None) != value
    }
    record("link_sheet.kept", municipality, actor=actor, changes=changes)
    return sheet

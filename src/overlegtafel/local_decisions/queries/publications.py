"""Where a municipality's outcomes were read before."""

from overlegtafel.local_decisions.models import DecisionEntry
from overlegtafel.local_decisions.states import Source
from overlegtafel.organizations.models import Organization


def last_publisher_of(municipality: Organization) -> str:
    """The site that its last publication was read from: ``www.lede.be``; empty before the first."""
    read = DecisionEntry.objects.filter(
        decision__municipality=municipality, source=Source.PUBLISHED
    ).exclude(reporter_name="")
    sites = read.order_by("-recorded_at", "-id").values_list("reporter_name", flat=True)
    return sites.first() or ""

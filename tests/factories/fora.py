"""A forum beside the table, to which two of its municipalities belong."""

from tests.factories.cast import Cast

from overlegtafel.organizations.models import Classification, Membership, Organization

BOTH = ("Lede", "Ninove")


def make_forum(cast: Cast, name: str = "Vervoerregio Aalst") -> Organization:
    """A transport region with Lede and Ninove in it."""
    forum = Organization.objects.create(
        classification=Classification.TRANSPORT_REGION, code=name, name=name, slug=name.lower()
    )
    for town in BOTH:
        Membership.objects.create(group=forum, member=cast.towns[town])
    return forum

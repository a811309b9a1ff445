"""Everyone in the demo may follow every link that a page offers."""

import html
import re
from collections import Counter
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse
from tests.demo_fixture import Demo

from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.governance.policy import standing_of
from overlegtafel.meetings.policy import can_read_minutes
from overlegtafel.proposals.policy import proposals_visible_to

pytestmark = pytest.mark.django_db

ONE_OF_EACH = [
    "regiocoordinator.dender",
    "burgemeester.ingelmunster",
    "burgemeester.zele",
    "ad.hooglede",
    "dossier.denderleeuw",
    "schepen.dendermonde",
    "raadslid.tielt",
    "welzijnsvereniging",
    "hr.dds",
    "communicatie.dvv",
    "ad.wvi",
]


def shape_of(path: str) -> str:
    """The address without what differs from one row to the next."""
    path = re.sub(r"\d{4}-\d\d-\d\d|A-[A-Z]+\d+|[DM]-\d\d|\d+", "N", path)
    return re.sub(r"/(besturen|gemeenten|regios)/[a-z-]+", r"/\1/x", path)


def links_in(page: str, here: str) -> list[str]:
    found = [html.unescape(each) for each in re.findall(r'href="([^"#]+)', page)]
    paths = [urljoin(here, each) for each in found if ":" not in each.split("/")[0]]
    skipped = ("/static/", reverse("account_logout"))
    return [path for path in paths if path.startswith("/") and not path.startswith(skipped)]


# Where links lead no other database changes; that it can make each page is read in tests/archiving.
@pytest.mark.looks
@pytest.mark.parametrize("who", ONE_OF_EACH)
def test_no_link_leads_nowhere(client: Client, demo: Demo, who: str) -> None:
    client.post(reverse("demo_sign_in"), {"user": demo.user(who).pk})
    waiting, seen, shapes, broken = [reverse("my_table")], set(), Counter[str](), []
    while waiting:
        path = waiting.pop(0)
        shape = shape_of(path)
        if path in seen or shapes[shape] >= (2 if "/tafels/" in path else 1):
            continue
        seen.add(path)
        shapes[shape] += 1
        response = client.get(path)
        if response.status_code in (301, 302):
            waiting.append(response["Location"])
        elif response.status_code != 200:
            broken.append((response.status_code, path))
        elif "html" in response["Content-Type"]:
            waiting += links_in(response.content.decode(), path)
    assert broken == []
    assert len(seen) > 5


def test_staff_of_a_supporting_organization_reads_what_is_agreed_and_what_it_brought(
    demo: Demo,
) -> None:
    staff = demo.user("communicatie.dvv")
    midwest = demo.body("midwest")
    assert demo.agreement("A-M01") in agreements_visible_to(staff)
    assert demo.agreement("A-D01") not in agreements_visible_to(staff)
    seen = proposals_visible_to(staff).filter(body=midwest)
    assert {each.proposer for each in seen} == {staff}
    assert not proposals_visible_to(staff).exclude(body=midwest).exists()
    assert midwest.pk not in standing_of(staff).insider_of
    concept = midwest.meetings.get(state="reported")
    assert not can_read_minutes(staff, concept)


def test_an_expert_brings_in_the_name_of_the_organization_and_sees_no_more(demo: Demo) -> None:
    expert = demo.user("hr.dds")
    assert demo.body("denderregio").pk in standing_of(expert).partner_of
    assert not agreements_visible_to(expert).exists()
    assert not proposals_visible_to(expert).exists()

"""A letter to four hundred councillors is queued in as few queries as one to four.

One by one it took 2,853 queries and 1.9 seconds, with the database locked; together 43 and 0.4. So
nothing has to wait for a worker.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.councillors.conftest import Council
from tests.councillors.test_letters import draft, made, send

from overlegtafel.accounts.models import User
from overlegtafel.organizations.models import Mandate, Person, PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choose_delivery
from overlegtafel.outbox.services import Addressed, queue_all
from overlegtafel.outbox.topics import Delivery, Topic


def add_councillors(council: Council, number: int) -> list[User]:
    """More councillors of Lede, beside the one there is."""
    mandate = Mandate.objects.filter(
        post__role=PostRole.COUNCILLOR, post__organization=council.cast.towns["Lede"]
    ).first()
    assert mandate is not None
    users = User.objects.bulk_create(
        User(email=f"raadslid{each}@example.org", name=f"Raadslid {each}", password="!")
        for each in range(number)
    )
    people = Person.objects.bulk_create(Person(name=each.name, user=each) for each in users)
    Mandate.objects.bulk_create(
        Mandate(post=mandate.post, person=each, valid_from=mandate.valid_from) for each in people
    )
    return users


@pytest.mark.parametrize("number", [4, 400])
def test_a_letter_costs_the_same_for_four_and_for_four_hundred(
    council: Council, number: int
) -> None:
    thread = made(council)
    letter, users = draft(council, thread.meeting), add_councillors(council, number)
    choose_delivery(actor=users[0], choices={Topic.LETTERS: Delivery.NEVER})
    choose_delivery(actor=users[1], choices={Topic.LETTERS: Delivery.DIGEST})
    with CaptureQueriesContext(connection) as queries:
        letter = send(council, letter)
    told = Message.objects.filter(kind="council_letter")
    assert told.count() == letter.sent_to == number + 3
    inserts = [each for each in queries if 'INSERT INTO "outbox_message"' in each["sql"]]
    assert len(queries) - len(inserts) == 35
    assert len(inserts) <= 8  # SQLite takes them some seventy at a time, PostgreSQL at once
    states = dict(told.filter(recipient__in=users[:3]).values_list("recipient", "state"))
    assert [states[each.pk] for each in users[:3]] == ["declined", "held", "pending"]
    assert told.values("key").distinct().count() == told.count()
    assert told.values("message_id").distinct().count() == told.count()
    one = told.get(recipient=users[2])
    assert one.text.rstrip().endswith(one.action_url)


def test_who_has_a_mail_already_gets_no_second_one(council: Council) -> None:
    inactive = council.zele
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    inactive.refresh_from_db()
    people = [council.cast.mayor, inactive, council.cast.system]
    mails = [Addressed(each, "Dag", ("Lees", "https://tafel.example/")) for each in people]
    facts = {"kind": "test", "subject": "een\ntwee", "key": "k", "reply_to": "a@b.be"}
    assert queue_all(mails=mails, **facts) == 1
    assert queue_all(mails=mails, **facts) == 0
    [one] = Message.objects.filter(kind="test")
    assert (one.recipient, one.subject, one.reply_to) == (council.cast.mayor, "een twee", "a@b.be")

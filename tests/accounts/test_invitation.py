"""From an invitation by mail to signing in, and what an account alone does not give."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from tests.demo_fixture import Demo

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import invitation_link
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.policy import bodies_visible_to, can_lead, can_record_for, standing_of
from overlegtafel.governance.queries import acting_for, filled_seats
from overlegtafel.governance.services import end_mandate, invite_member, invite_person
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Mandate, Person, PostRole
from overlegtafel.outbox.services import send_pending

pytestmark = pytest.mark.django_db
PASSWORD = "drie-wilgen-aan-de-dender"
EMAIL = "an.peeters@lede.example"


def invite(demo: Demo, actor: str = "regiocoordinator.dender", **more: Any) -> User:
    body = demo.body("denderregio")
    lede = demo.decision("A-D07", "Lede").municipality
    given = {"role": PostRole.OFFICER, "organization": lede, "email": EMAIL, "name": "An Peeters"}
    return invite_member(actor=demo.user(actor), body=body, **(given | more))


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/]+(/account/\S+)", text)
    assert found
    return found[1]


def mail_to(address: str = EMAIL) -> Any:
    return next(each for each in mail.outbox if each.to == [address])


def choose_password(client: Client, link: str, password: str = PASSWORD) -> Any:
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(address, {"password1": password, "password2": password}, follow=True)


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_from_the_mail_to_the_own_place(client: Client, demo: Demo) -> None:
    user = invite(demo)
    assert not user.has_usable_password()
    send_pending()
    [message] = [each for each in mail.outbox if each.to == [EMAIL]]
    body = demo.body("denderregio")
    assert message.subject == (
        f"Uitnodiging voor {body.name} op Overlegtafel: dossierbehandelaar van Lede"
    )
    assert not sign_in(client, password="")
    assert "_auth_user_id" in choose_password(client, link_in(str(message.body))).client.session
    assert sign_in(Client())
    found = User.objects.get(email=EMAIL)
    lede = demo.decision("A-D07", "Lede").municipality_id
    assert can_record_for(found, lede)
    assert not can_record_for(found, demo.decision("A-D07", "Zele").municipality_id)
    assert demo.body("denderregio") in bodies_visible_to(found)
    assert demo.body("midwest") not in bodies_visible_to(found)


def test_the_link_works_once(client: Client, demo: Demo) -> None:
    invite(demo)
    send_pending()
    link = link_in(str(mail_to().body))
    choose_password(client, link)
    again = Client().get(link, follow=True)
    assert "werkt niet meer" in again.content.decode()


def test_the_mail_says_which_table_who_invites_what_for_and_until_when(demo: Demo) -> None:
    body = demo.body("denderregio")
    host = demo.user("regiocoordinator.dender")
    body.purpose = "De burgemeesters stemmen\ner hun beleid af."
    body.save(update_fields=["purpose"])
    invite(demo)
    send_pending()
    text = str(mail_to().body)
    for part in (
        "Dag An Peeters,",
        f"Regiocoördinator Dender ({acting_for(host, body.pk)}) nodigt u uit voor {body.name} als "
        "dossierbehandelaar van Lede.",
        "Waarvoor het dient: De burgemeesters stemmen er hun beleid af.",
        f"Overlegtafel is de website met de agenda en de afspraken van {body.name}.",
        "blijft geldig tot en met 7 december 2026",
        "“Wachtwoord vergeten?” op http",
        f"Dat vraagt u aan Regiocoördinator Dender: {host.email}",
    ):
        assert part in text
    assert text.count("/account/welkom/") == 1
    assert "vanaf" not in text


def test_a_first_visit_is_welcomed_signed_in_and_brought_to_the_table(
    client: Client, demo: Demo
) -> None:
    user = invite(demo)
    send_pending()
    link = link_in(str(mail_to().body))
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert link.split("/")[4] not in address
    page = form.content.decode()
    assert "<h1>Welkom, An Peeters</h1>" in page
    assert EMAIL in page
    arrived = client.post(address, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert arrived.redirect_chain == [("/tafels/denderregio/", 302)]
    assert "u bent aangemeld" in arrived.content.decode()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_welcome_ends_the_session_of_another(client: Client, demo: Demo) -> None:
    client.force_login(demo.user("burgemeester.lede"))
    user = invite(demo)
    choose_password(client, link_in(invitation_link(user)))
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("onward", ["https://elders.example/", "//elders.example/", ""])
def test_the_welcome_never_leads_away_from_the_site(
    client: Client, demo: Demo, onward: str
) -> None:
    arrived = choose_password(client, link_in(invitation_link(invite(demo), onward)))
    assert arrived.redirect_chain == [(reverse("my_table"), 302)]


def test_an_invitation_holds_fourteen_days(client: Client, demo: Demo, clock: Any) -> None:
    link = link_in(invitation_link(invite(demo)))
    clock.move(days=14)
    assert "Welkom, An Peeters" in client.get(link, follow=True).content.decode()
    clock.move(days=1)
    over = Client().get(link, follow=True)
    assert over.status_code == 410
    assert "werkt niet meer" in over.content.decode()


def test_a_link_for_a_forgotten_password_keeps_the_shorter_time_and_its_own_words(
    client: Client, demo: Demo, settings: Any
) -> None:
    invite(demo)
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = link_in(str(mail_to().body))
    assert "Nieuw wachtwoord" in client.get(link, follow=True).content.decode()
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "werkt niet meer" in Client().get(link, follow=True).content.decode()


def test_one_kind_of_link_does_not_do_the_work_of_the_other(client: Client, demo: Demo) -> None:
    user = invite(demo)
    uid, token = link_in(invitation_link(user)).strip("/").split("/")[-2:]
    reset = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    assert "werkt niet meer" in client.get(reset, follow=True).content.decode()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    found = re.search(r"/key/([^-/]+)-(\S+)/", str(mail_to().body))
    assert found
    welcome = reverse("account_welcome", args=found.groups())
    assert client.get(welcome, follow=True).status_code == 410


@pytest.mark.parametrize("token", ["welkom", "zomaar", "!-!", "c0ffee-0"])
def test_a_made_up_link_opens_nothing(client: Client, demo: Demo, token: str) -> None:
    invite(demo)
    for uid in ("1", "zzzzzzzzzzzzzzzzzzzz", "é"):
        address = reverse("account_welcome", args=[uid, token])
        assert client.get(address).status_code == 410
        posted = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
        assert posted.status_code == 410


def test_the_link_is_for_one_person(client: Client, demo: Demo) -> None:
    mine = link_in(invitation_link(invite(demo)))
    other = link_in(invitation_link(demo.user("burgemeester.lede")))
    uid, theirs = mine.split("/")[-3], other.split("/")[-3]
    forged = mine.replace(f"/{uid}/", f"/{theirs}/")
    assert "werkt niet meer" in client.get(forged, follow=True).content.decode()


def test_a_weak_password_is_refused(client: Client, demo: Demo) -> None:
    link = link_in(invitation_link(invite(demo)))
    assert "minstens 12 tekens" in choose_password(client, link, "wachtwoord").content.decode()
    assert not sign_in(client, password="wachtwoord")


@pytest.mark.parametrize(
    "actor",
    [
        "burgemeester.lede",
        "ad.lede",
        "dossier.lede",
        "raadslid.lede",
        "welzijnsvereniging",
        "ad.midwest",
        "burgemeester.ingelmunster",
    ],
)
def test_only_who_runs_the_table_invites(demo: Demo, actor: str) -> None:
    with pytest.raises(NotAllowed):
        invite(demo, actor)
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_chair_invites_too_and_the_log_says_who(demo: Demo) -> None:
    chair = demo.user("burgemeester.hamme")
    user = invite(demo, "burgemeester.hamme", role=TableRole.SUPPORT, organization=None)
    assert can_lead(User.objects.get(pk=user.pk), demo.body("denderregio").pk)
    logged = AuditEntry.objects.filter(actor=chair).order_by("-pk").values_list("verb", flat=True)
    assert list(logged[:3]) == ["role.granted", "person.registered", "account.invited"]


def test_a_post_is_given_in_a_member_municipality_only(demo: Demo) -> None:
    tielt = demo.decision("A-M05", "Tielt").municipality
    for organization in (tielt, None):
        with pytest.raises(Invalid):
            invite(demo, organization=organization)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (PostRole.MAYOR, "Lede heeft al een burgemeester: Burgemeester Lede."),
        (PostRole.DIRECTOR, "Lede heeft al een algemeen directeur: AD Lede."),
    ],
)
def test_a_post_of_one_person_stays_with_who_holds_it(
    demo: Demo, role: PostRole, sentence: str
) -> None:
    before = [each.holder for each in filled_seats(demo.body("denderregio"), demo.today)]
    with pytest.raises(Invalid, match=f"{sentence} Laat eerst dat mandaat aflopen.") as refused:
        invite(demo, role=role)
    assert refused.value.field == "role"
    after = [each.holder for each in filled_seats(demo.body("denderregio"), demo.today)]
    assert before == after
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_post_is_free_once_its_mandate_ended(demo: Demo, clock: Any) -> None:
    held = Mandate.objects.get(person__user=demo.user("burgemeester.lede"), post__role="mayor")
    end_mandate(actor=User.objects.system(), mandate=held, on=demo.today)
    clock.move(days=1)
    invite(demo, role=PostRole.MAYOR)
    filled = filled_seats(demo.body("denderregio"), demo.today + timedelta(days=1))
    assert "An Peeters" in [each.holder for each in filled]


def test_the_sitting_mayor_is_invited_again_without_a_word(demo: Demo) -> None:
    mayor = demo.user("burgemeester.lede")
    assert invite(demo, role=PostRole.MAYOR, email=mayor.email).pk == mayor.pk


def test_the_director_hears_who_comes_for_the_municipality(demo: Demo) -> None:
    invite(demo)
    send_pending()
    told = mail_to(demo.user("ad.lede").email)
    for part in ("An Peeters", "dossierbehandelaar van Lede", "Regiocoördinator Dender"):
        assert part in told.body
    assert demo.body("denderregio").name in told.body


def test_a_role_at_the_table_is_told_to_no_director(demo: Demo) -> None:
    invite(demo, role=TableRole.SUPPORT, organization=None)
    send_pending()
    assert [each.to for each in mail.outbox] == [[EMAIL]]


def test_the_trace_of_an_invitation_is_at_the_table_that_invites(demo: Demo) -> None:
    body = demo.body("denderregio")
    invite(demo)
    logged = AuditEntry.objects.filter(body_id=body.pk).order_by("-pk").values_list("verb")[:3]
    assert {verb for (verb,) in logged} == {
        "account.invited",
        "person.registered",
        "mandate.started",
    }


def test_a_known_address_keeps_its_login_and_gets_the_place_beside(demo: Demo) -> None:
    mayor = demo.user("burgemeester.lede")
    mayor.set_password(PASSWORD)
    mayor.save()
    again = invite(demo, email=mayor.email.upper(), role=TableRole.SUPPORT, organization=None)
    assert again.pk == mayor.pk
    assert Person.objects.filter(user=mayor).count() == 1
    standing = standing_of(User.objects.get(pk=mayor.pk))
    assert demo.body("denderregio").pk in standing.supports
    assert "mayor" in standing.posts
    send_pending()
    assert "Aanmelden: http" in str(mail.outbox[0].body)
    assert "/welkom/" not in str(mail.outbox[0].body)


def test_nobody_waits_behind_the_address_of_someone_who_is_still_to_be_invited(
    client: Client, demo: Demo
) -> None:
    waiting = invite(demo)
    send_pending()
    choose_password(client, link_in(str(mail_to().body)))
    sign_in(client)
    coming = "burgemeester@aalst.example"
    for action in ("action_add", "action_primary"):
        client.post(reverse("account_email"), {"email": coming, action: ""})
    assert User.objects.get(pk=waiting.pk).email == EMAIL
    assert invite(demo, email=coming, name="Burgemeester").pk != waiting.pk


def test_a_proven_second_address_leads_to_the_same_login(demo: Demo) -> None:
    user = invite(demo)
    EmailAddress.objects.create(user=user, email="an@thuis.example", verified=True)
    assert invite(demo, email="An@thuis.example").pk == user.pk


def test_a_second_invitation_makes_nothing_double(demo: Demo, clock: Any) -> None:
    first = invite(demo)
    clock.move(minutes=5)
    second = invite(demo)
    assert first.pk == second.pk
    assert Mandate.objects.filter(person__user=first).count() == 1
    send_pending()
    assert len([each for each in mail.outbox if each.to == [EMAIL]]) == 2
    assert len([each for each in mail.outbox if each.to != [EMAIL]]) == 1


def test_a_closed_account_is_not_invited(demo: Demo) -> None:
    User.objects.filter(pk=demo.user("burgemeester.lede").pk).update(is_active=False)
    with pytest.raises(Invalid):
        invite(demo, email=demo.user("burgemeester.lede").email)


def test_a_closed_account_does_not_sign_in(client: Client, demo: Demo) -> None:
    user = invite(demo)
    user.set_password(PASSWORD)
    user.is_active = False
    user.save()
    assert not sign_in(client)


def test_an_account_that_forgot_gets_a_new_link(client: Client, demo: Demo) -> None:
    invite(demo)
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    choose_password(client, link_in(str(mail_to().body)))
    assert sign_in(client)


def test_an_unknown_address_learns_nothing(client: Client, demo: Demo) -> None:
    client.post(reverse("account_reset_password"), {"email": "niemand@stad.example"})
    assert mail.outbox == []


def test_nobody_signs_up_alone(client: Client, db: None) -> None:
    given = {"email": "ik@stad.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), given)
    assert not User.objects.filter(email="ik@stad.example").exists()


def test_a_mandate_that_ended_takes_the_right_away(demo: Demo, clock: Any) -> None:
    officer = demo.user("dossier.lede")
    lede = demo.decision("A-D07", "Lede").municipality_id
    mandate = Mandate.objects.get(person__user=officer)
    end_mandate(actor=User.objects.system(), mandate=mandate, on=date(2026, 11, 23))
    assert can_record_for(demo.user("dossier.lede"), lede)
    clock.move(days=1)
    assert not can_record_for(demo.user("dossier.lede"), lede)
    assert not bodies_visible_to(demo.user("dossier.lede")).exists()


def test_only_the_system_ends_a_mandate(demo: Demo) -> None:
    mandate = Mandate.objects.get(person__user=demo.user("dossier.lede"))
    with pytest.raises(NotAllowed):
        end_mandate(actor=demo.user("regiocoordinator.dender"), mandate=mandate, on=demo.today)
    with pytest.raises(Invalid):
        end_mandate(
            actor=User.objects.system(),
            mandate=mandate,
            on=(mandate.valid_from or demo.today) - timedelta(days=1),
        )


def test_the_command_invites_the_first_secretary(client: Client, demo: Demo) -> None:
    call_command("invite", EMAIL, name="An Peeters", body="midwest", role="support")
    [message] = mail.outbox
    choose_password(client, link_in(str(message.body)))
    assert sign_in(client)
    assert can_lead(User.objects.get(email=EMAIL), demo.body("midwest").pk)


def test_the_command_invites_without_a_table(demo: Demo) -> None:
    call_command("invite", EMAIL, name="An Peeters")
    assert not bodies_visible_to(User.objects.get(email=EMAIL)).exists()
    assert mail.outbox[0].subject == "Uitnodiging voor Overlegtafel"


@pytest.mark.parametrize("wrong", [{"body": "atlantis"}, {"email": "geen adres"}])
def test_the_command_says_what_is_wrong(demo: Demo, wrong: dict[str, str]) -> None:
    given = {"email": EMAIL, "body": "midwest"} | wrong
    with pytest.raises(CommandError, match=r"bestaat niet|geen e-mailadres"):
        call_command("invite", given.pop("email"), name="An Peeters", **given)


def test_only_the_system_invites_without_a_table(demo: Demo) -> None:
    with pytest.raises(NotAllowed):
        invite_person(actor=demo.user("regiocoordinator.dender"), email=EMAIL, name="An")

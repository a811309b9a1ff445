"""How sign-in behaves: accounts are made by invitation only; refusals are said in our words."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; a secretary invites."""

    error_messages: ClassVar[dict[str, str]] = {
        "account_inactive": "Dit account is afgesloten. Vraag het secretariaat van uw tafel.",
        "cannot_remove_primary_email": "Uw hoofdadres kunt u niet verwijderen.",
        "duplicate_email": "Dit e-mailadres hoort al bij uw account.",
        "email_password_mismatch": "E-mailadres of wachtwoord klopt niet.",
        "email_taken": "Dit e-mailadres hoort al bij een ander account.",
        "enter_current_password": "Uw huidige wachtwoord klopt niet.",
        "incorrect_code": "Deze code klopt niet.",
        "incorrect_password": "Uw wachtwoord klopt niet.",
        "invalid_login": "Met deze gegevens kunt u niet aanmelden.",
        "invalid_or_expired_key": "Deze link werkt niet meer: hij is te oud of werd al gebruikt.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe.",
        "max_email_addresses": "Meer dan %d e-mailadressen kunt u niet toevoegen.",
        "phone_password_mismatch": "Telefoonnummer of wachtwoord klopt niet.",
        "phone_taken": "Dit telefoonnummer hoort al bij een ander account.",
        "rate_limited": "Dat gaat te snel. Wacht even en probeer opnieuw.",
        "same_as_current": "Dit is al het huidige gegeven.",
        "select_only_one": "Kies er één.",
        "too_many_login_attempts": "Te veel pogingen na elkaar. Wacht enkele minuten, of kies een "
        "nieuw wachtwoord via “Wachtwoord vergeten?”.",
        "unknown_email": "Met dit e-mailadres kennen we geen account.",
        "unknown_phone": "Met dit telefoonnummer kennen we geen account.",
        "unverified_primary_email": "Bevestig eerst uw hoofdadres.",
        "username_blacklisted": "Deze gebruikersnaam kan niet.",
        "username_password_mismatch": "Gebruikersnaam of wachtwoord klopt niet.",
        "username_taken": "Deze gebruikersnaam is al in gebruik.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always ``False``."""
        return False

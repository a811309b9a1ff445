"""Which passwords are refused, in our own words."""

from django.contrib.auth import password_validation as django


class LongEnough(django.MinimumLengthValidator):
    """A password has a least length."""

    def get_error_message(self) -> str:
        """What is said of a shorter one."""
        return f"Uw wachtwoord moet minstens {self.min_length} tekens tellen."

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return f"Minstens {self.min_length} tekens."


class NotCommon(django.CommonPasswordValidator):
    """A password is none of those that everyone tries first."""

    def get_error_message(self) -> str:
        """What is said of such a one."""
        return "Dit wachtwoord is te bekend. Kies er een dat niemand anders bedenkt."

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return "Geen wachtwoord dat veel mensen gebruiken."


class NotOwnName(django.UserAttributeSimilarityValidator):
    """A password does not look like the name or address of who signs in."""

    def __init__(self, max_similarity: float = 0.7) -> None:
        super().__init__(("name", "email"), max_similarity)

    def get_error_message(self) -> str:
        """What is said of such a one."""
        return "Uw wachtwoord lijkt te veel op uw %(verbose_name)s."

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return "Niet uw naam of e-mailadres."

"""allauth's forms for a new password, with our own words for two that differ."""

from typing import Any

from allauth.account import forms as allauth

DIFFERENT = "De twee wachtwoorden zijn niet dezelfde."


class _TypedTwice:
    """Says in Dutch that the second password is not the first."""

    def clean(self) -> Any:
        """Instead of allauth's own check, which says the same."""
        cleaned = super(allauth.PasswordVerificationMixin, self).clean()  # type: ignore[misc]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFERENT)  # type: ignore[attr-defined]
        return cleaned


class ChangePassword(_TypedTwice, allauth.ChangePasswordForm):  # type: ignore[misc]
    """Another password, by who knows the present one."""


class SetPassword(_TypedTwice, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPassword(_TypedTwice, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by who followed the link in the mail."""


class FirstPassword(ResetPassword):
    """A first password, by who was invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Uw wachtwoord"
        self.fields["password2"].label = "Uw wachtwoord, nog eens"

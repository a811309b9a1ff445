"""The mail server's answer, told apart: refused, or not heard after the text had left."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class Unanswered(smtplib.SMTPException):
    """The text left, and the server's answer never came: nobody knows whether it took it."""


class _Attentive:
    """Marks what goes wrong from DATA on, when the server may have the text already."""

    def data(self, message: Any) -> Any:
        """Send the text and wait for the answer. Raises ``Unanswered``."""
        try:
            return super().data(message)  # type: ignore[misc]
        except smtplib.SMTPDataError:
            raise  # an answer: no
        except OSError as error:
            raise Unanswered(str(error) or type(error).__name__) from error


class _Plain(_Attentive, smtplib.SMTP):
    pass


class _Encrypted(_Attentive, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """Django's own, but for a lost answer."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The speaker of SMTP, over TLS from the start or not."""
        return _Encrypted if self.use_ssl else _Plain

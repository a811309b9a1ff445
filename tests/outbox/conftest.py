"""A real SMTP server on this machine, that a test may tell to refuse, to hang up or to be gone."""

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class MailServer:
    """What came in, and how the server behaves. ``at`` runs when a step of a mail begins."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.refused: dict[str, str] = {}
        self.hangs_up_after_text = False
        self.answers_text_with = "250 aangenomen"
        self.at: dict[str, Callable[[], None]] = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> None:
        """Open the door."""
        self._controller.start()

    def stop(self) -> None:
        """Close the door."""
        if self._controller.server is not None:
            self._controller.stop()

    @property
    def recipients(self) -> list[str]:
        """To whom something came in, in order."""
        return [address for to, _ in self.mails for address in to]

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take the recipient, or give the refusal that was asked."""
        self._reached("recipient")
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail, and answer or not."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((list(envelope.rcpt_tos), mail))  # type: ignore[arg-type]
        self._reached("text")
        if self.hangs_up_after_text:
            server.transport.abort()
        return self.answers_text_with

    def _reached(self, step: str) -> None:
        if step in self.at:
            self.at[step]()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A running server, and our settings pointed at it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "overlegtafel.outbox.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()

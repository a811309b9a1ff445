"""Twenty people type minutes of one meeting at once, over HTTP, against the production server.

    python tests/load/minutes_at_once.py [--minutes 10] [--writers 20] [--items 8]

On SQLite and then on PostgreSQL: fills a throw-away database, starts gunicorn (2 processes of 4
threads) and lets every writer do what the page's script does: save a second or so after typing,
merge what others wrote, choose "both" where lines clash, and ask every three seconds what moved.
Prints saves, merges, clashes, p50 and p95 of a save, and the characters that were acknowledged
but are not in the report: that must be 0. Not part of the suite; `make load` runs it.
"""

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "src"), str(ROOT)]
CSRF = "a" * 32
SHARED = "Stand: "
PAUSE = (0.6, 2.0)
POLL = 3.0


def main() -> None:
    """Run on both databases, each in a process of its own, since settings are read once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--items", type=int, default=8)
    parser.add_argument("--one", help="the database to measure, by its name in the report")
    chosen = parser.parse_args()
    if chosen.one:
        sys.exit(measure(chosen.one, chosen.minutes, chosen.writers, chosen.items))
    from postgres import throwaway_server

    worst = 0
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            data = stack.enter_context(tempfile.TemporaryDirectory(prefix="overlegtafel-load-"))
            url = stack.enter_context(throwaway_server()) if name == "PostgreSQL" else ""
            environment = {**os.environ, "DATA": data, "DATABASE_URL": url, "PYTHONPATH": "src"}
            command = [sys.executable, __file__, "--one", name, *sys.argv[1:]]
            worst |= subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    sys.exit(worst)


@dataclass
class Tally:
    """What one writer met."""

    saves: int = 0
    merged: int = 0
    clashes: int = 0
    refused: int = 0
    failed: int = 0
    polls: int = 0
    unchanged: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass
class Writer:
    """One browser at one item: the protocol of ``minutes.js``, with words that are its own."""

    number: int
    pk: int
    cookie: str
    address: str
    states: str
    port: int
    text: str = ""
    base: str = ""
    revision: int = 1
    sent: int = 0
    answered: int = 0
    own: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def run(self, until: float) -> None:
        """Type, save and look around until the time is over; then save what is left."""
        chance = random.Random(self.number)
        asked, mark = 0.0, ""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.monotonic() < until:
            time.sleep(chance.uniform(*PAUSE))
            self.type(chance)
            self.save(connection)
            if time.monotonic() - asked > POLL:
                asked = time.monotonic()
                mark = self.look(connection, mark)
        for _ in range(20):
            if self.save(connection):
                break
        connection.close()

    def type(self, chance: random.Random) -> None:
        """A new line, more words on an own line, or the line that everyone rewrites."""
        lines = self.text.split("\n") if self.text else []
        word = f"w{self.number:02}-{len(self.own):04}-{chance.randrange(10**6):06}"
        kind = chance.random()
        if kind < 0.1:
            rest = [line for line in lines if not line.startswith(SHARED)]
            lines = [f"{SHARED}{word} vraagt nog uitleg bij de kosten", *rest]
        elif kind < 0.35 and self.own and self.own[-1] in lines:
            lines[lines.index(self.own[-1])] += f" en {word} vult aan"
            self.own[-1] += f" en {word} vult aan"
        else:
            line = f"- {word} licht toe hoe het bestuur dit aanpakt"
            lines.insert(chance.randint(0, len(lines)), line)
            self.own.append(line)
        self.text = "\n".join(lines)

    def save(self, connection: http.client.HTTPConnection) -> bool:
        """One save, as the page does it; whether the server has everything."""
        self.sent += 1
        sent, mine = self.text, list(self.own)
        body = urllib.parse.urlencode(
            {
                "minutes": sent,
                "outcome": "",
                "outcome_note": "",
                "base": self.base,
                "base_outcome": "",
                "base_outcome_note": "",
                "revision": self.revision,
                "writer": self.pk,
                "page": f"p{self.number}",
                "number": self.sent,
                "answered": self.answered,
            }
        )
        start = time.monotonic()
        status, said, _ = self.ask(connection, "POST", self.address, body)
        if status not in (200, 409) or said.get("state") == "refused":
            self.tally.refused += status != 0
            self.tally.failed += status == 0
            return False
        self.tally.seconds.append(time.monotonic() - start)
        self.answered = self.sent
        self.base, self.revision = said["minutes"], said["revision"]
        if said["state"] == "clash":
            self.tally.clashes += 1
            self.text = "\n".join(
                line
                for part in said["parts"]
                for line in (
                    part["theirs"]
                    if part["theirs"] == part["mine"]
                    else part["theirs"] + part["mine"]
                )
            )
            return False
        self.tally.saves += 1
        self.tally.merged += said["state"] == "merged"
        self.text, self.acknowledged = said["minutes"], mine
        return True

    def look(self, connection: http.client.HTTPConnection, mark: str) -> str:
        """Ask what moved; 304 when nothing did."""
        status, _, found = self.ask(connection, "GET", self.states, None, mark)
        self.tally.polls += 1
        self.tally.unchanged += status == 304
        return found or mark

    def ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        address: str,
        body: str | None,
        mark: str = "",
    ) -> tuple[int, dict[str, Any], str]:
        """One question; status 0 when the line dropped."""
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookie}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        if mark:
            headers["If-None-Match"] = mark
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0, {}, ""
        is_json = (answer.headers.get("Content-Type") or "").startswith("application/json")
        said = json.loads(content) if content and is_json else {}
        return answer.status, said, answer.headers.get("ETag") or ""


def measure(name: str, minutes: float, writers: int, items: int) -> int:
    """Fill the database in the environment, let everyone type, and count; 1 when text was lost."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "overlegtafel.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    port = free_port()
    typing = fill(writers, items, port)
    server = start_server(port)
    try:
        until = time.monotonic() + minutes * 60
        threads = [threading.Thread(target=each.run, args=(until,)) for each in typing]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    lost = lost_characters(typing)
    print(report(name, minutes, items, typing, lost), flush=True)
    return 1 if lost else 0


def fill(writers: int, items: int, port: int) -> list[Writer]:
    """An open meeting with its items, and a signed-in secretary per writer."""
    from django.conf import settings
    from tests.factories.cast import make_cast, make_person

    from overlegtafel.common import clock
    from overlegtafel.governance.services import grant_role
    from overlegtafel.governance.states import TableRole
    from overlegtafel.meetings import services

    cast = make_cast()
    meeting = cast.meeting(clock.today())
    for number in range(items):
        proposal = cast.proposal(title=f"Punt {number + 1}")
        services.place_on_agenda(actor=cast.system, meeting=meeting, proposal=proposal)
    services.convene_meeting(actor=cast.system, meeting=meeting)
    services.open_meeting(actor=cast.system, meeting=meeting)
    start = f"/tafels/{cast.table.slug}/vergaderingen/{meeting.held_on.isoformat()}/verslag/"
    places = list(meeting.items.order_by("order").values_list("pk", flat=True))
    found = []
    for number in range(writers):
        user = make_person(cast.system, f"Schrijver {number}")
        grant_role(
            actor=cast.system,
            body=cast.table,
            person=user.person,
            role=TableRole.SUPPORT,
            organization=cast.support,
        )
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"
        address = f"{start}{places[number % len(places)]}/"
        found.append(Writer(number, user.pk, cookie, address, f"{start}stand/", port))
    return found


def session_of(user: Any) -> str:
    """A session of ``user``, as signing in makes it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def start_server(port: int) -> subprocess.Popen[bytes]:
    """The server as `make run` starts it."""
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    command += ["--pythonpath", "src", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["--no-control-socket", "overlegtafel.config.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    server.terminate()
    sys.exit("De server start niet.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lost_characters(typing: list[Writer]) -> int:
    """What the server acknowledged of everyone's own lines and is not stored word for word."""
    from overlegtafel.meetings.models import AgendaItem

    stored = {
        str(pk): set(text.split("\n"))
        for pk, text in AgendaItem.objects.values_list("pk", "minutes")
    }
    return sum(
        len(line)
        for writer in typing
        for line in writer.acknowledged
        if line not in stored[writer.address.rstrip("/").rpartition("/")[2]]
    )


def report(name: str, minutes: float, items: int, typing: list[Writer], lost: int) -> str:
    """One row of the table in docs/reference/reliability.md, and the rest in words."""
    from overlegtafel.audit.services import broken_links

    tallies = [each.tally for each in typing]
    seconds = sorted(second for tally in tallies for second in tally.seconds)
    total = {
        key: sum(getattr(tally, key) for tally in tallies)
        for key in ("saves", "merged", "clashes", "refused", "failed", "polls", "unchanged")
    }
    kept = sum(len(line) for each in typing for line in each.acknowledged)
    middle = statistics.median(seconds) * 1000
    ninety_five = seconds[int(len(seconds) * 0.95)] * 1000
    row = [name, len(typing), items, f"{minutes:g}", total["saves"], total["merged"]]
    row += [total["clashes"], kept, lost, f"{middle:.0f}", f"{ninety_five:.0f}"]
    return (
        f"| {' | '.join(str(each) for each in row)} |\n"
        f"   refused {total['refused']}, dropped lines {total['failed']}, polls {total['polls']} "
        f"({total['unchanged']} answered 304), slowest save {seconds[-1] * 1000:.0f} ms, "
        f"faults in the log {len(list(broken_links()))}"
    )


if __name__ == "__main__":
    main()

"""Kill -9 of everything at random moments: nothing acknowledged is lost, no mail leaves twice.

    python tests/faults/kill_at_random.py [--kills 50] [--seed 1]

On SQLite and then on PostgreSQL: fills a throw-away database, then again and again starts the
server, the sender of mail and the worker, lets people send an agenda, type minutes and ask for
packs over HTTP, and kills all processes at a random moment. After the last kill everything starts
once more and is left in peace; then the database, the files and the mail server's own list are
compared. Prints a row for docs/reference/reliability.md; answers 1 when anything is lost, doubled
or half. Not part of the suite; `make faults` runs it.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "src"), str(ROOT)]
CSRF = "a" * 32
LONGEST_LIFE = 3.0
STARTS_WITHIN = 30.0


def main() -> None:
    """Run on both databases, each in a process of its own, since settings are read once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", help="the database to try, by its name in the report")
    chosen = parser.parse_args()
    if chosen.one:
        sys.exit(try_out(chosen.one, chosen.kills, random.Random(chosen.seed)))
    from postgres import throwaway_server

    worst = 0
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            data = stack.enter_context(tempfile.TemporaryDirectory(prefix="overlegtafel-faults-"))
            url = stack.enter_context(throwaway_server()) if name == "PostgreSQL" else ""
            environment = {**os.environ, "DATA": data, "DATABASE_URL": url, "PYTHONPATH": "src"}
            command = [sys.executable, __file__, "--one", name, *sys.argv[1:]]
            worst |= subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    sys.exit(worst)


class Post:
    """A local SMTP server that keeps what it took: the only witness of what really left."""

    def __init__(self, port: int) -> None:
        from aiosmtpd.controller import Controller

        self.port = port
        self.taken: list[tuple[str, str]] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail, slowly enough to be interrupted."""
        import asyncio
        from email import message_from_bytes

        mail = message_from_bytes(envelope.content)
        await asyncio.sleep(0.02)
        self.taken += [(mail["Message-ID"], to) for to in envelope.rcpt_tos]
        return "250 OK"


@dataclass
class House:
    """The three programs that run, each in a group of its own, so that none outlives a kill."""

    port: int
    post: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """As `make run` starts them, with a real mail server."""
        gunicorn = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--pythonpath", "src"]
        gunicorn += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "error"]
        gunicorn += ["--no-control-socket", "overlegtafel.config.wsgi:application"]
        for command in (
            gunicorn,
            ["manage.py", "send_outbox", "--every", "1"],
            ["manage.py", "work", "--every", "0.2"],
        ):
            self.running.append(
                subprocess.Popen(
                    [sys.executable, *command],
                    cwd=ROOT,
                    env={**os.environ, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.post)},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            )

    def kill(self) -> None:
        """Kill -9, all at once."""
        for program in self.running:
            os.killpg(program.pid, signal.SIGKILL)
        for program in self.running:
            program.wait()
        self.running.clear()


@dataclass
class Person:
    """Someone with a browser: a cookie, and what the server told them was done."""

    cookie: str
    port: int
    confirmed: list[str] = field(default_factory=list)

    def ask(self, address: str, body: dict[str, object] | None) -> tuple[int, dict[str, Any]]:
        """One question; status 0 when the line dropped."""
        import http.client
        import json
        import urllib.parse

        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookie}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        try:
            content = urllib.parse.urlencode(body) if body is not None else None
            connection.request("POST" if body is not None else "GET", address, content, headers)
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            connection.close()
        is_json = (answer.headers.get("Content-Type") or "").startswith("application/json")
        return answer.status, json.loads(said) if is_json and said else {}


def type_minutes(who: Person, address: str, stop: threading.Event, mark: str, pk: int) -> None:
    """Add lines as the page's script does, each sent until the server has it or all is killed."""
    number, base, revision = 0, "", 0
    while not stop.is_set():
        number += 1
        line = f"- {mark}-{number:04} licht het bestuur toe hoe het dit aanpakt"
        body: dict[str, object] = {
            "minutes": f"{base}\n{line}".strip(),
            "outcome": "",
            "outcome_note": "",
            "base": base,
            "base_outcome": "",
            "base_outcome_note": "",
            "revision": revision,
            "writer": pk,
            "page": mark,
            "number": number,
            "answered": number - 1,
        }
        status, said = who.ask(address, body)
        if status == 200 and said.get("state") in ("saved", "merged", "same"):
            who.confirmed.append(line)
        if "minutes" in said:
            base, revision = said["minutes"], said["revision"]
        time.sleep(0.02)


def try_out(name: str, kills: int, chance: random.Random) -> int:
    """Kill and compare on the database of the environment; 1 when something is not whole."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "overlegtafel.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from tests.load.minutes_at_once import free_port

    call_command("migrate", verbosity=0)
    post = Post(free_port())
    house = House(free_port(), post.port)
    writer, sender, reader, item, days, pk = fill(kills, house.port)
    sent, moments = [], []
    for number, day in enumerate(days):
        house.start()
        wait_for(house)
        stop = threading.Event()
        meeting = f"/tafels/denderregio/vergaderingen/{day}/"
        moment = chance.uniform(0.0, LONGEST_LIFE)

        def convene(meeting: str = meeting, day: str = day) -> None:
            status, _ = sender.ask(f"{meeting}oproepen/", {})
            if status == 302:
                sent.append(day)
            reader.ask(f"{meeting}bundel/", {})

        threads = [
            threading.Thread(target=type_minutes, args=(writer, item, stop, f"m{number:02}", pk)),
            threading.Thread(target=convene),
        ]
        for thread in threads:
            thread.start()
        time.sleep(moment)
        house.kill()
        stop.set()
        for thread in threads:
            thread.join()
        moments.append(moment)
    house.start()
    wait_for(house)
    leave_in_peace()
    house.kill()
    faults = compare(writer, sent, post)
    post.controller.stop()
    print(report(name, moments, writer, sent, post, faults), flush=True)
    return 1 if any(faults.values()) else 0


def fill(kills: int, port: int) -> tuple[Person, Person, Person, str, list[str], int]:
    """A meeting that is going on, and a planned one with an item for every kill."""
    from django.conf import settings
    from tests.factories.cast import make_cast
    from tests.load.minutes_at_once import session_of

    from overlegtafel.common import clock
    from overlegtafel.meetings import services
    from overlegtafel.meetings.models import Meeting

    def person(user: Any) -> Person:
        return Person(f"{settings.SESSION_COOKIE_NAME}={session_of(user)}", port)

    def with_item(day: Any) -> Meeting:
        meeting = cast.meeting(day)
        proposal = cast.proposal(title=f"Punt van {day}")
        services.place_on_agenda(actor=cast.system, meeting=meeting, proposal=proposal)
        return meeting

    cast, today = make_cast(), clock.today()
    now = with_item(today)
    services.convene_meeting(actor=cast.system, meeting=now)
    services.open_meeting(actor=cast.system, meeting=now)
    days = [today + timedelta(days=30 + number) for number in range(kills)]
    for day in days:
        with_item(day)
    item = now.items.get()
    address = f"/tafels/denderregio/vergaderingen/{today}/verslag/{item.pk}/"
    people = (person(cast.secretary), person(cast.second_secretary), person(cast.mayor))
    return (*people, address, [day.isoformat() for day in days], cast.secretary.pk)


def wait_for(house: House) -> None:
    """Until the server answers a page: it listens before its workers can."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if Person("", house.port).ask("/toegankelijkheid/", None)[0] == 200:
            return
        time.sleep(0.05)
    sys.exit("De server start niet.")


def leave_in_peace() -> None:
    """Until nothing waits any more; what a dead sender or worker held is set free at once.

    A living one would do that by itself after ten and two minutes.
    """
    from overlegtafel.outbox.models import Message
    from overlegtafel.outbox.services import INTERRUPTED
    from overlegtafel.printing.models import Pack
    from overlegtafel.printing.states import PackState

    going = (PackState.WAITING, PackState.MAKING)
    long_ago = timedelta(hours=1)
    sending = Message.objects.filter(state=Message.State.SENDING)
    for message in sending:
        assert message.claimed_at is not None
        Message.objects.filter(pk=message.pk).update(claimed_at=message.claimed_at - INTERRUPTED)
    for pack in Pack.objects.filter(state__in=going):
        Pack.objects.filter(pk=pack.pk).update(
            state_since=pack.state_since - long_ago,
            alive_at=pack.alive_at - long_ago if pack.alive_at else None,
        )
    until = time.monotonic() + 300
    while time.monotonic() < until:
        waits = Message.objects.filter(state__in=[Message.State.PENDING, Message.State.SENDING])
        if not waits.exists() and not Pack.objects.filter(state__in=going).exists():
            return
        time.sleep(0.5)


def compare(writer: Person, sent: list[str], post: Post) -> dict[str, int]:
    """What is not as it should be, counted; all zero when nothing was lost, doubled or half."""
    import pikepdf

    from overlegtafel.audit.services import broken_links
    from overlegtafel.meetings.models import AgendaItem, Meeting
    from overlegtafel.meetings.states import MeetingState
    from overlegtafel.outbox.models import Message
    from overlegtafel.printing.models import Pack
    from overlegtafel.printing.pack_file import folder, pdf_path
    from overlegtafel.printing.states import PackState

    stored = "\n".join(AgendaItem.objects.values_list("minutes", flat=True)).split("\n")
    kept = set(stored)
    states = dict(Meeting.objects.values_list("held_on", "state"))
    convened = {day.isoformat() for day, state in states.items() if state != MeetingState.PLANNED}
    half = [
        meeting
        for meeting in Meeting.objects.exclude(state=MeetingState.PLANNED)
        if not meeting.agenda_versions.exists() or not meeting.attendances.exists()
    ]
    left = Counter(post.taken)
    known = dict(Message.objects.values_list("message_id", "state"))
    silent = [
        identity
        for identity, state in known.items()
        if state == Message.State.SENT and identity not in {each for each, _ in left}
    ]
    waiting = Message.objects.filter(state__in=[Message.State.PENDING, Message.State.SENDING])
    broken = 0
    for pack in Pack.objects.filter(state=PackState.READY):
        with pikepdf.open(pdf_path(pack.fingerprint)) as pdf:
            broken += len(pdf.pages) != pack.pages
    for path in folder().glob("*.pdf"):
        pikepdf.open(path).close()
    return {
        "acknowledged lines lost": sum(line not in kept for line in writer.confirmed),
        "lines written twice": sum(times > 1 for line, times in Counter(stored).items() if line),
        "acknowledged agendas lost": len(set(sent) - convened),
        "agendas sent half": len(half),
        "mails that left twice": sum(times > 1 for times in left.values()),
        "mails called sent that did not leave": len(silent),
        "mails still waiting": waiting.count(),
        "packs half or not made": broken + Pack.objects.exclude(state=PackState.READY).count(),
        "faults in the log": len(list(broken_links())),
    }


def report(
    name: str,
    moments: list[float],
    writer: Person,
    sent: list[str],
    post: Post,
    faults: dict[str, int],
) -> str:
    """A row of the table in docs/reference/reliability.md, and what is wrong in words."""
    from overlegtafel.outbox.models import Message
    from overlegtafel.printing.models import Pack

    unsure = Message.objects.filter(state=Message.State.UNCERTAIN).count()
    row = [name, len(moments), len(writer.confirmed), len(sent), len(post.taken), unsure]
    row += [Pack.objects.count(), sum(faults.values())]
    wrong = [f"{what}: {number}" for what, number in faults.items() if number]
    return f"| {' | '.join(str(each) for each in row)} |\n   {', '.join(wrong) or 'nothing lost'}"


if __name__ == "__main__":
    main()

"""Measure the main pages on a large generated Flanders, with the production server.

``make bench`` fills SQLite and PostgreSQL with ``bench_data``, starts gunicorn (2 workers) on
each, asks every page at 1 and at 8 connections, and writes ``docs/reference/performance.md``.
"""

import argparse
import http.client
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "src")]
TARGET = ROOT / "docs" / "reference" / "performance.md"
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))


@dataclass(frozen=True)
class Measure:
    """One page, measured."""

    page: str
    first_queries: int
    queries: int
    size: int
    packed: int
    median_ms: float
    per_second: float
    median_ms_8: float
    per_second_8: float


def main() -> None:
    """Run on both databases, or fill-and-measure one when called by itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", help="the database to measure, by its name in the report")
    chosen = parser.parse_args().one
    if chosen:
        print(measure_database(chosen))
        return
    from postgres import throwaway_server

    parts = []
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            data = stack.enter_context(tempfile.TemporaryDirectory(prefix="overlegtafel-bench-"))
            url = stack.enter_context(throwaway_server()) if name == "PostgreSQL" else ""
            parts.append(run_one(name, data, url))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(report(parts), encoding="utf-8")
    print(f"geschreven: {TARGET.relative_to(ROOT)}")


def run_one(name: str, data: str, url: str) -> str:
    """Measure one database in a process of its own, since settings are read once."""
    environment = {**os.environ, "DATA": data, "DATABASE_URL": url, "PYTHONPATH": "src"}
    environment["HASHED_STATIC"] = "1"
    command = [sys.executable, "scripts/bench.py", "--one", name]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"De meting op {name} is mislukt.")
    print(done.stdout)
    return done.stdout


def measure_database(name: str) -> str:
    """Fill the database in the environment and measure every page; return Markdown."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "overlegtafel.config.settings")
    import django

    django.setup()
    from bench_data import generate
    from django.core.management import call_command

    from overlegtafel.accounts.models import User
    from overlegtafel.organizations.services import load_flanders

    call_command("migrate", verbosity=0)
    loaded = load_flanders(actor=User.objects.system())
    made = generate()
    analyse()
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    server = start_server(port)
    try:
        measures = [measure(port, *page) for page in pages()]
    finally:
        server.terminate()
        server.wait(timeout=20)
    return section(name, loaded, made, measures)


def analyse() -> None:
    """Let the database know its own sizes, as its own upkeep does in a real site."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages() -> list[tuple[str, str, str]]:
    """Name, address and session of every page measured: the largest region, the last year."""
    from overlegtafel.accounts.models import User
    from overlegtafel.agreements.models import Agreement
    from overlegtafel.common import clock
    from overlegtafel.governance.models import GoverningBody
    from overlegtafel.meetings.models import Meeting

    body = GoverningBody.objects.get(slug="limburg")
    meeting = Meeting.objects.filter(body=body, held_on__lt=clock.today()).latest("held_on")
    agreement = Agreement.objects.filter(item__meeting=meeting).earliest("reference")
    grant = body.role_grants.select_related("person__user").get()
    assert grant.person.user is not None
    secretary = session_of(grant.person.user)
    seat = body.seats.select_related("municipality").order_by("order")[0]
    assert seat.municipality is not None
    address = f"burgemeester-{seat.municipality.code}@bench.example"
    mayor = session_of(User.objects.get(email=address))
    table = f"/tafels/{body.slug}/"
    return [
        ("Mijn tafel (secretariaat)", "/mijn-tafel/", secretary),
        ("Mijn tafel (burgemeester)", "/mijn-tafel/", mayor),
        ("Tafel", table, mayor),
        ("Vergadering", f"{table}vergaderingen/{meeting.held_on.isoformat()}/", mayor),
        ("Alle vergaderingen", f"{table}vergaderingen/", mayor),
        ("Afspraak, 38 besturen", f"{table}afspraken/{agreement.reference}/", mayor),
        ("Stand per bestuur", f"{table}lokale-beslissingen/", secretary),
        ("Artikel 8 van de regio", f"{table}artikel-8/", secretary),
        ("Eén bestuur", f"/besturen/{seat.municipality.slug}/", mayor),
        ("Publieke startpagina", "/", ""),
        ("API: gemeenten", f"/api/v1/municipalities?on={date(2025, 1, 1)}", ""),
        ("API: afspraak", f"/api/v1/agreements/{agreement.pk}", ""),
    ]


def session_of(user: Any) -> str:
    """A signed-in session's cookie."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def start_server(port: int) -> subprocess.Popen[bytes]:
    """The production server as the deployment guide starts it."""
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["--keep-alive", "30", "--pythonpath", "src", "--no-control-socket"]
    command += ["overlegtafel.config.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    server.kill()
    sys.exit("De server start niet.")


def measure(port: int, page: str, address: str, cookie: str) -> Measure:
    """One page: queries counted in process, then time at 1 and at 8 connections."""
    first, queries, size = count_queries(address, cookie)
    packed = len(ask(http.client.HTTPConnection("127.0.0.1", port), address, cookie))
    load(port, address, cookie, 2, 1.0)
    one = load(port, address, cookie, 1, SECONDS)
    eight = load(port, address, cookie, 8, SECONDS)
    return Measure(
        page,
        first,
        queries,
        size,
        packed,
        statistics.median(one) * 1000,
        len(one) / SECONDS,
        statistics.median(eight) * 1000,
        len(eight) / SECONDS,
    )


def count_queries(address: str, cookie: str) -> tuple[int, int, int]:
    """How many queries the page costs at first and when asked again, and its bytes unpacked."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from overlegtafel.audit.remember import forget

    client = Client(headers={"cookie": cookie})
    client.get(address)
    forget()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        counts.append(len(captured))
    if answer.status_code != 200:
        sys.exit(f"{address} antwoordt {answer.status_code}")
    return counts[0], counts[1], len(answer.content)


def ask(connection: http.client.HTTPConnection, address: str, cookie: str) -> bytes:
    """One request; the answer must be 200."""
    headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address} antwoordt {answer.status}")
    return body


def load(port: int, address: str, cookie: str, connections: int, seconds: float) -> list[float]:
    """Ask as fast as answers come, over so many connections; return each answer's seconds."""
    taken: list[list[float]] = [[] for _ in range(connections)]
    until = time.monotonic() + seconds

    def keep_asking(mine: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < until:
            started = time.monotonic()
            ask(connection, address, cookie)
            mine.append(time.monotonic() - started)
        connection.close()

    threads = [threading.Thread(target=keep_asking, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for mine in taken for each in mine]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def section(name: str, loaded: Any, made: Any, measures: list[Measure]) -> str:
    """The Markdown of one database."""
    counts = ", ".join(f"{number:,} {what}" for what, number in made.counts.items())
    lines = [
        f"## {name}",
        "",
        f"Generated: {counts}; {made.rows_per_second:,} rows/s in bulk. `load_flanders`: "
        f"{loaded.rows_per_second:,.0f} rows/s.",
        "",
        "| page | queries | again | KB | KB packed | ms (1) | /s (1) | ms (8) | /s (8) |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {m.page} | {m.first_queries} | {m.queries} "
        f"| {m.size / 1024:.0f} | {m.packed / 1024:.0f} "
        f"| {m.median_ms:.1f} | {m.per_second:.0f} | {m.median_ms_8:.1f} | {m.per_second_8:.0f} |"
        for m in measures
    ]
    return "\n".join([*lines, ""])


def report(parts: list[str]) -> str:
    """The whole document."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = [
        "# Performance",
        "",
        f"Written by `make bench` on {date.today().isoformat()}; {machine}. The load comes from "
        "the same machine, so it takes its share of the cores.",
        "",
        f"gunicorn with 2 workers of 4 threads; each figure over {SECONDS:.0f} seconds; medians in "
        "milliseconds and answers per second at 1 and at 8 connections. The region measured is the "
        "largest: Limburg, 38 municipalities, ten years of twelve meetings of twelve items.",
        "",
        "*queries* is what the page costs when nothing is remembered, *again* what it costs while "
        "the log stands still (decision 6). The times are of pages asked again and again.",
        "",
    ]
    return "\n".join(head + parts)


if __name__ == "__main__":
    main()

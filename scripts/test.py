"""Everything that must hold: checks, then the whole suite on SQLite, and on PostgreSQL all of it
that touches a database.

Called by ``make test``. Stops at the first part that fails, so that the last lines on the screen
say what is wrong; when all is well the last line is pytest's own summary.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from postgres import throwaway_server

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run all parts in order; when told to stop, still stop the database server."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chromium = find_chromium() or install_chromium()
    office = find_office() or install_office()
    with tempfile.TemporaryDirectory(prefix="overlegtafel-test-") as data:
        shared = {"CHROMIUM": chromium, "OFFICE": office, "DATA": data, "DATABASE_URL": ""}
        title("Nakijken: stijl, types, verdiepingen, migraties")
        run(["make", "--no-print-directory", "check"], shared)
        title("Tests op SQLite")
        run(pytest(), shared)
        title("Tests op PostgreSQL")
        with throwaway_server() as url:
            run([*pytest(), "--second-database"], {**shared, "DATABASE_URL": url})


def pytest() -> list[str]:
    """The whole suite, a worker per core up to four, plus what ``PYTEST_ARGS`` adds."""
    workers = min(os.cpu_count() or 1, 4)
    extra = os.environ.get("PYTEST_ARGS", "").split()
    return [sys.executable, "-m", "pytest", "-q", "-n", str(max(workers, 2)), *extra]


def run(command: list[str], extra: dict[str, str]) -> None:
    """Run one part in the repository; leave with its status when it fails."""
    # Settings of the person at the keyboard must not change what is tested.
    keep = {k: v for k, v in os.environ.items() if k not in ("OVERLEGTAFEL_MODE", "DEBUG")}
    done = subprocess.run(
        command, cwd=ROOT, env={**keep, **extra}, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


def title(text: str) -> None:
    """A heading between two parts."""
    print(f"\n=== {text} ===", flush=True)


def find_chromium() -> str | None:
    """The browser for the browser tests: ``CHROMIUM``, or the one on the path."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    return shutil.which("chromium") or shutil.which("chromium-browser")


def install_chromium() -> str:
    """Install Debian's Chromium where allowed; otherwise say in one line what is missing."""
    install("Chromium", "chromium")
    found = find_chromium()
    if found:
        return found
    sys.exit("Chromium ontbreekt: installeer het (apt-get install chromium) of zet CHROMIUM=pad.")


def find_office() -> str | None:
    """LibreOffice, which opens our Word files in the tests: ``OFFICE``, or the one on the path."""
    chosen = os.environ.get("OFFICE")
    if chosen:
        return chosen if Path(chosen).exists() else None
    return shutil.which("soffice") or shutil.which("libreoffice")


def install_office() -> str:
    """Install Debian's LibreOffice Writer where allowed; otherwise say what is missing."""
    install("LibreOffice", "libreoffice-writer-nogui")
    found = find_office()
    if found:
        return found
    sys.exit(
        "LibreOffice ontbreekt: installeer het (apt-get install libreoffice-writer-nogui) of zet "
        "OFFICE=pad naar soffice."
    )


def install(name: str, package: str) -> None:
    """Fetch a Debian package, when this is Debian and we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    title(f"{name} ontbreekt en wordt geïnstalleerd")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", package]):
        quiet = ["apt-get", "-qq", *step]
        subprocess.run(quiet, env=environment, stdin=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    main()

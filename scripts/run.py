"""Start the demo: migrate, load what is missing, collect static files, serve.

Called by ``make run`` with ``PORT`` and ``DATA`` in the environment. A second run keeps what was
entered: the loaders do nothing where their rows are already present.
"""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Prepare the data folder and become the server."""
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal():
        sys.exit(f"PORT moet een getal zijn, niet “{port}”.")
    if in_use(int(port)):
        sys.exit(f"Poort {port} is bezet. Kies een andere: make run PORT={int(port) + 1}")
    data = Path(os.environ.get("DATA", ROOT / "var")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    say(f"Gegevens staan in {data}")
    manage("migrate", "--no-input", "--verbosity", "0")
    manage("load_flanders")
    manage("load_demo")
    collect_static(data / "static")
    say(f"Mail vertrekt niet, maar komt als bestand in {data / 'mail'}.")
    serve(port)


def say(line: str) -> None:
    """One line for the person at the keyboard, at once."""
    print(line, flush=True)


def in_use(port: int) -> bool:
    """Whether something already listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def manage(*command: str) -> None:
    """Run one management command; stop when it fails."""
    done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"“manage.py {command[0]}” is mislukt; zie de melding hierboven.")


def collect_static(folder: Path) -> None:
    """Collect and compress the static files, unless nothing changed since the last time."""
    stamp = folder / ".collected"
    state = static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    manage("collectstatic", "--no-input", "--clear", "--verbosity", "0")
    stamp.write_text(state)


def static_state() -> str:
    """What decides the outcome: our static files, the installed packages, the settings."""
    inputs = [ROOT / "requirements" / "base.txt", ROOT / "src/overlegtafel/config/settings.py"]
    inputs += sorted(p for p in ROOT.glob("src/overlegtafel/*/static/**/*") if p.is_file())
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def keep_sending() -> None:
    """Send what is queued every few seconds, until this server stops.

    Without a mail server the messages become files in the data folder.
    """
    beside("send_outbox", "--every", "5")


def keep_working() -> None:
    """Make packs and the like in the background, until this server stops."""
    beside("work")


def keep_rounds() -> None:
    """Do each hour what the calendar asks for; what was done that day is not done again."""
    beside("daily_round", "--every", "3600")


def beside(*command: str) -> None:
    """Start a management command that stops when this server is gone."""
    parent = str(os.getpid())  # gunicorn takes this number over
    whole = [sys.executable, "manage.py", *command, "--with-parent", parent]
    subprocess.Popen(whole, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def serve(port: str) -> None:
    """Become gunicorn: two processes of four threads, quiet but for warnings."""
    os.chdir(ROOT)
    keep_sending()
    keep_working()
    keep_rounds()
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    arguments = ["--config", "scripts/gunicorn_ready.py", "--pythonpath", "src"]
    arguments += ["--bind", f"{HOST}:{port}", "--workers", "2"]
    arguments += ["--threads", "4", "--log-level", "warning", "--no-control-socket"]
    os.execv(gunicorn, [gunicorn, *arguments, "overlegtafel.config.wsgi:application"])


if __name__ == "__main__":
    main()

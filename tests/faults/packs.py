"""Kill the worker with -9 at random moments while it makes a pack: nothing half is ever served.

Not a test that pytest collects: ``.venv/bin/python tests/faults/packs.py 20``, on a database of
its own. After each kill: whatever has a final name is a whole PDF or ZIP; a pack is only ready when
both are there. After the last, another worker takes the pack up, as it does after two minutes.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "scripts")]


def main() -> None:
    """Fill, kill, look; say what was seen."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory(prefix="overlegtafel-kill-") as data:
        os.environ.update(
            DATA=data, DJANGO_SETTINGS_MODULE="overlegtafel.config.settings", PYTHONPATH="src"
        )
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(run(kills))


def run(kills: int) -> str:
    """One line with what happened."""
    import bench_pack

    from overlegtafel.printing.models import Pack
    from overlegtafel.printing.pack_file import folder
    from overlegtafel.printing.services import ask_for_pack

    cast, meeting = bench_pack.large_meeting()
    chance = random.Random(4)
    seen = {"waiting": 0, "making": 0, "ready": 0, "failed": 0}
    for _ in range(kills):
        pack = ask_for_pack(actor=cast.secretary, meeting=meeting)
        killed_after(chance.uniform(0.5, 9))
        pack.refresh_from_db()
        seen[pack.state] += 1
        check(pack, folder())
        start_over(pack, folder())
    pack = ask_for_pack(actor=cast.secretary, meeting=meeting)
    killed_after(2.5)
    long_ago(pack)
    subprocess.run([sys.executable, "manage.py", "work", "--once"], cwd=ROOT, check=True)
    pack = Pack.objects.get(pk=pack.pk)
    if pack.state != "ready":
        sys.exit(f"niet hervat: {pack.state}")
    check(pack, folder())
    return f"{kills} keer gedood, daarna: {seen}; niets half, laatste hervat en klaar."


def killed_after(seconds: float) -> None:
    """Start a worker and kill it with -9 after so long."""
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT)
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def check(pack: Any, where: Path) -> None:
    """Everything with a final name is whole; ready means both are there."""
    import pikepdf

    for path in where.glob("*.pdf"):
        with pikepdf.open(path) as paper:
            assert len(paper.pages) > 100, path
    for path in where.glob("*.zip"):
        with zipfile.ZipFile(path) as packed:
            assert packed.testzip() is None, path
    if pack.state == "ready":
        names = {f"{pack.fingerprint}.pdf", f"{pack.fingerprint}.zip"}
        assert names <= {path.name for path in where.iterdir()}


def start_over(pack: Any, where: Path) -> None:
    """As if nobody ever asked."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
    type(pack).objects.filter(pk=pack.pk).delete()
    for path in where.glob("*"):
        path.unlink()


def long_ago(pack: Any) -> None:
    """Let the last sign of life be three minutes old."""
    from overlegtafel.common import clock

    then = clock.now() - timedelta(minutes=3)
    type(pack).objects.filter(pk=pack.pk).update(state_since=then)
    type(pack).objects.filter(pk=pack.pk, alive_at__isnull=False).update(alive_at=then)


if __name__ == "__main__":
    main()

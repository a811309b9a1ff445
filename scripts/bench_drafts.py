"""Measure the local drafts of one agreement at 5, 38 and 285 municipalities, through the services.

Part of ``make bench``. Fills a database of its own with the municipalities of Flanders, makes a
draft for each, reads the overview of all, and makes the one ZIP with every file. Writes
``docs/reference/local-drafts.md``; the queries are pinned in the tests.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
TARGET = ROOT / "docs" / "reference" / "local-drafts.md"
SIZES = (5, 38, 285)


def main() -> None:
    """One database for each size."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="overlegtafel-drafts-") as data:
            command = [sys.executable, __file__, str(size)]
            environment = {**os.environ, "DATA": data}
            environment.pop("DATABASE_URL", None)

            made = subprocess.run(command, env=environment, capture_output=True, text=True)
            if made.returncode:
                sys.exit(made.stderr)
            rows.append(made.stdout.strip().splitlines()[-1])
    TARGET.write_text(report(rows), encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


def measure(size: int) -> str:
    """One row of the table: in a process of its own, so that its memory is its own."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "overlegtafel.config.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    actor, agreement = agreement_of(size)
    from overlegtafel.drafting.local_queries import all_of, overview_of
    from overlegtafel.drafting.services.local_drafts import make_now
    from overlegtafel.printing.draft_bundles import bundle_path
    from overlegtafel.printing.drafts.files import draft_file
    from overlegtafel.printing.drafts.paper import paper_of
    from overlegtafel.printing.drafts.word import default_template
    from overlegtafel.printing.services import ask_for_bundle
    from overlegtafel.printing.services.draft_bundles import make_bundle

    before = memory()
    with (
        CaptureQueriesContext(
            connection,
        ) as made,
        clocked() as making,
    ):
        assert make_now(agreement.pk, actor.pk) == size
    with CaptureQueriesContext(connection) as read, clocked() as reading:
        seen = overview_of(actor, agreement)
        assert len(seen.made) == size and not [view for view in seen.made if view.differing]
    papers = [paper_of(draft) for draft in all_of(agreement)]
    each = []
    for kind in ("docx", "html", "pdf"):
        with clocked() as setting:
            for paper in papers:
                draft_file(kind, paper, default_template())
        each.append(f"{1000 * setting[0] / size:.0f} ms")
    bundle = ask_for_bundle(actor=actor, agreement=agreement)
    with clocked() as packing:
        make_bundle(bundle.pk)
    bundle.refresh_from_db()
    with zipfile.ZipFile(bundle_path(bundle.fingerprint)) as packed:
        assert len(packed.namelist()) == 4 * size and packed.testzip() is None
    cells = [
        str(size),
        f"{making[0]:.2f} s ({len(made)})",
        f"{reading[0]:.2f} s ({len(read)})",
        *each,
        f"{packing[0]:.1f} s",
        f"{bundle.size / 1e6:.1f} MB",
        f"{memory() - before:.0f} MB",
    ]
    return f"| {' | '.join(cells)} |"


def agreement_of(size: int) -> tuple[Any, Any]:
    """An agreement that so many councils decide, with a definitive common text."""
    from datetime import date, time

    from django.core.management import call_command
    from tests.factories.cast import make_table

    from overlegtafel.accounts.models import User
    from overlegtafel.agreements.services import record_agreement
    from overlegtafel.agreements.states import CompetentBody
    from overlegtafel.dossiers.states import Category, Function, Reason
    from overlegtafel.drafting.content import Clause, Cost, DraftContent
    from overlegtafel.drafting.services import finish_draft, start_draft, write_draft
    from overlegtafel.drafting.states import ClauseKind, CostKey
    from overlegtafel.local_decisions.services import open_local_decisions
    from overlegtafel.meetings.services import (
        close_meeting,
        convene_meeting,
        open_meeting,
        place_on_agenda,
        plan_meeting,
        save_minutes,
    )
    from overlegtafel.meetings.states import Outcome
    from overlegtafel.organizations.models import Classification, Organization
    from overlegtafel.proposals.services import draft_proposal, submit_proposal

    call_command("load_flanders", verbosity=0)
    system = User.objects.system()
    municipalities = Organization.objects.filter(
        classification=Classification.MUNICIPALITY, valid_to__isnull=True
    )
    towns = list(municipalities.order_by("code")[:size])
    table = make_table(system, "Vlaanderen", "proef", towns, "A-V")
    proposal = submit_proposal(
        actor=system,
        proposal=draft_proposal(
            actor=system,
            body=table,
            title="Eén reglement voor alle gemeenten",
            brought_by=towns[0],
            preparer_label="AD",
            summary="Overal hetzelfde.",
            function=Function.ALIGNMENT,
            category=Category.PROJECT,
            reasons=(Reason.CHALLENGE,),
        ),
    )
    meeting = plan_meeting(actor=system, body=table, held_on=date.today(), starts_at=time(9, 30))
    item = place_on_agenda(actor=system, meeting=meeting, proposal=proposal)
    convene_meeting(actor=system, meeting=meeting)
    open_meeting(actor=system, meeting=meeting)
    agreement = record_agreement(
        actor=system,
        item=item,
        title="Eén reglement voor alle gemeenten",
        due_on=date(2099, 12, 31),
        competent_body=CompetentBody.COUNCIL,
        executors=[(towns[0], "")],
    )
    for other in meeting.items.all():
        save_minutes(
            actor=system,
            item=other,
            minutes="Besproken.",
            outcome=Outcome.AGREEMENT if other == item else Outcome.NOTED,
            expected_revision=other.revision,
        )
    close_meeting(actor=system, meeting=meeting)
    agreement.refresh_from_db()
    open_local_decisions(actor=system, agreement=agreement)
    body = "{{gemeente}} telt {{inwoners}} inwoners en betaalt {{aandeel}}. " * 8
    kinds = [ClauseKind.FACTS, ClauseKind.LEGAL_GROUND, ClauseKind.MOTIVATION]
    kinds += [ClauseKind.ARTICLE] * 9 + [ClauseKind.ANNEX]
    words = DraftContent(
        title="Eén reglement: goedkeuring door {{orgaan}} van {{gemeente}}",
        clauses=tuple(
            Clause(key=f"k{number}", kind=kind, heading=f"Deel {number}", text=body)
            for number, kind in enumerate(kinds)
        ),
        cost=Cost(amount=Decimal("250000.00"), key=CostKey.INHABITANTS),
    )
    draft = start_draft(actor=system, agreement=agreement, deciding_body=CompetentBody.COUNCIL)
    draft = write_draft(actor=system, draft=draft, content=words, expected_revision=draft.revision)
    finish_draft(actor=system, draft=draft, note="", expected_revision=draft.revision)
    return system, agreement


class clocked:
    """``with clocked() as took``: seconds in ``took[0]``."""

    def __enter__(self) -> list[float]:
        self.took = [time.perf_counter()]
        return self.took

    def __exit__(self, *_: object) -> None:
        self.took[0] = time.perf_counter() - self.took[0]


def memory() -> float:
    """The most this process ever used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


COLUMNS = (
    *("municipalities", "make all drafts (queries)", "read the overview (queries)"),
    *("Word, each", "HTML, each", "PDF, each", "one ZIP of all", "its size", "memory on top"),
)


def table(rows: list[str]) -> str:
    """The rows under their heading."""
    return "\n".join([f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|", *rows])


def report(rows: list[str]) -> str:
    """The page."""
    return f"""# Local drafts, measured

Made by `scripts/bench_drafts.py` (part of `make bench`) on {platform.machine()} with
{os.cpu_count()} cores, SQLite, one worker; 13 clauses a draft, an amount shared by inhabitants.
Timings are no promise; the queries (between brackets) are pinned by
`tests/drafting/test_local_draft_costs.py`.

{table(rows)}

Drafts are rows: making them is filling in, and waits for nothing. Files are set when someone asks
for them; only the ZIP of all is made in the background and kept, until a draft or a template
changes. Memory is the most the process used above what it needed before.
"""


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(measure(int(sys.argv[1])))
    else:
        main()

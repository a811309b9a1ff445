"""Every municipality's own draft, made of a definitive version."""

from datetime import date
from typing import Any

from tests.factories.cast import MEETING_DAY, Cast
from tests.factories.drafts import content, draft_of, owner_of_draft, with_cost

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.content import DraftContent
from overlegtafel.drafting.models import DraftVersion, LocalDraft, MasterDraft
from overlegtafel.drafting.services import finish_draft, rewrite_draft, start_draft, write_draft
from overlegtafel.drafting.services.local_drafts import make_now
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision

SAID_OTHERWISE = "De proeftijd bedraagt zes maanden in Lede."


def drafts_made(
    cast: Cast, owner: User | None = None, words: DraftContent | None = None
) -> dict[str, LocalDraft]:
    """The drafts of all members by name, with a shared amount that differs for each."""
    master = draft_of(cast, owner or owner_of_draft(cast), words or with_cost("137.03"))
    final(cast, master)
    make_now(master.agreement_id, cast.system.pk)
    found = LocalDraft.objects.filter(version__draft=master)
    return {each.decision.municipality.name: each for each in _read(found)}


def _read(drafts: object) -> list[LocalDraft]:
    return list(
        drafts.select_related(  # type: ignore[attr-defined]
            "version__draft",
            "decision__municipality",
            "decision__agreement__body",
            "decision__agreement__owner",
            "decision__agreement__item__dossier__owner",
            "decision__agreement__item__meeting",
        )
    )


def again(draft: LocalDraft) -> LocalDraft:
    """The same draft as a request reads it."""
    [found] = _read(LocalDraft.objects.filter(pk=draft.pk))
    return found


def final(cast: Cast, master: MasterDraft) -> DraftVersion:
    """Send it out as definitive."""
    return finish_draft(actor=cast.system, draft=master, note="", expected_revision=master.revision)


def next_final(cast: Cast, draft: LocalDraft, words: DraftContent) -> DraftVersion:
    """A next definitive version of what this draft was made of, in other words."""
    master = rewrite_draft(actor=cast.system, draft=draft.version.draft)
    master = write_draft(
        actor=cast.system, draft=master, content=words, expected_revision=master.revision
    )
    return final(cast, master)


def decided(
    actor: User, decision: LocalDecision, verb: str = "approve", on: date = MEETING_DAY
) -> LocalDecision:
    """The municipality's council decided."""
    current = LocalDecision.objects.get(pk=decision.pk)
    return record_decision(
        actor=actor,
        decision=current,
        verb=verb,
        expected_revision=current.revision,
        meets_on=on,
        note="Artikel 1 anders." if verb == "approve_with_change" else "",
    )


def local_drafts_around(cast: Cast, agreement: Agreement, secret: str) -> dict[str, dict[str, Any]]:
    """The drafts of one agreement, one of them in secret words; their addresses."""
    master = start_draft(
        actor=cast.system, agreement=agreement, deciding_body=CompetentBody.COUNCIL
    )
    master = write_draft(
        actor=cast.system,
        draft=master,
        content=content(title=f"{secret} ontwerp"),
        expected_revision=master.revision,
    )
    final(cast, master)
    make_now(agreement.pk, cast.system.pk)
    table = {"slug": "denderregio", "reference": agreement.reference}
    own = {**table, "municipality": "lede"}
    draft = {**own, "body": "gemeenteraad"}
    return {
        **dict.fromkeys(("local_drafts", "local_drafts_zip"), table),
        **dict.fromkeys(("local_draft", "local_draft_take_over", "local_draft_adopted"), draft),
        "local_draft_zip": own,
        "local_draft_text": {**draft, "key": "a1"},
        "local_draft_file": {**draft, "kind": "html"},
        "local_template": {"slug": "lede"},
        "local_template_file": {"slug": "lede", "which": "proef"},
        "draft_template_file": {"slug": "denderregio", "which": "proef"},
    }

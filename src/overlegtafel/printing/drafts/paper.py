"""What every form of a local draft is made of, and its PDF."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.filling import FilledClause, FilledDraft
from overlegtafel.drafting.local_bodies import BodyAddress, address_of
from overlegtafel.drafting.local_queries import texts_of
from overlegtafel.drafting.local_texts import label_of, with_words
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.queries import ADDRESSES
from overlegtafel.drafting.states import ClauseKind
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.printing.reports import sentence
from overlegtafel.printing.typesetting import typed, typeset

STATUS = "Ontwerp, nog niet beslist"
DECIDED_SINCE = "Ontwerp; hierover is intussen beslist"
_BEFORE_ARTICLES = (ClauseKind.FACTS, ClauseKind.LEGAL_GROUND, ClauseKind.MOTIVATION)


@dataclass(frozen=True)
class DraftPaper:
    """One draft as it reads now, with the permanent addresses that go with it.

    ``table`` is what the table is called inside a sentence.
    """

    filled: FilledDraft
    table: str
    body: BodyAddress | None
    status: str
    address: str
    agreement: str
    dossier: str

    @property
    def text_clauses(self) -> list[FilledClause]:
        """What stands before the articles: facts, legal ground, motivation, in that order."""
        rank = {kind: place for place, kind in enumerate(_BEFORE_ARTICLES)}
        before = [each for each in self.filled.clauses if each.kind in rank]
        return sorted(before, key=lambda each: rank[each.kind])

    @property
    def articles(self) -> list[FilledClause]:
        """The articles."""
        return [each for each in self.filled.clauses if each.kind == ClauseKind.ARTICLE]

    @property
    def body_title(self) -> str:
        """The deciding body with a capital: ``De gemeenteraad``."""
        return sentence(self.filled.body_name)

    @property
    def origin(self) -> str:
        """Where it comes from, in one line. The table makes an agreement; the body decides."""
        filled = self.filled
        return (
            f"Ontwerp bij afspraak {filled.reference} van {self.table}, "
            f"versie {filled.version_number}. Alleen {filled.body_name} van "
            f"{filled.municipality} beslist."
        )


def paper_of(draft: LocalDraft) -> DraftPaper:
    """The paper of one draft, read with its decision, agreement, table and item."""
    decision = draft.decision
    agreement = decision.agreement
    table = f"{settings.SITE_ADDRESS}/tafels/{agreement.body.slug}"
    reference = quote(agreement.reference, safe="")
    dossier = agreement.item.dossier
    return DraftPaper(
        filled=with_words(*texts_of(draft)),
        table=agreement.body.in_sentence,
        body=address_of(decision.municipality.code, draft.body),
        status=STATUS if decision.state in UNDECIDED else DECIDED_SINCE,
        address=f"{table}/afspraken/{reference}/besturen/{decision.municipality.slug}"
        f"/ontwerp/{ADDRESSES[CompetentBody(draft.body)]}/",
        agreement=f"{settings.SITE_ADDRESS}/openbaar/{agreement.body.slug}/afspraken/{reference}/",
        dossier=f"{table}/dossiers/{quote(dossier.reference, safe='')}/" if dossier else "",
    )


def draft_pdf(paper: DraftPaper) -> bytes:
    """The draft as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    filled = paper.filled
    data = {
        "municipality": filled.municipality,
        "body": paper.body_title,
        "status": paper.status,
        "origin": paper.origin,
        "clauses": [_clause(each) for each in paper.text_clauses],
        "articles": [_clause(each) for each in paper.articles],
        "annexes": [_clause(each) for each in filled.annexes],
        "decides": f"{paper.body_title} beslist:",
    }
    return typeset("draft", data, title=filled.title, author=filled.municipality)


def _clause(clause: FilledClause) -> dict[str, object]:
    return {"label": label_of(clause), "text": typed(clause.text)}

"""A draft as HTML with RDFa in the model of local decisions (OSLO besluit:, ELI).

It says no more than a draft can: an agenda item of which this is the draft. No session, no vote,
no date: those only the municipality's own publication gives (docs/reference/linked-data.md).
"""

from typing import Any

from django.template.loader import render_to_string

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.filling import FilledClause
from overlegtafel.drafting.local_texts import label_of
from overlegtafel.printing.drafts.paper import DraftPaper

MEETS_IN_PUBLIC = {
    CompetentBody.COUNCIL: True,
    CompetentBody.WELFARE_COUNCIL: True,
    CompetentBody.COLLEGE: False,
    CompetentBody.STANDING_BUREAU: False,
}
"""Whether a body usually meets in public (decree on local government; to be confirmed).

It only proposes ``geplandOpenbaar``: the chair of the body decides what is public.
"""


def draft_html(paper: DraftPaper) -> bytes:
    """The draft as one HTML document."""
    filled = paper.filled
    context = {
        "paper": paper,
        "filled": filled,
        "status": paper.status,
        "is_public": MEETS_IN_PUBLIC[CompetentBody(filled.body)],
        "clauses": [_clause(each) for each in paper.text_clauses],
        "articles": [_clause(each) for each in paper.articles],
        "annexes": [_clause(each) for each in filled.annexes],
    }
    return render_to_string("printing/draft.html", context).encode()


def _clause(clause: FilledClause) -> dict[str, Any]:
    return {"clause": clause, "label": label_of(clause)}

"""Answering a proposal, and telling other tables of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.policy import can_lead, may
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.services import place_on_agenda
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.policy import can_screen, holder_of
from overlegtafel.proposals.services import (
    advise,
    combine_proposals,
    keep_here,
    pass_on,
    postpone_proposal,
    pull_past,
    refer_proposal,
    refuse_proposal,
    return_proposal,
    tell_tables,
)
from overlegtafel.proposals.states import POOL, PassageOutcome
from overlegtafel.reporting.proposals import clearances_of
from overlegtafel.workspace.answers import screen_verbs
from overlegtafel.workspace.forms.screening import ScreenForm, TellForm
from overlegtafel.workspace.views.proposals import proposal_context, proposal_in, to_proposal
from overlegtafel.workspace.views.shared import typed_in


def screen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer it: for the body that has it now, or as the chair that waits no longer."""
    actor, proposal = proposal_in(request, slug, pk)
    asked, _ = clearances_of(proposal)
    verbs = screen_verbs(actor, proposal, asked)
    if not verbs:
        _refuse_screening(actor, proposal)
    form = ScreenForm(typed_in(request), actor=actor, proposal=proposal, verbs=verbs)
    if request.method == "POST" and form.is_valid():
        said = _Choice(actor, proposal, form.cleaned_data)
        sentence = try_service(form, lambda: _ANSWERS[said.typed["verb"]](said))
        if sentence is not None:
            return to_proposal(request, proposal, sentence)
    context = proposal_context(request, proposal, screen_form=form)
    return render(request, "workspace/proposal_screen.html", context, status=status_of(form))


def _refuse_screening(actor: User, proposal: Proposal) -> None:
    """Say why nothing can be answered: not this actor, not now, not here."""
    holder = holder_of(proposal)
    if not can_screen(actor, proposal) and not can_lead(actor, proposal.body_id):
        raise NotAllowed("Alleen het secretariaat en de voorzitter beoordelen voorstellen.")
    if proposal.state not in POOL:
        state = proposal.get_state_display().lower()
        raise WrongMoment(f"Dit voorstel is {state}; er valt nu niets te beoordelen.")
    if not can_screen(actor, proposal):
        if holder.pk != proposal.body_id:
            raise WrongMoment(f"Dit voorstel ligt nu bij {holder.name}.")
        raise NotAllowed("De afsprakennota laat dit niet over aan het secretariaat.")
    raise WrongMoment("Het akkoord van de voorzitter is gevraagd; wacht daarop.")


@dataclass(frozen=True)
class _Choice:
    """What was chosen and typed about a proposal, by whom."""

    actor: User
    proposal: Proposal
    typed: dict[str, Any]

    @property
    def both(self) -> dict[str, Any]:
        """Who answers which proposal, as the services ask it."""
        return {"actor": self.actor, "proposal": self.proposal}

    @property
    def clearance(self) -> dict[str, Any]:
        """About what the chair is asked, or agrees."""
        body, subject = holder_of(self.proposal), self.proposal
        return {"actor": self.actor, "body": body, "task": Task.SCREEN, "subject": subject}

    @property
    def passage(self) -> Passage:
        """The passage that the page showed. Raises ``WrongMoment`` when it went on since."""
        passage = self.proposal.passage_now
        if passage is None:
            raise WrongMoment("Dit voorstel is hier intussen al voorbij.")
        return passage


def _give_clearance(said: _Choice) -> str:
    give_clearance(**said.clearance)
    return "Uw akkoord is genoteerd; het secretariaat kan antwoorden."


def _ask_clearance(said: _Choice) -> str:
    ask_clearance(**said.clearance)
    return "Het akkoord van de voorzitter is gevraagd."


def _advise(said: _Choice) -> str:
    outcome = PassageOutcome(said.typed["advice_outcome"])
    advise(actor=said.actor, passage=said.passage, outcome=outcome, advice=said.typed["advice"])
    return "Uw advies reist mee met het voorstel."


def _pass_on(said: _Choice) -> str:
    pass_on(actor=said.actor, passage=said.passage, advice=said.typed["remark"])
    return "Het voorstel is doorgegeven."


def _place(said: _Choice) -> str:
    meeting = said.typed["meeting"]
    item = place_on_agenda(
        **said.both,
        meeting=meeting,
        preparer_label=said.typed["preparer_label"],
        late_reason=said.typed["late_reason"],
    )
    day = spoken_with_weekday(meeting.held_on)
    return f"Staat nu als punt {item.order} op de agenda van {day}."


def _return(said: _Choice) -> str:
    return_proposal(**said.both, answer=said.typed["question"])
    return "Het voorstel is teruggestuurd met uw vraag."


def _postpone(said: _Choice) -> str:
    postpone_proposal(**said.both, until=said.typed["until"], answer=said.typed["postpone_note"])
    return "Het voorstel is uitgesteld."


def _refer(said: _Choice) -> str:
    where, reason = said.typed["to_body"], said.typed["refer_reason"]
    there = refer_proposal(**said.both, to_body=where, reason=reason)
    return f"Het voorstel ligt nu bij {there.body.name}. Wie het aanbracht, weet het."


def _combine(said: _Choice) -> str:
    combine_proposals(actor=said.actor, into=said.proposal, others=list(said.typed["others"]))
    return "De voorstellen zijn samengevoegd. Iedereen die er een aanbracht, weet het."


def _keep(said: _Choice) -> str:
    keep_here(**said.both, reason=said.typed["keep_reason"])
    return "Genoteerd waarom dit aan deze tafel komt."


def _refuse(said: _Choice) -> str:
    refuse_proposal(**said.both, answer=said.typed["refusal"])
    return "Het voorstel is niet weerhouden. Wie het aanbracht, leest de reden."


def _pull(said: _Choice) -> str:
    pull_past(actor=said.actor, passage=said.passage, reason=said.typed["pull_reason"])
    return "Het voorstel ging verder zonder op het orgaan te wachten."


_ANSWERS: dict[str, Callable[[_Choice], str]] = {
    "give_clearance": _give_clearance,
    "ask_clearance": _ask_clearance,
    "advise": _advise,
    "pass": _pass_on,
    "place": _place,
    "return": _return,
    "postpone": _postpone,
    "refer": _refer,
    "combine": _combine,
    "keep": _keep,
    "refuse": _refuse,
    "pull": _pull,
}
"""The one service that each choice stands for; it answers with the sentence to show."""


def tell(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Report it to other tables, with one text for all of them."""
    actor, proposal = proposal_in(request, slug, pk)
    if not may(actor, proposal.body, Task.SCREEN):
        raise NotAllowed
    form = TellForm(typed_in(request), proposal=proposal, initial={"text": proposal.summary})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        told = try_service(form, lambda: tell_tables(actor=actor, proposal=proposal, **typed))
        if told is not None:
            names = join_dutch([each.body.name for each in told])
            return to_proposal(request, proposal, f"Gemeld aan {names}.")
    context = proposal_context(request, proposal, form=form)
    return render(request, "workspace/proposal_tell.html", context, status=status_of(form))

"""Answering a proposal, and telling other tables of it."""

from collections.abc import Callable
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
        sentence = try_service(form, _screening(actor, proposal, form.cleaned_data))
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


def _screening(actor: User, proposal: Proposal, typed: dict[str, Any]) -> Callable[[], str]:
    """The one service that the choice stands for; it answers with the sentence to show."""
    passage, holder = proposal.passage_now, holder_of(proposal)
    both: dict[str, Any] = {"actor": actor, "proposal": proposal}

    def give() -> str:
        give_clearance(actor=actor, body=holder, task=Task.SCREEN, subject=proposal)
        return "Uw akkoord is genoteerd; het secretariaat kan antwoorden."

    def ask() -> str:
        ask_clearance(actor=actor, body=holder, task=Task.SCREEN, subject=proposal)
        return "Het akkoord van de voorzitter is gevraagd."

    def give_advice() -> str:
        outcome = PassageOutcome(typed["advice_outcome"])
        advise(actor=actor, passage=_at(passage), outcome=outcome, advice=typed["advice"])
        return "Uw advies reist mee met het voorstel."

    def hand_on() -> str:
        pass_on(actor=actor, passage=_at(passage), advice=typed["remark"])
        return "Het voorstel is doorgegeven."

    def place() -> str:
        meeting = typed["meeting"]
        item = place_on_agenda(
            **both,
            meeting=meeting,
            preparer_label=typed["preparer_label"],
            late_reason=typed["late_reason"],
        )
        day = spoken_with_weekday(meeting.held_on)
        return f"Staat nu als punt {item.order} op de agenda van {day}."

    def send_back() -> str:
        return_proposal(**both, answer=typed["question"])
        return "Het voorstel is teruggestuurd met uw vraag."

    def postpone() -> str:
        postpone_proposal(**both, until=typed["until"], answer=typed["postpone_note"])
        return "Het voorstel is uitgesteld."

    def refer() -> str:
        there = refer_proposal(**both, to_body=typed["to_body"], reason=typed["refer_reason"])
        return f"Het voorstel ligt nu bij {there.body.name}. Wie het aanbracht, weet het."

    def combine() -> str:
        combine_proposals(actor=actor, into=proposal, others=list(typed["others"]))
        return "De voorstellen zijn samengevoegd. Iedereen die er een aanbracht, weet het."

    def keep() -> str:
        keep_here(**both, reason=typed["keep_reason"])
        return "Genoteerd waarom dit aan deze tafel komt."

    def refuse() -> str:
        refuse_proposal(**both, answer=typed["refusal"])
        return "Het voorstel is niet weerhouden. Wie het aanbracht, leest de reden."

    def pull() -> str:
        pull_past(actor=actor, passage=_at(passage), reason=typed["pull_reason"])
        return "Het voorstel ging verder zonder op het orgaan te wachten."

    return {
        "give_clearance": give,
        "ask_clearance": ask,
        "advise": give_advice,
        "pass": hand_on,
        "place": place,
        "return": send_back,
        "postpone": postpone,
        "refer": refer,
        "combine": combine,
        "keep": keep,
        "refuse": refuse,
        "pull": pull,
    }[typed["verb"]]


def _at(passage: Passage | None) -> Passage:
    """The passage that the page showed. Raises ``WrongMoment`` when it went on since."""
    if passage is None:
        raise WrongMoment("Dit voorstel is hier intussen al voorbij.")
    return passage


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

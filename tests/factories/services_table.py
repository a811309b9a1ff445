"""Every service of the thread and the task it does: what the role sheet promises, made tryable.

The other half, about the table itself, is in ``services_of_governance``. A service that is in
neither list fails ``tests/governance/test_role_sheet.py``.
"""

from datetime import date, time, timedelta
from typing import Any

from tests.factories.stage import MEETING_ON, Attempt, Row, Stage, house_of

from overlegtafel.accounts.models import User
from overlegtafel.agreements import services as agreements
from overlegtafel.agreements.models import Executor
from overlegtafel.dossiers import services as dossiers
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import change_body
from overlegtafel.governance.states import Late, Task
from overlegtafel.local_decisions import services as local_decisions
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import Outcome, Presence
from overlegtafel.proposals import services as proposals
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.publication import services as publication
from overlegtafel.publication.states import LocalDetail

INNER = {
    "agreements.bring_overdue",
    "proposals.bring_to_agenda",
    "meetings.place_brought",
    "feedback.add_row",
    "feedback.warn_ahead",
    "councillors.tell_what_is_new",
    "councillors.warn_overdue",
    "horizon.remind_guards",
    "local_decisions.add_entries",
    "local_decisions.record_one",
    "local_decisions.record_published",
    "local_decisions.record_several",
    "horizon.bring_what_is_due",
    "dossiers.erase_document",
    "dossiers.follow_item",
    "dossiers.release_document",
    "dossiers.write_document",
    "dossiers.write_openness",
    "dossiers.write_version",
    "governance.lapse_clearance",
    "governance.lapse_questions",
    "governance.withdraw_clearance",
    "meetings.mark_agreed",
    "proposals.bring_standing",
    "proposals.drop_standing",
    "proposals.follow_item",
    "proposals.note_advice",
    "proposals.note_preparation",
    "proposals.note_text",
}
"""Called inside the transaction of another service, which has authorised; no page calls them."""


def _own(stage: Stage, actor: User) -> Proposal:
    return stage.draft(by=actor, brought_by=house_of(stage, actor))


def _submit(stage: Stage, actor: User) -> Attempt:
    draft = _own(stage, actor)
    return Attempt(lambda who: proposals.submit_proposal(actor=who, proposal=draft), draft)


def _submit_for(stage: Stage, actor: User) -> Attempt:
    draft = stage.draft(by=actor, brought_by=stage.town("Zele"))
    return Attempt(lambda who: proposals.submit_proposal(actor=who, proposal=draft), draft)


def _edit_and_submit(stage: Stage, actor: User) -> Attempt:
    draft = _own(stage, actor)
    return Attempt(
        lambda who: proposals.edit_and_submit(
            actor=who, proposal=draft, expected_revision=1, title=draft.title
        ),
        draft,
    )


def _draft(stage: Stage, actor: User) -> Attempt:
    """Only writing it down: no go-ahead is needed before it is sent."""
    return Attempt(lambda who: _own(stage, who))


def _propose(stage: Stage, actor: User) -> Attempt:
    return Attempt(
        lambda who: proposals.propose(
            actor=who,
            body=stage.table,
            title="Wat regionale info",
            summary="Eén zin.",
            brought_by=house_of(stage, who),
        )
    )


def _edit(stage: Stage, actor: User) -> Attempt:
    draft = stage.draft()
    return Attempt(
        lambda who: proposals.edit_proposal(
            actor=who, proposal=draft, expected_revision=1, title="Anders"
        )
    )


def _withdraw(stage: Stage, actor: User) -> Attempt:
    draft = stage.draft()
    return Attempt(lambda who: proposals.withdraw_proposal(actor=who, proposal=draft))


def _screening(name: str, **facts: Any) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        proposal = stage.proposal()
        service = getattr(proposals, name)
        return Attempt(lambda who: service(actor=who, proposal=proposal, **facts), proposal)

    return prepare


def _elsewhere(name: str) -> Any:
    """Sending on, or telling: to a neighbour of the table."""

    def prepare(stage: Stage, actor: User) -> Attempt:
        proposal, there = stage.proposal(), stage.around.steering
        facts: dict[str, Any] = (
            {"to_body": there, "reason": "Daar."}
            if name == "refer_proposal"
            else {"bodies": [there], "text": "Ter informatie."}
        )
        service = getattr(proposals, name)
        return Attempt(lambda who: service(actor=who, proposal=proposal, **facts), proposal)

    return prepare


def _combine(stage: Stage, actor: User) -> Attempt:
    """Both are answered, so both need the go-ahead: the other one has the chair's already."""
    into, other = stage.proposal(), stage.proposal()
    stage.clear(Task.SCREEN, other)
    return Attempt(
        lambda who: proposals.combine_proposals(actor=who, into=into, others=[other]), into
    )


def _passage(does: str) -> Any:
    """Answering for a body on the route; its own role sheet promises that."""

    def prepare(stage: Stage, actor: User) -> Attempt | None:
        proposal = stage.sent()
        passage = proposal.passage_now
        if passage is None or passage.does != does:
            return None
        body = GoverningBody.objects.get(pk=passage.body_id)
        if does == "advises":
            return Attempt(
                lambda who: proposals.advise(
                    actor=who, passage=passage, outcome=PassageOutcome.IN_FAVOUR, advice=""
                ),
                proposal,
                body,
            )
        return Attempt(lambda who: proposals.pass_on(actor=who, passage=passage), proposal, body)

    return prepare


def _pull(stage: Stage, actor: User) -> Attempt | None:
    passage = stage.sent().passage_now
    if passage is None:
        return None
    return Attempt(
        lambda who: proposals.pull_past(actor=who, passage=passage, reason="Dringend."),
    )


def _review(stage: Stage, actor: User) -> Attempt:
    change_body(actor=stage.system, body=stage.table, composition_review_on=date(2026, 11, 1))
    table = stage.table
    return Attempt(lambda who: proposals.propose_review(actor=who, body=table))


PROPOSALS = {
    "proposals.draft_proposal": Row(Task.PROPOSE_OWN, _draft, as_member=True, asks_later=True),
    "proposals.submit_proposal": Row(Task.PROPOSE_OWN, _submit, as_member=True),
    "proposals.submit_proposal (voor een ander)": Row(Task.PROPOSE_FOR, _submit_for),
    "proposals.edit_and_submit": Row(Task.PROPOSE_OWN, _edit_and_submit, as_member=True),
    "proposals.propose": Row(Task.PROPOSE_OWN, _propose, as_member=True, at_once=True),
    "proposals.edit_proposal": Row(None, _edit),
    "proposals.withdraw_proposal": Row(None, _withdraw),
    "proposals.return_proposal": Row(Task.SCREEN, _screening("return_proposal", answer="?")),
    "proposals.postpone_proposal": Row(Task.SCREEN, _screening("postpone_proposal", until=None)),
    "proposals.refuse_proposal": Row(Task.SCREEN, _screening("refuse_proposal", answer="Neen.")),
    "proposals.keep_here": Row(Task.SCREEN, _screening("keep_here", reason="Hier.")),
    "proposals.refer_proposal": Row(Task.SCREEN, _elsewhere("refer_proposal")),
    "proposals.tell_tables": Row(Task.SCREEN, _elsewhere("tell_tables")),
    "proposals.combine_proposals": Row(Task.SCREEN, _combine),
    "proposals.advise": Row(Task.SCREEN, _passage("advises")),
    "proposals.pass_on": Row(Task.SCREEN, _passage("screens")),
    "proposals.propose_review": Row(Task.COMPOSE, _review),
    "proposals.pull_past": Row(None, _pull),
}


def _plan(stage: Stage, actor: User) -> Attempt:
    return Attempt(
        lambda who: meetings.plan_meeting(
            actor=who, body=stage.table, held_on=MEETING_ON, starts_at=time(9, 30)
        )
    )


def _of_meeting(name: str, moment: str, **facts: Any) -> Any:
    """A service of one meeting, brought to ``moment`` by the stage."""

    def prepare(stage: Stage, actor: User) -> Attempt:
        found = getattr(stage, moment)()
        meeting = found if isinstance(found, Meeting) else found.meeting
        service = getattr(meetings, name)
        return Attempt(lambda who: service(actor=who, meeting=meeting, **facts), meeting)

    return prepare


def _of_item(name: str, **facts: Any) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        item = stage.item()
        service = getattr(meetings, name)
        return Attempt(lambda who: service(actor=who, item=item, **facts), item.meeting)

    return prepare


def _place(stage: Stage, actor: User) -> Attempt:
    meeting, proposal = stage.meeting(), stage.proposal()
    return Attempt(
        lambda who: meetings.place_on_agenda(actor=who, meeting=meeting, proposal=proposal),
        meeting,
    )


def _ask_late(stage: Stage, actor: User) -> Attempt | None:
    """What came after the last day, where the charter leaves the chair a choice."""
    if current_rules(stage.table).agendering.late == Late.NEXT_MEETING:
        return None
    proposal = stage.proposal()
    meeting = stage.meeting(proposals_due_on=date(2026, 11, 20))
    return Attempt(
        lambda who: meetings.ask_late(actor=who, meeting=meeting, proposal=proposal), meeting
    )


def _restore(stage: Stage, actor: User) -> Attempt | None:
    """A standing item of the charter that someone took off the agenda."""
    meeting = stage.meeting()
    standing = meeting.items.filter(proposal__is_standing=True).select_related("meeting").first()
    if standing is None:
        return None
    meetings.remove_from_agenda(actor=stage.system, item=standing)
    return Attempt(
        lambda who: meetings.restore_standing_item(
            actor=who, meeting=meeting, title=standing.title
        ),
        meeting,
    )


def _visit(stage: Stage, actor: User) -> Attempt:
    meeting, seat = stage.meeting(), stage.guest_seat()
    return Attempt(lambda who: meetings.plan_visit(actor=who, meeting=meeting, seat=seat), meeting)


def _no_visit(stage: Stage, actor: User) -> Attempt:
    meeting, seat = stage.meeting(), stage.guest_seat()
    meetings.plan_visit(actor=stage.system, meeting=meeting, seat=seat)
    return Attempt(
        lambda who: meetings.cancel_visit(actor=who, meeting=meeting, seat=seat), meeting
    )


def _presence(stage: Stage, actor: User) -> Attempt:
    meeting = stage.in_session().meeting
    there = {each.pk: (Presence.PRESENT, "") for each in meeting.attendances.all()}
    return Attempt(
        lambda who: meetings.record_presence(actor=who, meeting=meeting, presences=there), meeting
    )


def _minutes(stage: Stage, actor: User) -> Attempt:
    item = stage.in_session()
    return Attempt(
        lambda who: meetings.save_minutes(
            actor=who,
            item=item,
            minutes="Besproken.",
            outcome=Outcome.NOTED,
            expected_revision=item.revision,
        ),
        item.meeting,
    )


def _close(stage: Stage, actor: User) -> Attempt:
    meeting = stage.in_session().meeting
    stage.discuss(meeting)
    return Attempt(lambda who: meetings.close_meeting(actor=who, meeting=meeting), meeting)


def _note(stage: Stage, actor: User) -> Attempt:
    """The note of what another organization prepares."""
    proposal = stage.proposal()
    return Attempt(
        lambda who: meetings.write_note(
            actor=who, proposal=proposal, note="Anders.", expected_revision=proposal.revision
        )
    )


def _follow(stage: Stage, actor: User) -> Attempt:
    """Whoever reads what is convened follows it; only the own address is renewed or given up."""
    table = stage.table
    return Attempt(lambda who: meetings.follow_calendar(actor=who, body=table))


def _feed(name: str) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        feed = meetings.follow_calendar(actor=stage.actor("mayor"))
        return Attempt(lambda who: getattr(meetings, name)(actor=who, feed=feed))

    return prepare


MEETINGS = {
    "meetings.follow_calendar": Row(None, _follow),
    "meetings.renew_calendar": Row(None, _feed("renew_calendar")),
    "meetings.leave_calendar": Row(None, _feed("leave_calendar")),
    "meetings.plan_meeting": Row(Task.PLAN, _plan),
    "meetings.change_meeting": Row(
        Task.PLAN,
        _of_meeting("change_meeting", "meeting", held_on=MEETING_ON, starts_at=time(10, 0)),
    ),
    "meetings.cancel_meeting": Row(
        Task.PLAN, _of_meeting("cancel_meeting", "meeting", reason="Ziekte.")
    ),
    "meetings.reschedule_meeting": Row(
        Task.PLAN,
        _of_meeting(
            "reschedule_meeting",
            "convened",
            held_on=MEETING_ON + timedelta(days=7),
            starts_at=time(9, 30),
            reason="Staking.",
        ),
    ),
    "meetings.place_on_agenda": Row(Task.AGENDA, _place),
    "meetings.remove_from_agenda": Row(Task.AGENDA, _of_item("remove_from_agenda")),
    "meetings.move_item": Row(Task.AGENDA, _of_item("move_item", step=1)),
    "meetings.complete_item": Row(
        Task.AGENDA, _of_item("complete_item", expected_revision=1, preparer_label="DDS")
    ),
    "meetings.ask_late": Row(Task.AGENDA, _ask_late),
    "meetings.restore_standing_item": Row(Task.AGENDA, _restore),
    "meetings.write_note": Row(None, _note),
    "meetings.plan_visit": Row(Task.PLAN, _visit),
    "meetings.cancel_visit": Row(Task.PLAN, _no_visit),
    "meetings.convene_meeting": Row(Task.CONVENE, _of_meeting("convene_meeting", "item")),
    "meetings.open_meeting": Row(Task.MINUTES, _of_meeting("open_meeting", "convened")),
    "meetings.record_presence": Row(Task.MINUTES, _presence),
    "meetings.save_minutes": Row(Task.MINUTES, _minutes),
    "meetings.close_meeting": Row(Task.MINUTES, _close),
    "meetings.approve_minutes": Row(Task.APPROVE, _of_meeting("approve_minutes", "reported")),
}


def _record(stage: Stage, actor: User) -> Attempt:
    item = stage.in_session()
    return Attempt(
        lambda who: agreements.record_agreement(
            actor=who, item=item, title="Samen", due_on=date(2027, 6, 30)
        ),
        item,
    )


def _amend(stage: Stage, actor: User) -> Attempt:
    agreement = stage.written()
    return Attempt(
        lambda who: agreements.amend_agreement(
            actor=who, agreement=agreement, expected_revision=1, executors=[], title="Anders"
        ),
        agreement.item,
    )


def _remove(stage: Stage, actor: User) -> Attempt:
    agreement = stage.written()
    return Attempt(
        lambda who: agreements.remove_agreement(
            actor=who, agreement=agreement, expected_revision=1
        ),
        agreement.item,
    )


def _report(stage: Stage, actor: User) -> Attempt:
    """The progress of Zele, where nobody of the cast works."""
    agreement = stage.agreement()
    executor = Executor.objects.select_related("agreement__body").get(agreement=agreement)
    return Attempt(
        lambda who: agreements.report_execution(actor=who, executor=executor, verb="start"),
        agreement,
    )


def _open_local(stage: Stage, actor: User) -> Attempt:
    agreement = stage.agreement()
    return Attempt(
        lambda who: local_decisions.open_local_decisions(actor=who, agreement=agreement), agreement
    )


def _decision(stage: Stage) -> LocalDecision:
    rows = local_decisions.open_local_decisions(actor=stage.system, agreement=stage.agreement())
    return next(each for each in rows if each.municipality == stage.town("Zele"))


def _decide(stage: Stage, actor: User) -> Attempt:
    decision = _decision(stage)
    return Attempt(
        lambda who: local_decisions.record_decision(
            actor=who,
            decision=decision,
            verb="put_on_agenda",
            expected_revision=decision.revision,
            meets_on=date(2027, 4, 1),
        )
    )


def _remind(stage: Stage, actor: User) -> Attempt:
    agreement = _decision(stage).agreement
    return Attempt(
        lambda who: local_decisions.remind_unanswered(actor=who, agreement=agreement), agreement
    )


def _publication(stage: Stage, actor: User) -> Attempt:
    decision = _decision(stage)
    return Attempt(
        lambda who: local_decisions.note_publication(
            actor=who, decision=decision, expected_revision=decision.revision, published_on=None
        )
    )


def _release_meeting(stage: Stage, actor: User) -> Attempt:
    meeting = stage.approved()
    return Attempt(lambda who: publication.release_meeting(actor=who, meeting=meeting), meeting)


def _release_agreement(stage: Stage, actor: User) -> Attempt:
    agreement = stage.agreement()
    return Attempt(
        lambda who: publication.release_agreement(
            actor=who, agreement=agreement, local_detail=LocalDetail.NONE
        ),
        agreement,
    )


AGREED = {
    "agreements.record_agreement": Row(Task.AGREEMENTS, _record),
    "agreements.amend_agreement": Row(Task.AGREEMENTS, _amend),
    "agreements.remove_agreement": Row(Task.AGREEMENTS, _remove),
    "agreements.report_execution": Row(Task.AGREEMENTS, _report),
    "local_decisions.open_local_decisions": Row(Task.LOCAL, _open_local),
    "local_decisions.record_decision": Row(None, _decide),
    "local_decisions.remind_unanswered": Row(Task.LOCAL, _remind),
    "local_decisions.note_publication": Row(None, _publication),
    "publication.release_meeting": Row(Task.RELEASE, _release_meeting),
    "publication.release_agreement": Row(Task.RELEASE, _release_agreement),
}


def _dossier(stage: Stage, **facts: Any) -> Dossier:
    """A dossier of Zele, where nobody of the cast works."""
    return dossiers.open_dossier(
        actor=stage.system,
        body=stage.table,
        title="Energie",
        domain="energie",
        owner=stage.town("Zele"),
        **facts,
    )


def _open_dossier(stage: Stage, actor: User) -> Attempt:
    return Attempt(
        lambda who: dossiers.open_dossier(
            actor=who, body=stage.table, title="Energie", domain="energie"
        )
    )


def _of_dossier(name: str, **facts: Any) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        dossier = _dossier(stage)
        service = getattr(dossiers, name)
        return Attempt(lambda who: service(actor=who, dossier=dossier, **facts), dossier)

    return prepare


def _hand_over(stage: Stage, actor: User) -> Attempt:
    dossier = _dossier(stage)
    return Attempt(
        lambda who: dossiers.hand_over(
            actor=who,
            dossier=dossier,
            to_owner=stage.town("Aalst"),
            handed_on=date(2026, 11, 23),
            reason="Afgesproken.",
        ),
        dossier,
    )


def _name_co_preparer(stage: Stage, actor: User) -> Attempt:
    dossier = _dossier(stage)
    return Attempt(
        lambda who: dossiers.name_co_preparer(
            actor=who, dossier=dossier, municipality=stage.town("Aalst"), who="Dienst energie"
        ),
        dossier,
    )


def _drop_co_preparer(stage: Stage, actor: User) -> Attempt:
    dossier = _dossier(stage)
    helper = dossiers.name_co_preparer(
        actor=stage.system, dossier=dossier, municipality=stage.town("Aalst"), who="Dienst energie"
    )
    return Attempt(lambda who: dossiers.drop_co_preparer(actor=who, co_preparer=helper), dossier)


def _share_lesson(stage: Stage, actor: User) -> Attempt:
    dossier = _dossier(stage)
    words = dossiers.LessonWords("Wat.", "Waarom.", "Volgende keer.")
    dossiers.close_dossier(
        actor=stage.system, dossier=dossier, verb="stop", note="Gestopt.", lesson=words
    )
    lesson = dossier.lessons.get()
    return Attempt(lambda who: dossiers.share_lesson(actor=who, lesson=lesson))


def _finding(stage: Stage, actor: User) -> Attempt:
    dossier = _dossier(stage, is_test_case=True)
    return Attempt(lambda who: dossiers.note_finding(actor=who, dossier=dossier, text="Het werkt."))


DOSSIERS = {
    "dossiers.open_dossier": Row(Task.DOSSIERS, _open_dossier),
    "dossiers.edit_dossier": Row(
        Task.DOSSIERS, _of_dossier("edit_dossier", expected_revision=1, title="Anders")
    ),
    "dossiers.hand_over": Row(Task.DOSSIERS, _hand_over),
    "dossiers.set_preparer": Row(
        Task.DOSSIERS,
        _of_dossier("set_preparer", preparer=None, preparer_label="SOLVA"),
    ),
    "dossiers.name_co_preparer": Row(Task.DOSSIERS, _name_co_preparer),
    "dossiers.drop_co_preparer": Row(Task.DOSSIERS, _drop_co_preparer),
    "dossiers.take_step": Row(
        Task.DOSSIERS,
        _of_dossier("take_step", function=Function.EXCHANGE, taken_on=date(2026, 11, 23)),
    ),
    "dossiers.close_dossier": Row(
        Task.DOSSIERS, _of_dossier("close_dossier", verb="complete", note="Klaar.")
    ),
    "dossiers.share_lesson": Row(Task.SHARE, _share_lesson),
    "dossiers.note_finding": Row(None, _finding),
}

THREAD = PROPOSALS | MEETINGS | AGREED | DOSSIERS

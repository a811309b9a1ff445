"""What happened in the invented year: each method notes in the diary who does what, when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.services import record_agreement, report_execution
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import TABLES, Facts, Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.config.demo.ways import way_of
from overlegtafel.config.demo.working import CHAIRS, NOTED, SCORED, Working
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.services import (
    LessonWords,
    close_dossier,
    note_finding,
    open_dossier,
    take_step,
)
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.policy import authority_of
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import Authority, Does, Task
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import open_local_decisions, record_decision
from overlegtafel.meetings.models import AgendaItem, Attendance, Meeting
from overlegtafel.meetings.reports import remark_day
from overlegtafel.meetings.services import (
    approve_minutes,
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_meeting,
    record_presence,
    remark_on_report,
    save_minutes,
    send_concept,
)
from overlegtafel.meetings.states import Outcome, Presence
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.queries import current_passage
from overlegtafel.proposals.services import (
    advise,
    draft_proposal,
    pass_on,
    postpone_proposal,
    refuse_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail

FUNCTIONS = {
    "uitwisseling": Function.EXCHANGE,
    "afstemming": Function.ALIGNMENT,
    "beleid": Function.POLICY,
}
REASONS = {
    "regionale info": Reason.INFORMATION,
    "uitdaging": Reason.CHALLENGE,
    "politiek wegen": Reason.POLITICAL,
}
CATEGORIES = {
    "1": Category.INFORMATION,
    "2": Category.STEERING,
    "3": Category.PROJECT,
    "4": Category.STRATEGY,
}
VERBS = {
    "goedgekeurd": "approve",
    "goedgekeurd, wijkt af": "approve_with_change",
    "op agenda GR": "put_on_agenda",
    "op agenda CBS": "put_on_agenda",
    "gepland": "plan",
    "CBS akkoord, GR gepland": "plan",
    "uitgesteld": "postpone",
}
CITIES = ("Aalst", "Dendermonde", "Geraardsbergen", "Ninove", "Izegem", "Roeselare", "Tielt")
NO_PREPARER = ("nog geen", "nog te bepalen")
REMARK = "De raden waarover we spraken, zijn die tot half november. Graag erbij zetten."
FOR_NOW = "regiocoördinator, tot er een eigenaar is"
"""Who prepares what comes on an agenda while nobody is named."""
POSTPONED_ON = {"Zele": "2026-11-17", "Wielsbeke": "2026-10-01"}
SIGNED = ("Dendermonde", "Denderleeuw")
"""Who signed the management agreement of A-D07 after its own council."""

Plan = Callable[[datetime, Callable[[], object]], None]


@dataclass
class Story:
    """The year, told to the diary by ``plan``; rows made so far are kept by their key."""

    scenario: Scenario
    cast: Cast
    tables: Tables
    working: Working
    plan: Plan
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    items: dict[str, AgendaItem] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    decisions: dict[tuple[str, str], LocalDecision] = field(default_factory=dict)

    # Dossiers

    def open_dossiers(self, table: str) -> None:
        """Each dossier opens a week before its first proposal is due."""
        first: dict[str, str] = {}
        for meeting in self.scenario.meetings(table):
            for item in meeting["punten"]:
                first.setdefault(item["dossier"] or "", meeting["voorstellen_tot"])
        regions = {"DBO": "Denderregio", "MWO": "Midwest"}
        for facts in self.scenario.facts["dossiers"]:
            if facts["regio"] == regions[table]:
                moment = self.scenario.moment(first[facts["id"]], "08:45", days=-7)
                self.plan(moment, partial(self._open_dossier, table, facts))

    def _open_dossier(self, table: str, facts: Facts) -> None:
        preparer = facts["voorbereider"]
        self.dossiers[facts["id"]] = open_dossier(
            actor=self.cast.secretary(table),
            body=self.tables.bodies[table],
            reference=facts["id"],
            title=facts["titel"],
            summary=facts["samenvatting"],
            domain=facts["domein"],
            owner=self.tables.organization(table, facts["eigenaar"]),
            owner_label=facts["eigenaar"],
            preparer_label="" if preparer in NO_PREPARER else preparer,
            is_internal=facts["intern"] == "ja",
            is_test_case=facts["testcase"] == "ja",
        )

    def close_dossiers(self) -> None:
        """What was finished or stopped."""
        for reference, facts in self.scenario.texts["closings"].items():
            table = "DBO" if reference.startswith("D") else "MWO"
            self.plan(
                self.scenario.moment(facts["on"], "15:00"),
                partial(self._close_dossier, table, reference, facts),
            )

    def _close_dossier(self, table: str, reference: str, facts: Facts) -> None:
        dossier, secretary = self.dossiers[reference], self.cast.secretary(table)
        for text in facts.get("findings", ()):
            note_finding(actor=secretary, dossier=dossier, text=text)
        close_dossier(
            actor=secretary,
            dossier=dossier,
            verb=facts["verb"],
            note=facts["note"],
            lesson=LessonWords(**facts["lesson"]) if "lesson" in facts else None,
            is_shared=facts.get("shared", False),
        )

    # How the tables work

    def settle(self, began: datetime) -> None:
        """Charters of the year, who took note, a look back, and what the chair let pass early."""
        now = self.scenario.moment
        for moment, table, facts in self.working.later_charters(began):
            self.plan(moment, partial(self.working.settle, table, facts))
        for count, town in enumerate(NOTED):
            self.plan(
                now("2026-02-02", "16:00", days=2 * count), partial(self.working.take_note, town)
            )
        for count, town in enumerate(SCORED):
            self.plan(now("2026-11-09", "20:00", days=count), partial(self.working.score, town))
        for table, opened, closed in (
            ("MWO", "2026-11-02", "2026-11-12"),
            ("DBO", "2026-11-16", None),
        ):
            since = self.scenario.day("2026-01-01")
            self.plan(now(opened, "09:00"), partial(self.working.begin_evaluation, table, since))
            if closed is not None:
                self.plan(now(closed, "13:30"), partial(self.working.conclude, table))
        self.plan(now("2026-10-01", "11:00"), partial(self.working.share, "MWO"))
        early = self.scenario.texts["override"]
        self.plan(now(early["on"], "09:30"), partial(self._go_early, early))

    def _go_early(self, facts: Facts) -> None:
        take_step(
            actor=self.cast.users[CHAIRS["DBO"]],
            dossier=self.dossiers[facts["dossier"]],
            function=Function.POLICY,
            taken_on=clock.today(),
            reason=facts["reason"],
        )

    def _travel(self, table: str, label: str) -> None:
        """Over the bodies on its route: each advises or passes it on."""
        proposal = self.proposals[label]
        while (passage := current_passage(proposal)) is not None:
            if passage.does == Does.ADVISES:
                self._advise(passage, label)
            else:
                pass_on(actor=self._lead(table), passage=passage)

    def _advise(self, passage: Passage, label: str) -> None:
        said = self.scenario.texts["advice"].get(label, {})
        advise(
            actor=self.cast.users["ad.dendermonde"],
            passage=passage,
            outcome=PassageOutcome(said.get("outcome", PassageOutcome.IN_FAVOUR)),
            advice=said.get("advice", ""),
        )

    def _let_chair_agree(self, table: str, meeting: Meeting) -> None:
        """Where the charter asks it, the chair lets the agenda go out."""
        body, staff = meeting.body, self._lead(table)
        if authority_of(staff, body, Task.CONVENE) == Authority.AFTER_CHAIR:
            both: dict[str, Any] = {"body": body, "task": Task.CONVENE, "subject": meeting}
            ask_clearance(actor=staff, **both)
            give_clearance(actor=self.cast.users[CHAIRS[table]], **both)

    # Meetings

    def meet(self, table: str) -> None:
        """The table's year: planned in one go, then meeting by meeting, with its chain."""
        year = self.scenario.meetings(table)
        for count, facts in enumerate(year):
            later = year[count + 1] if count + 1 < len(year) else None
            self.plan(
                self.scenario.moment("2025-12-08", "10:00", minutes=count),
                partial(self._plan_meeting, table, facts),
            )
            self._prepare(table, facts)
            if facts["status"] != "gepland":
                self._hold(table, facts, later)

    def _prepare(self, table: str, facts: Facts) -> None:
        now = self.scenario.moment
        key, due = _key(facts), facts["voorstellen_tot"]
        planned = facts["status"] == "gepland"
        for number, item in enumerate(facts["punten"], 1):
            typed = now("2026-11-18", "10:00", minutes=17 * number) if planned else None
            moment = typed or now(due, "10:00", minutes=17 * number, days=-number - 1)
            label = f"{key}.{number}"
            self.plan(moment, partial(self._propose_item, table, label, item, facts["datum"]))
            travels = now("2026-11-20", "11:00", minutes=4 * number) if planned else None
            self.plan(
                travels or now(due, "11:00", minutes=4 * number),
                partial(self._travel, table, label),
            )
            ready = now("2026-11-20", "16:00", minutes=4 * number) if planned else None
            self.plan(
                ready or now(due, "16:00", minutes=4 * number),
                partial(self._place, table, key, label),
            )
        for link, _ in _chain(facts):
            label = f"{key} {link}"
            self.plan(
                now("2026-11-20", "15:00") if planned else now(due, "15:00"),
                partial(self._prepare_link, link, label),
            )

    def _hold(self, table: str, facts: Facts, later: Facts | None) -> None:
        now, key, day = self.scenario.moment, _key(facts), facts["datum"]
        legs = [(table, key, "09:30" if table == "DBO" else "10:00")]
        legs += [(link, f"{key} {link}", begins) for link, begins in _chain(facts)]
        for body, leg, begins in legs:
            self.plan(now(facts["uitnodiging"], "10:00"), partial(self._convene, body, leg))
            self.plan(now(day, begins), partial(self._open, body, leg, facts["nr"]))
            for number in range(1, len(facts["punten"]) + 1) if leg == key else [0]:
                label = f"{key}.{number}" if number else leg
                moment = now(day, begins, minutes=15 + 18 * number)
                self.plan(moment, partial(self._minute, body, leg, label, facts, number))
            self.plan(now(day, begins, minutes=115), partial(self._close, body, leg))
            if leg != key and facts["status"] == "verslag goedgekeurd":
                self.plan(now(day, begins, days=21), partial(self._approve, body, leg))
        if facts["status"] == "verslag concept":
            self.plan(now(day, begins, days=1), partial(self._send_concept, table, key))
            self.plan(now(day, begins, days=2), partial(self._remark, table, key))
        if later is not None and facts["status"] == "verslag goedgekeurd":
            self.plan(now(later["datum"], "10:10"), partial(self._approve, table, key))

    def _plan_meeting(self, table: str, facts: Facts) -> None:
        key, day = _key(facts), self.scenario.day(facts["datum"])
        names = self.scenario.municipalities(table)
        host = names[(3 * facts["nr"]) % len(names)]
        place = f"{'Stadhuis' if host in CITIES else 'Gemeentehuis'} {host}"
        plan = partial(plan_meeting, actor=self._lead(table), held_on=day, location=place)
        links = dict(_chain(facts))
        before = None
        if "zoneraad" in links:
            before = plan(
                body=self.tables.bodies["zoneraad"], starts_at=time(8, 30), ends_at=time(10)
            )
            self.meetings[f"{key} zoneraad"] = before
        moved = facts["verplaatst_van"]
        meeting = plan(
            body=self.tables.bodies[table],
            starts_at=time(9, 30) if table == "DBO" else time(10, 0),
            ends_at=time(12),
            proposals_due_on=self.scenario.day(facts["voorstellen_tot"]),
            moved_from=self.scenario.day_or_none(moved),
            moved_because=facts["reden"] or "",
            follows=before,
        )
        self.meetings[key] = meeting
        if "vervoerregioraad" in links:
            body = self.tables.bodies["vervoerregioraad"]
            after = plan(body=body, starts_at=time(13, 30), ends_at=time(15, 30), follows=meeting)
            self.meetings[f"{key} vervoerregioraad"] = after

    def _propose_item(self, table: str, label: str, item: Facts, on: str) -> None:
        self.proposals[label] = self._propose(
            table,
            by=item["aanbrenger"],
            title=self.scenario.title(item["titel"], on),
            summary=self.scenario.texts["items"][label]["summary"],
            function=FUNCTIONS[item["functie"]],
            category=CATEGORIES[item["categorie"][0]],
            reasons=tuple(REASONS[each] for each in item["aanleiding"]),
            dossier=self.dossiers[item["dossier"]] if item["dossier"] else None,
            preparer="" if item["voorbereider"] in NO_PREPARER else item["voorbereider"],
            expected_decision=self._expected(item),
        )

    def _expected(self, item: Facts) -> str:
        """Which local decision a policy item expects: the one that its agreement asked."""
        if item["functie"] != "beleid":
            return ""
        for reference, wording in self.scenario.texts["agreements"].items():
            if f"afspraak {reference}:" in item["uitkomst"]:
                return str(wording.get("competent_body", CompetentBody.NONE))
        return CompetentBody.NONE.value

    def _propose(
        self, table: str, *, by: str, summary: str, preparer: str, send: bool = True, **content: Any
    ) -> Proposal:
        actor = self.cast.proposer(table, by)
        proposal = draft_proposal(
            actor=actor,
            body=self.tables.bodies[table],
            brought_by=self.tables.organization(table, by),
            brought_by_label=by[0].upper() + by[1:],
            preparer_label=preparer,
            summary=self.scenario.words(summary),
            **content,
        )
        return submit_proposal(actor=actor, proposal=proposal) if send else proposal

    def _prepare_link(self, link: str, label: str) -> None:
        texts = self.scenario.texts["links"][link]
        lead = self._lead(link)
        proposal = draft_proposal(
            actor=lead,
            body=self.tables.bodies[link],
            title=texts["title"],
            summary=texts["summary"],
            function=Function.EXCHANGE,
            category=Category.INFORMATION,
            reasons=(Reason.INFORMATION,),
            brought_by=self.tables.organizations[link],
            brought_by_label=texts["by"],
        )
        self.proposals[label] = submit_proposal(actor=lead, proposal=proposal)
        self._place(link, label, label)

    def _place(self, body: str, meeting: str, label: str) -> None:
        self.items[label] = place_on_agenda(
            actor=self._lead(body),
            meeting=self.meetings[meeting],
            proposal=self.proposals[label],
            preparer_label="" if self.proposals[label].preparer_label else FOR_NOW,
        )

    def _convene(self, body: str, key: str) -> None:
        self._let_chair_agree(body, self.meetings[key])
        convene_meeting(actor=self._lead(body), meeting=self.meetings[key])

    def _open(self, body: str, key: str, number: int) -> None:
        meeting = open_meeting(actor=self._lead(body), meeting=self.meetings[key])
        rows = meeting.attendances.select_related("seat__municipality")
        present = {row.pk: _presence(row, number) for row in rows}
        record_presence(actor=self._lead(body), meeting=meeting, presences=present)

    def _minute(self, body: str, key: str, label: str, facts: Facts, number: int) -> None:
        texts = self.scenario.texts
        said = texts["items"][label] if number else texts["links"][body]
        item = self.items[label]
        item.meeting = self.meetings[key]
        self.items[label] = save_minutes(
            actor=self._lead(body),
            item=item,
            minutes=self.scenario.words(said["minutes"]),
            outcome=said.get("outcome", Outcome.NOTED),
            outcome_note=self.scenario.words(said["note"]),
            expected_revision=item.revision,
        )
        if number:
            outcome = facts["punten"][number - 1]["uitkomst"]
            for agreement in self.scenario.facts["afspraken"]:
                if f"afspraak {agreement['id']}:" in outcome:
                    self._agree(body, label, agreement)

    def _close(self, body: str, key: str) -> None:
        close_meeting(actor=self._lead(body), meeting=self.meetings[key])

    def _approve(self, body: str, key: str) -> None:
        chair = self.cast.users[CHAIRS[body]] if body in CHAIRS else self._lead(body)
        approve_minutes(actor=chair, meeting=self.meetings[key])

    def _send_concept(self, body: str, key: str) -> None:
        meeting = self.meetings[key]
        until = remark_day(meeting)
        send_concept(actor=self._lead(body), meeting=meeting, remarks_until=until)

    def _remark(self, body: str, key: str) -> None:
        """The chair reads along, and asks to put one sentence right."""
        item = self.items[f"{key}.2"]
        item.meeting = self.meetings[key]
        remark_on_report(actor=self.cast.users[CHAIRS[body]], item=item, text=REMARK)

    def _lead(self, body: str) -> User:
        return self.cast.secretary("DBO" if body == "DBO" else "MWO")

    # Agreements

    def _agree(self, table: str, label: str, facts: Facts) -> None:
        wording = self.scenario.texts["agreements"][facts["id"]]
        owner = wording.get("owner")
        agreement = record_agreement(
            actor=self._lead(table),
            item=self.items[label],
            reference=facts["id"],
            title=wording.get("title", facts["tekst"]),
            text=wording["text"],
            due_on=self.scenario.day(facts["termijn"]),
            executors=self._executors(table, wording),
            competent_body=CompetentBody(wording.get("competent_body", CompetentBody.NONE)),
            owner=self.tables.organization(table, owner) if owner else None,
        )
        self.agreements[facts["id"]] = agreement

    def _executors(self, table: str, wording: Facts) -> list[tuple[Organization, str]]:
        executors = []
        for label in wording["executors"]:
            names = self.scenario.municipalities(table) if label == "besturen" else [label]
            for name in names:
                organization = self.tables.organization(table, name)
                executors.append((organization, wording.get("executor_note", "")))
        return executors

    def carry_out(self) -> None:
        """How far the executors are, where no local decision says so."""
        for facts in self.scenario.facts["afspraken"]:
            wording = self.scenario.texts["agreements"][facts["id"]]
            held = self.scenario.meetings(facts["orgaan"])[facts["vergadering"]]["datum"]
            names = [each.name for each, _ in self._executors(facts["orgaan"], wording)]
            if facts["status"] == "uitgevoerd":
                span = (self.scenario.day(facts["termijn"]) - self.scenario.day(held)).days
                for count, name in enumerate(names, 1):
                    after = max(span * count // (len(names) + 1), 2)
                    moment = self.scenario.moment(held, "11:00", minutes=count, days=after)
                    self.plan(moment, partial(self._report, facts["id"], name, "finish"))
            elif facts["status"] != "open" and wording.get("owner") != "Dendermonde":
                owner = self.tables.organization(facts["orgaan"], wording["owner"])
                moment = self.scenario.moment(held, "11:00", days=4)
                self.plan(moment, partial(self._report, facts["id"], owner.name, "start"))

    def _report(
        self, reference: str, name: str, verb: str, day: date | None = None, evidence: str = ""
    ) -> None:
        agreement = self.agreements[reference]
        executor = Executor.objects.select_related("agreement").get(
            agreement=agreement, organization__name=name
        )
        table = "DBO" if reference.startswith("A-D") else "MWO"
        actor = self.cast.users.get(f"ad.{name.lower()}", self.cast.secretary(table))
        report_execution(actor=actor, executor=executor, verb=verb, done_on=day, evidence=evidence)

    # Local decisions

    def decide_locally(self) -> None:
        """Asked after the meeting; then each municipality at its own pace."""
        for facts in self.scenario.facts["afspraken"]:
            if "competent_body" in self.scenario.texts["agreements"][facts["id"]]:
                held = self.scenario.meetings(facts["orgaan"])[facts["vergadering"]]["datum"]
                moment = self.scenario.moment(held, "13:00")
                self.plan(moment, partial(self._open_decisions, facts))
        for count, row in enumerate(self.scenario.facts["lokaal"]):
            verb = VERBS[row["status"]]
            if verb != "plan" and row["orgaan"] == "GR":
                moment = self.scenario.moment(row["cbs"], "16:30", minutes=count)
                self.plan(moment, partial(self._decide, row, "plan"))
            self.plan(self._recorded_at(row, verb, count), partial(self._decide, row, verb))

    def _recorded_at(self, row: Facts, verb: str, count: int) -> datetime:
        now = self.scenario.moment
        if verb.startswith("approve"):
            if row["bekend"]:
                return now(row["bekend"], "10:00", minutes=count)
            return now(row["gr"], "09:00", minutes=count, days=1)
        if verb == "plan" and row["status"] != "gepland":
            return now(row["cbs"], "11:00", days=3)
        if verb == "postpone":
            return now(POSTPONED_ON[row["bestuur"]], "11:30")
        if verb == "put_on_agenda" and row["orgaan"] == "GR":
            return now(row["oproeping_uiterlijk"], "14:00", minutes=count, days=-1)
        return now("2026-11-20", "13:30", minutes=3 * count)

    def _open_decisions(self, facts: Facts) -> None:
        reference, table = facts["id"], facts["orgaan"]
        only = self.scenario.texts["agreements"][reference].get("only")
        rows = open_local_decisions(
            actor=self._lead(table),
            agreement=self.agreements[reference],
            only=[self.tables.organizations[name].pk for name in only] if only else None,
        )
        for row in rows:
            self.decisions[reference, row.municipality.name] = row

    def _decide(self, row: Facts, verb: str) -> None:
        reference, name = row["afspraak"], row["bestuur"]
        decision = self.decisions[reference, name]
        day = self.scenario.day_or_none
        final = verb == VERBS[row["status"]]
        sitting = row["gr"] if row["orgaan"] == "GR" else row["cbs"]
        record_decision(
            actor=self.cast.officer(name),
            decision=decision,
            verb=verb,
            expected_revision=decision.revision,
            meets_on=day(sitting) if final or row["status"] != "uitgesteld" else None,
            college_on=day(row["cbs"]),
            published_on=day(row["bekend"]) if final else None,
            note=row["nota"] if final else "",
            **way_of(name),
        )
        if verb.startswith("approve") and (reference != "A-D07" or name in SIGNED):
            evidence = "collegebeslissing" if row["orgaan"] == "CBS" else "raadsbeslissing"
            if reference == "A-D07":
                evidence += " en getekende beheersovereenkomst"
            self._report(reference, name, "finish", decision.meets_on, evidence)

    # The pool, and what is public

    def fill_pool(self) -> None:
        """Proposals that were refused, sent back or put off, and those that wait now."""
        for facts in self.scenario.texts["pool"]:
            kept: list[Proposal] = []
            self.plan(
                self.scenario.moment(facts["on"], "11:20"),
                partial(self._pool_proposal, facts, kept),
            )
            if "verb" in facts:
                moment = self.scenario.moment(facts["answered_on"], "14:40")
                self.plan(moment, partial(self._answer, facts, kept))
        self.plan(self.scenario.moment("2026-11-20", "16:45"), self._replace_late_report)

    def _pool_proposal(self, facts: Facts, kept: list[Proposal]) -> None:
        kept.append(
            self._propose(
                facts["body"],
                by=facts["by"],
                title=facts["title"],
                summary=facts["summary"],
                function=Function(facts["function"]),
                category=facts["category"],
                reasons=tuple(Reason(each) for each in facts["reasons"]),
                preparer=facts.get("preparer", ""),
                send=not facts.get("draft"),
            )
        )

    def _answer(self, facts: Facts, kept: list[Proposal]) -> None:
        lead, answer = self._lead(facts["body"]), facts["answer"]
        passage = current_passage(kept[0])
        if passage is not None and passage.does == Does.ADVISES:
            self._advise(passage, "")
        if facts["verb"] == "postpone":
            until = self.scenario.day(facts["until"])
            postpone_proposal(actor=lead, proposal=kept[0], until=until, answer=answer)
        else:
            act = {"refuse": refuse_proposal, "return": return_proposal}[facts["verb"]]
            act(actor=lead, proposal=kept[0], answer=answer)

    def _replace_late_report(self) -> None:
        """The deferred report comes back as the partner's own item, so the old one goes."""
        withdraw_proposal(
            actor=self.cast.secretary("DBO"),
            proposal=Proposal.objects.get(pk=self.proposals["DBO 7.3"].pk),
        )

    def release(self) -> None:
        """What is public: most approved agendas, most agreements."""
        chosen = self.scenario.texts["releases"]
        for table in TABLES:
            year = self.scenario.meetings(table)
            for number in chosen["meetings"][table]:
                moment = self.scenario.moment(year[number]["datum"], "09:15", days=3)
                self.plan(moment, partial(self._release_meeting, table, f"{table} {number}"))
        for facts in self.scenario.facts["afspraken"]:
            if facts["id"] in chosen["agreements"]:
                held = self.scenario.meetings(facts["orgaan"])[facts["vergadering"]]["datum"]
                detail = LocalDetail(chosen["agreements"][facts["id"]])
                self.plan(
                    self.scenario.moment(held, "09:20", days=14),
                    partial(self._release_agreement, facts, detail),
                )

    def _release_meeting(self, table: str, key: str) -> None:
        """An item with internal effects opens only where its agreement does."""
        chosen = self.scenario.texts["releases"]["agreements"]
        released = [made for name, made in self.agreements.items() if name in chosen]
        meeting = self.meetings[key]
        opened = meeting.items.filter(dossier__is_internal=True, agreements__in=released)
        release_meeting(
            actor=self._lead(table),
            meeting=meeting,
            opened=list(opened.distinct().values_list("pk", flat=True)),
        )

    def _release_agreement(self, facts: Facts, detail: LocalDetail) -> None:
        release_agreement(
            actor=self._lead(facts["orgaan"]),
            agreement=self.agreements[facts["id"]],
            local_detail=detail,
            despite_internal=True,
        )


def _key(facts: Facts) -> str:
    return f"{facts['orgaan']} {facts['nr']}"


def _chain(facts: Facts) -> list[tuple[str, str]]:
    """The meetings before and after on the same day, with their hour."""
    links = " ".join(facts["keten"] or ())
    hours = (("zoneraad", "08:30"), ("vervoerregioraad", "13:30"))
    return [(link, hour) for link, hour in hours if link in links]


def _presence(row: Attendance, number: int) -> tuple[Presence, str]:
    """Mostly present; who is not follows from the seat and the meeting's number."""
    draw = (row.seat.order * 5 + number * 3) % 17
    if draw == 4:
        return Presence.EXCUSED, ""
    if draw == 11 and row.seat.municipality is not None:
        return Presence.REPLACED, f"Eerste schepen {row.seat.municipality}"
    return Presence.PRESENT, ""

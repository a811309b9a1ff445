"""The log in plain words: what a verb means, what a field is called, how a value reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import hours, moment, spoken
from overlegtafel.common.text import join_dutch
from overlegtafel.meetings.states import Presence, ReplyAnswer

VERBS: Mapping[str, str] = {
    "account.address_corrected": "verbeterde het adres van iemand",
    "account.invited": "nodigde iemand uit",
    "account.invited_again": "stuurde een uitnodiging opnieuw",
    "account.made": "maakte een toegang voor een gast of vervanger",
    "account.may_found": "liet iemand overleggen oprichten",
    "agenda.time_planned": "gaf een punt een aantal minuten",
    "agenda.item_completed": "vulde een agendapunt aan",
    "agenda.item_moved": "verplaatste een agendapunt",
    "agenda.item_placed": "plaatste een punt op de agenda",
    "agenda.item_removed": "haalde een punt van de agenda",
    "agenda.openness_set": "legde vast wie de documenten van een punt leest",
    "agenda.arrived": "noteerde dat een mail toch aankwam",
    "agenda.sent_again": "stuurde de agenda opnieuw naar één ontvanger",
    "agenda.supplement_added": "zette een punt klaar voor een nieuwe versie van de agenda",
    "agenda.supplement_changed": "vulde een punt aan voor een nieuwe versie van de agenda",
    "agenda.supplement_dropped": "gooide weg wat klaarstond voor een nieuwe versie van de agenda",
    "agenda.supplement_left_out": "liet een punt weg uit een nieuwe versie van de agenda",
    "agenda.supplement_moved": "verplaatste een punt in een nieuwe versie van de agenda",
    "agenda.version_sent": "verstuurde een nieuwe versie van de agenda",
    "agreement.amended": "wijzigde de afspraak",
    "agreement.classified": "deelde de afspraak in",
    "agreement.confirmed": "maakte de afspraak definitief",
    "agreement.recorded": "schreef de afspraak op",
    "agreement.released": "gaf de afspraak vrij",
    "agreement.removed": "verwijderde de afspraak",
    "assessment.given": "vulde de zelfevaluatie in",
    "body.changed": "wijzigde het overleg",
    "body.configured": "las een configuratiebestand in",
    "body.created": "richtte het overleg in",
    "body.fact_stated": "schreef een gegeven van het overleg op",
    "body.involved": "betrok een organisatie zonder zetel",
    "body.involvement_ended": "beëindigde hoe een organisatie betrokken is",
    "body.merged": "voegde organen samen",
    "body.removed": "verwijderde een orgaan dat nooit gebruikt was",
    "body.support_set": "legde vast wie het overleg ondersteunt",
    "category.defined": "legde een categorie van leden vast",
    "charter.adopted": "legde vast dat de afsprakennota aangenomen is",
    "charter.drafted": "startte een nieuwe versie van de afsprakennota",
    "charter.dropped": "gooide een ontwerp van de afsprakennota weg",
    "charter.saved": "schreef aan de afsprakennota",
    "clearance.asked": "vroeg akkoord aan de voorzitter",
    "clearance.declined": "was niet akkoord als voorzitter",
    "clearance.given": "gaf akkoord als voorzitter",
    "clearance.lapsed": "had het akkoord van de voorzitter niet meer nodig",
    "clearance.withdrawn": "wijzigde iets waarvoor de voorzitter akkoord gaf",
    "charter.acknowledged": "noteerde dat een college kennis nam van de ambitie",
    "document.access_refused": "noteerde dat inzage in het document geweigerd is",
    "document.added": "voegde het document toe",
    "document.closed": "maakte de kring die het document leest kleiner",
    "document.moved": "verplaatste het document onder de bijlagen van het punt",
    "document.opened": "opende het document voor meer lezers",
    "document.released": "gaf het document vrij",
    "document.removed": "haalde het document weg",
    "document.version_added": "bewaarde een nieuwe versie van het document",
    "dossier.co_preparer_dropped": "haalde een medevoorbereider van het dossier",
    "dossier.co_preparer_named": "noemde een medevoorbereider van het dossier",
    "dossier.complete": "rondde het dossier af",
    "dossier.edited": "wijzigde het dossier",
    "dossier.finding_noted": "noteerde een bevinding bij de testcase",
    "dossier.handed_over": "droeg het dossier over",
    "dossier.lesson_learned": "schreef een les op",
    "dossier.opened": "opende het dossier",
    "dossier.preparer_set": "legde vast wie het dossier voorbereidt",
    "dossier.reopen": "heropende het dossier",
    "dossier.step_overridden": "bracht het dossier als voorzitter toch naar een volgende functie",
    "dossier.step_taken": "bracht het dossier in een andere functie",
    "dossier.stop": "zette het dossier stop",
    "draft.columns_set": "vulde de eigen velden van het ontwerp in",
    "draft.finished": "maakte het ontwerp definitief",
    "draft.nothing_to_say": "meldde dat een bestuur geen opmerkingen heeft",
    "draft.reopened": "begon aan een nieuwe versie van het ontwerp",
    "draft.round_closed": "sloot de feedbackronde af",
    "draft.round_opened": "opende een feedbackronde over het ontwerp",
    "draft.round_reminded": "herinnerde wie nog niet antwoordde",
    "draft.started": "begon een ontwerp van beslissing",
    "draft.version_dropped": "liet de nieuwe versie van het ontwerp vallen",
    "draft.written": "schreef aan het ontwerp",
    "draft_bundle.asked": "liet alle ontwerpen als één bestand maken",
    "draft_template.dropped": "haalde een eigen Word-sjabloon voor ontwerpen weg",
    "draft_template.kept": "plaatste een Word-sjabloon voor ontwerpen",
    "local_draft.adopted": "legde vast welke tekst aangenomen is",
    "local_draft.changed": "schreef het eigen ontwerp anders",
    "local_draft.taken_over": "nam een nieuwe versie over in het eigen ontwerp",
    "local_drafts.asked": "liet de ontwerpen per bestuur maken",
    "local_drafts.made": "maakte de ontwerpen per bestuur",
    "draft_remark.answered": "beantwoordde een opmerking bij het ontwerp",
    "draft_remark.sent": "bezorgde een opmerking bij het ontwerp",
    "draft_remark.withdrawn": "haalde een eigen opmerking bij het ontwerp weg",
    "draft_remark.written": "schreef binnen het bestuur een opmerking bij het ontwerp",
    "evaluation.answered": "schreef antwoorden bij de evaluatie",
    "evaluation.closed": "sloot de evaluatie af",
    "evaluation.opened": "startte een evaluatie",
    "exchange.filled": "vulde een rij in de uitwisselingsronde in",
    "execution.proven": "voegde toe waaruit de uitvoering blijkt",
    "execution.reported": "meldde de uitvoering",
    "guest.invited": "nodigde een gast uit bij één punt",
    "guest.revoked": "trok de uitnodiging van een gast in",
    "dossier.rhythm_set": "sprak af hoe vaak het project terugkoppelt",
    "forum.changed": "wijzigde de afspraak met een ander forum",
    "forum.ended": "beëindigde de link met een ander forum",
    "forum.guard_ended": "liet een linkbewaker los",
    "forum.guard_named": "duidde een linkbewaker aan",
    "forum.linked": "maakte een afspraak met een ander forum",
    "council_letter.saved": "schreef aan de raadsbrief",
    "council_letter.sent": "verstuurde de raadsbrief",
    "councillor_question.answered": "beantwoordde de vraag van een raadslid",
    "councillor_question.asked": "stelde een vraag als raadslid",
    "councillor_question.assigned": "wees de vraag van een raadslid toe",
    "councillor_question.declined": "zei waarom een vraag geen antwoord krijgt",
    "councillor_question.merged": "voegde een vraag samen met een andere",
    "info_evening.announced": "nodigde de raadsleden uit op een infoavond",
    "info_evening.cancelled": "zei een infoavond voor raadsleden af",
    "info_evening.changed": "wijzigde een infoavond voor raadsleden",
    "info_evening.moved_up": "gaf wie op de wachtlijst stond een plaats",
    "info_evening.planned": "plande een infoavond voor raadsleden",
    "info_evening.signed_off": "schreef zich uit voor een infoavond",
    "info_evening.signed_up": "schreef zich in voor een infoavond",
    "dossier.followed": "volgt het dossier",
    "dossier.unfollowed": "volgt het dossier niet meer",
    "horizon.brought": "bracht wat op til is op de agenda",
    "horizon.changed": "wijzigde wat op til is",
    "horizon.dropped": "schrapte wat op til was",
    "horizon.noted": "noteerde wat op til is",
    "local_decision.publication_noted": "vulde de bekendmaking aan",
    "local_decision.recorded": "legde de lokale beslissing vast",
    "local_decisions.opened": "opende de lokale beslissingen",
    "local_decisions.reminded": "herinnerde wie nog niet antwoordde",
    "mandate.ended": "beëindigde een functie in een bestuur",
    "mandate.started": "gaf een functie in een bestuur",
    "calendar_feed.closed": "gaf een kalenderadres op",
    "agenda.text_written": "herschreef de titel of de tekst van een punt",
    "calendar_feed.opened": "maakte een kalenderadres",
    "calendar_feed.renewed": "vernieuwde een kalenderadres",
    "meeting.approved": "keurde het verslag goed",
    "meeting.cancelled": "annuleerde de vergadering",
    "sittings.rhythm_set": "gaf aan wanneer college of raad zit van",
    "sittings.rhythm_dropped": "haalde een ritme weg van",
    "sittings.day_noted": "noteerde een zittingsdag van",
    "sittings.day_dropped": "haalde een zittingsdag weg van",
    "link_sheet.kept": "bewaarde de linkfiche van",
    "term.set": "wijzigde een termijn:",
    "meeting.changed": "wijzigde de geplande vergadering",
    "meeting.closed": "sloot het verslag af",
    "meeting.convened": "verstuurde de agenda",
    "meeting.moved": "verplaatste de vergadering",
    "meeting.opened": "opende de vergadering",
    "meeting.planned": "plande de vergadering",
    "meeting.presence_prefilled": "begon de aanwezigheid met de antwoorden",
    "meeting.presence_recorded": "legde de aanwezigheid vast",
    "meeting.reminded": "herinnerde wie nog niet antwoordde",
    "meeting.reply_given": "antwoordde op de uitnodiging",
    "meeting.turn_dropped": "schrapte wie later kwam of vroeger vertrok",
    "meeting.turn_noted": "noteerde wie later kwam of vroeger vertrok",
    "meeting.visit_cancelled": "haalde een gast van de vergadering",
    "meeting.visit_planned": "plande het bezoek van een gast",
    "meeting.released": "gaf het verslag vrij",
    "minutes.item_started": "begon aan een punt",
    "minutes.item_stopped": "rondde een punt af",
    "minutes.outcome_set": "gaf een punt de uitkomst afspraak",
    "minutes.poll_held": "noteerde een peiling, niet bindend",
    "minutes.poll_removed": "haalde een peiling weg",
    "minutes.report_settled": "noteerde bij een punt wat er met het verslag gebeurde",
    "minutes.saved": "bewaarde het verslag van een punt",
    "minutes.wanted": "zette het verslag van een punt weer aan",
    "minutes.withheld": "sprak af dat er van een punt geen verslag komt",
    "organization.registered": "schreef een organisatie in",
    "organization.renamed": "gaf een organisatie een andere naam",
    "person.registered": "schreef een nieuwe persoon in",
    "piece.copied": "nam iets over van een andere regio",
    "piece.shared": "gaf iets vrij voor de andere regio's",
    "piece.withdrawn": "trok iets gedeelds in",
    "position.changed": "wijzigde het standpunt van een bestuur",
    "position.shared": "deelde het standpunt van een bestuur met de tafel",
    "position.taken": "schreef het standpunt van een bestuur",
    "proposal.advice_noted": "noteerde een advies dat langs een andere weg kwam",
    "proposal.advised": "gaf advies over het voorstel",
    "proposal.combined": "voegde het voorstel bij een ander",
    "pack.asked": "liet een bundel maken",
    "package.kept": "bewaarde de eigen alinea van een pakket voor college en raad",
    "regional_item.done": "legde vast dat een punt op de eigen agenda stond",
    "regional_item.dropped": "haalde een punt op de eigen agenda uit de telling",
    "regional_item.recorded": "legde een punt op de eigen agenda vast",
    "regional_item.replanned": "plande een punt op de eigen agenda op een andere dag",
    "proposal.drafted": "schreef het voorstel",
    "proposal.edited": "wijzigde het voorstel",
    "proposal.joined": "voegde hier andere voorstellen bij",
    "proposal.kept": "wil het voorstel toch aan deze tafel",
    "proposal.passed": "gaf het voorstel door",
    "proposal.postponed": "stelde het voorstel uit",
    "proposal.prepared": "vulde de voorbereiding aan",
    "proposal.pulled": "wachtte niet langer op een orgaan",
    "proposal.received": "stuurde het voorstel van een ander overleg hierheen",
    "proposal.referred": "stuurde het voorstel naar een ander overleg",
    "proposal.refused": "weerhield het voorstel niet",
    "proposal.returned": "stuurde het voorstel terug",
    "proposal.route_shortened": "sloeg onderweg over wat er niet (meer) is",
    "proposal.scheduled": "plaatste het voorstel op een agenda",
    "proposal.submitted": "diende het voorstel in",
    "proposal.told": "meldde het aan andere overleggen",
    "proposal.treated": "rondde het voorstel af na de bespreking",
    "proposal.withdrawn": "trok het voorstel in",
    "remark.shared": "deelde een opmerking van een bestuur met de tafel",
    "remark.withdrawn": "haalde een eigen opmerking weg",
    "remark.written": "schreef een opmerking binnen het bestuur",
    "reporting_token.made": "maakte een koppeling voor een beslissysteem",
    "reporting_token.reported": "nam een melding van een gekoppeld systeem aan",
    "reporting_token.revoked": "trok een koppeling in",
    "report.remark_answered": "antwoordde op een opmerking bij het verslag",
    "report.remarked": "maakte een opmerking bij het verslag",
    "report.reopened": "heropende het goedgekeurde verslag",
    "report.sent": "stuurde het conceptverslag naar de leden",
    "role.ended": "beëindigde een rol aan het overleg",
    "role.granted": "gaf een rol aan het overleg",
    "round.closed": "sloot de schriftelijke ronde af",
    "round.opened": "opende een schriftelijke ronde",
    "round.reminded": "herinnerde wie nog niet antwoordde",
    "round.replied": "antwoordde in een schriftelijke ronde",
    "municipality.merged": "legde een fusie vast",
    "execution.passed_on": "gaf de uitvoering door bij een fusie",
    "agreement.owner_changed": "gaf de afspraak een andere trekker, bij een fusie",
    "local_decision.carried_over": "gaf een open beslissing door bij een fusie",
    "college.installed": "legde een nieuw college vast",
    "agreement.reconfirmed": "bevestigde een afspraak opnieuw, voor een nieuw college",
    "agreement.questioned": "vroeg een afspraak opnieuw te bespreken, voor een nieuw college",
    "seat.added": "gaf een zetel",
    "seat.ended": "beëindigde een zetel",
    "start_path.finished": "maakte van het startpad een ontwerp van afsprakennota",
    "start_path.opened": "begon het startpad",
    "start_path.saved": "bewaarde een tekst van het startpad",
    "word_template.dropped": "ging terug naar het standaardsjabloon voor verslagen",
    "word_template.kept": "plaatste een Word-sjabloon voor verslagen",
    "statement.drafted": "begon aan een standpunt",
    "statement.changed": "wijzigde het standpunt",
    "statement.backed": "legde vast of een bestuur een standpunt steunt",
    "statement.naming_settled": "zei of het bestuur openbaar genoemd wordt",
    "statement.sent": "verstuurde het standpunt",
    "statement.followed_up": "noteerde de opvolging van het standpunt",
    "statement.answered": "legde het antwoord op het standpunt vast",
    "statement.closed": "sloot de opvolging van het standpunt af",
    "statement.corrected": "begon een volgende versie van het standpunt",
    "statement.released": "gaf het standpunt vrij",
    "joint.drafted": "begon aan een overeenkomst om samen te tekenen",
    "joint.changed": "wijzigde de overeenkomst",
    "joint.opened": "legde de overeenkomst ter ondertekening",
    "joint.signed": "legde vast dat een partij tekende",
    "joint.signature_taken_back": "trok een verkeerd vastgelegde handtekening in",
    "joint.reminded": "herinnerde wie nog niet tekende",
    "joint.corrected": "begon een volgende versie van de overeenkomst",
    "example.added": "voegde een voorbeeld toe",
    "example.changed": "wijzigde een voorbeeld",
    "example.chosen": "legde vast welk voorbeeld een bestuur gebruikt",
    "strategy.drafted": "schreef een strategie op",
    "strategy.changed": "wijzigde de strategie",
    "assembly.noted": "noteerde een algemene vergadering",
    "assembly.changed": "wijzigde wat bij een algemene vergadering hoort",
    "theme.collected": "bracht een thema aan",
    "theme.merged": "voegde een thema bij een ander",
    "theme.moved": "gaf een thema een andere plaats",
    "theme.separated": "zette een thema weer apart",
}
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "voorstellen": ("Voorstellen", ("proposal.",)),
    "vergaderingen": (
        "Vergaderingen en agenda's",
        (
            *("meeting.", "agenda.", "minutes.", "report.", "exchange.", "guest."),
            *("pack.", "calendar_feed.", "sittings."),
        ),
    ),
    "afspraken": ("Afspraken en uitvoering", ("agreement.", "execution.")),
    "standpunten": (
        "Standpunten en schriftelijke rondes",
        ("position.", "remark.", "round."),
    ),
    "producten": (
        "Wat we samen maken",
        ("statement.", "joint.", "example.", "strategy.", "assembly."),
    ),
    "beslissingen": (
        "Lokale beslissingen",
        (
            *("draft.", "draft_remark.", "local_decision.", "local_decisions."),
            *("draft_bundle.", "draft_template.", "local_draft.", "local_drafts."),
            *("reporting_token.", "link_sheet.", "term."),
            *("package.", "regional_item."),
        ),
    ),
    "dossiers": ("Dossiers en documenten", ("dossier.", "document.")),
    "werking": (
        "Afsprakennota en werking",
        (
            *("charter.", "clearance.", "evaluation.", "assessment.", "piece."),
            *("horizon.", "forum.", "word_template."),
        ),
    ),
    "raadsleden": ("Raadsleden", ("councillor_question.", "council_letter.", "info_evening.")),
    "samenstelling": (
        "Samenstelling en rollen",
        (
            "body.",
            "category.",
            "seat.",
            "role.",
            "mandate.",
            "account.",
            "person.",
            "organization.",
            "municipality.",
            "college.",
            "start_path.",
            "theme.",
        ),
    ),
}
"""The kinds one may filter on: words and the verbs they stand for."""

_FROM_AGENDA = {
    "proposal.submitted": "haalde het voorstel weer van de agenda",
    "proposal.joined": "voegde hier andere voorstellen bij",
    "proposal.kept": "wil het voorstel toch aan deze tafel",
    "proposal.passed": "gaf het voorstel door",
    "proposal.postponed": "verdaagde het voorstel",
}
_FIELDS = {
    "addressees": "bestemmelingen",
    "agenda": "versie van de agenda",
    "goals": "doelen",
    "items": "punten",
    "mailed_to": "gemaild aan",
    "parties": "partijen",
    "checksum": "controlegetal",
    "asked": "gevraagd aan",
    "adopted": "anders aangenomen",
    "clause": "clausule",
    "clauses": "clausules",
    "decided": "besliste al",
    "drafts": "ontwerpen",
    "own": "eigen tekst die vervalt",
    "columns": "eigen velden",
    "cost": "te verdelen bedrag",
    "last_day": "opmerkingen tot en met",
    "silent": "zonder antwoord",
    "version": "versie",
    "co_preparer": "medevoorbereider",
    "combined": "samengevoegd",
    "counts": "aantallen",
    "domains": "beleidsdomeinen",
    "despite_internal": "toch openbaar, met interne gevolgen",
    "ended_at": "afgerond op",
    "executors": "uitvoerders",
    "finding": "bevinding",
    "ground": "uitzonderingsgrond",
    "from_body": "komt van",
    "function": "functie",
    "into": "samengevoegd met",
    "invited": "uitgenodigd",
    "lesson": "les",
    "local_detail": "stand per bestuur zichtbaar",
    "meeting": "vergadering",
    "municipalities": "besturen",
    "number": "versie",
    "opened": "toch openbaar, met interne gevolgen",
    "options": "antwoorden",
    "passage": "onderweg",
    "post": "functie",
    "question": "vraag",
    "release": "vrijgave",
    "refused_on": "geweigerd op",
    "reminded": "herinnerd",
    "reported": "gemeld",
    "role": "rol",
    "seat": "zetel",
    "slot": "verwacht",
    "started_at": "begonnen op",
    "support": "ondersteund door",
    "taken_on": "op",
    "to_body": "doorgestuurd naar",
}
_KEPT_ELSEWHERE = {"local_detail": "publication.Release"}
"""Fields that are logged with another thing than the one that keeps them."""
_PRESENCES = {choice.value: str(choice.label) for choice in Presence}
_ANSWERS = {choice.value: str(choice.label) for choice in ReplyAnswer}
_BY_SEAT: Mapping[str, Mapping[str, str]] = {
    "meeting.presence_prefilled": _PRESENCES,
    "meeting.presence_recorded": _PRESENCES,
    "meeting.reply_given": _ANSWERS,
    "meeting.turn_dropped": {},
    "meeting.turn_noted": {},
}
"""Verbs whose changes are named by the seat, and the words of their values."""
_LONG = 160


@dataclass(frozen=True)
class ChangedField:
    """One field of one change, old and new, ready to read. ``is_long`` asks for a fold."""

    name: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        """Whether the values are texts rather than facts."""
        return len(self.old) + len(self.new) > _LONG


def verb_words(entry: AuditEntry) -> str:
    """What was done, after the name of who did it: ``diende het voorstel in``."""
    before = (entry.changes.get("state") or [None])[0]
    if before == "scheduled" and entry.verb in _FROM_AGENDA:
        return _FROM_AGENDA[entry.verb]
    return VERBS.get(entry.verb, "wijzigde iets")


def changed_fields(entry: AuditEntry) -> list[ChangedField]:
    """The fields of one change with Dutch names and values."""
    model = apps.get_model(entry.subject_type)
    lines = []
    for key, (old, new) in entry.changes.items():
        name, choices = _known(model, key, entry.verb)
        lines.append(ChangedField(name, _value(old, choices), _value(new, choices)))
    told = ("", entry.subject_label)
    return [line for line in lines if line.old != line.new and (line.old, line.new) != told]


def _known(model: Any, key: str, verb: str) -> tuple[str, Mapping[str, str]]:
    """The name of a field and the words of its choices."""
    if verb in _BY_SEAT:
        return key, _BY_SEAT[verb]
    kept_by = apps.get_model(_KEPT_ELSEWHERE[key]) if key in _KEPT_ELSEWHERE else model
    try:
        field = kept_by._meta.get_field(key)
    except FieldDoesNotExist:
        return _FIELDS.get(key, "gegeven"), {}
    choices = {str(value): str(label) for value, label in getattr(field, "flatchoices", ())}
    return _FIELDS.get(key) or str(getattr(field, "verbose_name", "gegeven")), choices


def _value(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, bool) or value in ("True", "False"):
        return "ja" if value in (True, "True") else "nee"
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return join_dutch([_value(each, choices) for each in value])
    text = choices.get(str(value), str(value))
    return _as_day(text)


def _as_day(text: str) -> str:
    """A day, hour or moment in ISO notation as one speaks it; any other text as it is."""
    is_hour = len(text) == 5 and text[2] == ":"
    if not is_hour and (not text[:4].isdigit() or text[4:5] != "-"):
        return text
    try:
        if is_hour:
            return hours(time.fromisoformat(text))
        if len(text) == 10:
            return spoken(date.fromisoformat(text))
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text

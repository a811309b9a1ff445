"""The fixed vocabularies of a consultation table. What differs per region is data, not here."""

from django.db import models

from overlegtafel.common.transitions import Move


class BodyKind(models.TextChoices):
    """What kind of table a body is."""

    MAYORS = "mayors", "burgemeestersoverleg"
    SUBREGION = "subregion", "subregionaal overleg"
    DIRECTORS = "directors", "overleg van algemeen directeurs"
    STEERING = "steering", "agendacommissie, stuurgroep of dagelijks bestuur"
    THEMATIC = "thematic", "thematische tafel"
    WORKGROUP = "workgroup", "werkgroep of projectgroep"
    CLUSTER = "cluster", "cluster"
    FORUM = "forum", "ander regionaal forum"


ADMINISTRATIVE = (BodyKind.DIRECTORS, BodyKind.WORKGROUP, BodyKind.CLUSTER)
"""Kinds of body whose advice is the administrative track of an item (R55), unless the body says
otherwise of itself; that of the others is political."""


class TableRole(models.TextChoices):
    """What a person does for a table beside (or without) having a seat."""

    SUPPORT = "support", "secretariaat"
    CHAIR = "chair", "voorzitter"
    PARTNER = "partner", "partner"
    BRIDGE = "bridge", "brug"


class Situation(models.TextChoices):
    """How a table came through the delimitation of the regions (R30)."""

    KEPT = "kept", "behouden"
    ADAPTED = "adapted", "aangepast"
    STARTED = "started", "opgestart of doorgestart"


class Involved(models.TextChoices):
    """Being involved without a seat (R67)."""

    ADVICE = "advice", "schriftelijk advies"
    INVITED = "invited", "uitgenodigd per punt"
    INFORMED = "informed", "geïnformeerd"
    FORUM = "forum", "jaarlijks forum"


class Does(models.TextChoices):
    """What a body does with a proposal on its way to another body."""

    ADVISES = "advises", "adviseert"
    SCREENS = "screens", "stelt de agenda voor"


class Task(models.TextChoices):
    """What is done for a table; the charter says what its staff does alone (R87 to R90)."""

    PROPOSE_OWN = "propose_own", "zelf een voorstel aanbrengen"
    PROPOSE_FOR = "propose_for", "een voorstel invoeren voor wie het aanbrengt"
    SCREEN = "screen", "voorstellen beoordelen"
    PLAN = "plan", "vergaderingen plannen"
    AGENDA = "agenda", "de agenda samenstellen"
    CONVENE = "convene", "de agenda versturen"
    MINUTES = "minutes", "de vergadering openen en het verslag schrijven"
    AGREEMENTS = "agreements", "afspraken verwoorden en opvolgen"
    APPROVE = "approve", "het verslag als goedgekeurd vastleggen"
    LOCAL = "local", "lokale beslissingen openen"
    RELEASE = "release", "vrijgeven voor het publiek"
    DOSSIERS = "dossiers", "dossiers openen, overdragen en afsluiten"
    COMPOSE = "compose", "zetels, rollen en uitnodigingen regelen"
    CHARTER = "charter", "een afsprakennota voorbereiden"
    EVALUATE = "evaluate", "een evaluatie begeleiden"
    SHARE = "share", "lessen, sjablonen en de afsprakennota met andere regio's delen"


class Authority(models.TextChoices):
    """How far staff may go with a task."""

    ALONE = "alone", "mag alleen"
    AFTER_CHAIR = "after_chair", "mag na akkoord van de voorzitter"
    NEVER = "never", "doet dit niet"


class SupportMode(models.TextChoices):
    """The role of the support (R88, R89)."""

    DRIVING_FORCE = "driving_force", "drijvende kracht"
    GATEKEEPER = "gatekeeper", "gatekeeper"


class Intake(models.TextChoices):
    """Ways in which an item may come to the table (R96)."""

    SUPPORT = "support", "het secretariaat"
    PARTNER = "partner", "een partnerorganisatie"
    DIRECTOR = "director", "een lokaal bestuur, via de algemeen directeur"
    MEMBER = "member", "een lid aan tafel"


class Wish(models.TextChoices):
    """From whose wish within a municipality a proposal came."""

    COLLEGE = "college", "wens van het college"
    COUNCIL = "council", "wens van de gemeenteraad"


class Late(models.TextChoices):
    """What happens to a proposal after the cut-off (R51)."""

    NEXT_MEETING = "next_meeting", "naar de volgende vergadering"
    CHAIR = "chair", "alleen als de voorzitter het met een reden aanvaardt"


class FunctionModel(models.TextChoices):
    """Whether the three functions are steps or overlap (R3)."""

    STEPS = "steps", "stappenplan"
    OVERLAPPING = "overlapping", "overlappend"


class Ratification(models.TextChoices):
    """How the table confirms what was prepared (R53)."""

    CONSENSUS = "consensus", "consensus"
    RESERVATIONS = "reservations", "consensus, met voorbehoud genoteerd"
    POLL = "poll", "na een peiling, die niet bindt"


class Silence(models.TextChoices):
    """What no reply means in a written round (R53)."""

    AGREES = "agrees", "geldt als akkoord"
    NOTHING = "nothing", "geldt als geen antwoord"
    TO_TABLE = "to_table", "brengt het punt naar de volgende vergadering"


class PlatformRole(models.TextChoices):
    """What a platform does with a theme (R121)."""

    INFORM = "inform", "informeert"
    ADVISE = "advise", "adviseert"
    AGREE = "agree", "maakt de afspraak"


class Function(models.TextChoices):
    """The three functions of a consultation (R1)."""

    EXCHANGE = "exchange", "uitwisseling"
    ALIGNMENT = "alignment", "afstemming"
    POLICY = "policy", "beleid"


class Category(models.TextChoices):
    """The four categories of agenda items (R101), in the words of the source."""

    INFORMATION = "information", "Informatie- en kennisdoorstroming"
    STEERING = "steering", "Aansturen en regisseren van intergemeentelijke samenwerkingsverbanden"
    PROJECT = "project", "Regionale projectontwikkeling en opvolging"
    STRATEGY = "strategy", "Strategie, standpuntbepaling en belangenbehartiging"


class CompetentBody(models.TextChoices):
    """Which local body decides. The table never does (R42)."""

    NONE = "none", "geen lokale beslissing nodig"
    COLLEGE = "college", "college van burgemeester en schepenen"
    COUNCIL = "council", "gemeenteraad"
    COLLEGE_AND_COUNCIL = "college_and_council", "college en gemeenteraad"
    WELFARE_COUNCIL = "welfare_council", "raad voor maatschappelijk welzijn"
    STANDING_BUREAU = "standing_bureau", "vast bureau"


class Openness(models.TextChoices):
    """Who may read an item (R8), from closed to open."""

    TABLE = "table", "besloten tafel"
    MEMBERS = "members", "leden en algemeen directeurs"
    LOCAL = "local", "lokale besturen"
    PUBLIC = "public", "openbaar"


class CouncillorMode(models.TextChoices):
    """What councillors of the member municipalities may do with what they read (R68)."""

    READ = "read", "lezen"
    QUESTIONS = "questions", "lezen en vragen stellen"
    EVENING = "evening", "lezen, vragen stellen en naar een regionale infoavond komen"


class CouncillorStep(models.TextChoices):
    """From when councillors read what a table does, from late to early (R68)."""

    RELEASE = "release", "wat voor iedereen vrijgegeven is"
    REPORT = "report", "het verslag, zodra het goedgekeurd is"
    TITLES = "titles", "de titels van de agenda, zodra ze verstuurd is"
    AGENDA = "agenda", "de agenda zodra ze verstuurd is, en het verslag zodra het goedgekeurd is"


class CharterState(models.TextChoices):
    """A charter is written, then adopted at the table; it never changes after."""

    DRAFT = "draft", "Ontwerp"
    ADOPTED = "adopted", "Aangenomen"


CHARTER_MOVES = {
    "adopt": Move((CharterState.DRAFT,), CharterState.ADOPTED, "Aannemen"),
}


class StartState(models.TextChoices):
    """A start path is walked until its draft charter is made."""

    OPEN = "open", "Loopt"
    FINISHED = "finished", "Afgerond"


START_MOVES = {
    "finish": Move((StartState.OPEN,), StartState.FINISHED, "Ontwerp van afsprakennota maken"),
}


class EvaluationState(models.TextChoices):
    """An evaluation is open until it has a conclusion and a next date (R99)."""

    OPEN = "open", "Loopt"
    CLOSED = "closed", "Afgesloten"


EVALUATION_MOVES = {
    "close": Move((EvaluationState.OPEN,), EvaluationState.CLOSED, "Evaluatie afsluiten"),
}


class SharedKind(models.TextChoices):
    """What a region may share with the others (R127)."""

    CHARTER = "charter", "afsprakennota"
    TEMPLATE = "template", "sjabloon"
    LESSON = "lesson", "les"

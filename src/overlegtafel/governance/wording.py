"""A charter's settings as plain sentences, and what differs between two versions.

Pure functions over the rules, so that a page, a preview and a test read the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from overlegtafel.common.text import join_dutch
from overlegtafel.governance.rules import CharterRules, Domain, StandingItem, Template, Theme
from overlegtafel.governance.states import (
    Authority,
    CompetentBody,
    CouncillorMode,
    FunctionModel,
    Late,
    PlatformRole,
    Ratification,
    Task,
)

CHAPTERS = {
    "ambition": "Ambitie",
    "agendering": "Agendering",
    "preparation": "Beleidsvoorbereiding",
    "ratification": "Bekrachtiging",
    "execution": "Beleidsuitvoering",
    "support": "Wie wat doet",
    "themes": "Wat we waar bespreken",
    "councillors": "Raadsleden",
}
"""The parts of a charter, in the order one reads them."""

Names = Mapping[str, str]
"""What a body's slug or an organization's code is called."""


def sentences(rules: CharterRules, names: Names | None = None) -> dict[str, list[str]]:
    """Every setting as a sentence, by chapter. ``names`` says what slugs and codes stand for."""
    known = names or {}
    return {
        "ambition": _ambition(rules),
        "agendering": _agendering(rules, known),
        "preparation": _preparation(rules, known),
        "ratification": _ratification(rules),
        "execution": _execution(rules, known),
        "support": _support(rules),
        "themes": [_theme(each, known) for each in rules.themes],
        "councillors": _councillors(rules),
    }


@dataclass(frozen=True)
class Change:
    """One sentence that a new version drops or adds, with the part of the charter it is in."""

    chapter: str
    how: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.chapter}, {self.how}: {self.sentence}"


def differences(old: CharterRules, new: CharterRules, names: Names | None = None) -> list[Change]:
    """What a new version changes, in sentences: what no longer holds, and what does."""
    before, after = sentences(old, names), sentences(new, names)
    changes: list[Change] = []
    for chapter, title in CHAPTERS.items():
        for tag, a, b, c, d in SequenceMatcher(
            a=before[chapter], b=after[chapter], autojunk=False
        ).get_opcodes():
            if tag == "equal":
                continue
            changes += [Change(title, "vervalt", each) for each in before[chapter][a:b]]
            changes += [Change(title, "nieuw", each) for each in after[chapter][c:d]]
    return changes


def _name(key: str, names: Names) -> str:
    return names.get(key, key)


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dagen"


def _working_days(number: int) -> str:
    return "1 werkdag" if number == 1 else f"{number} werkdagen"


def _ambition(rules: CharterRules) -> list[str]:
    visibility = rules.visibility
    model = {
        FunctionModel.STEPS: "Uitwisseling, afstemming en beleid zijn stappen: over beleid gaat "
        "het pas na een afstemming, tenzij de voorzitter er een reden voor geeft.",
        FunctionModel.OVERLAPPING: "Uitwisseling, afstemming en beleid mogen in elke volgorde.",
    }
    return [
        model[rules.function_model],
        f"Wie een punt van uitwisseling leest: {visibility.exchange.label}.",
        f"Wie een punt van afstemming leest: {visibility.alignment.label}.",
        f"Wie een punt van beleid leest: {visibility.policy.label}.",
    ]


def _agendering(rules: CharterRules, names: Names) -> list[str]:
    part = rules.agendering
    ways = [str(way.label) for way in part.intake]
    said = [
        f"Een punt komt van {join_dutch(ways)}." if ways else "Niemand brengt zelf iets aan.",
        f"Voorstellen zijn er uiterlijk {_days(part.cut_off_days)} vóór de vergadering."
        if part.cut_off_days
        else "Er is geen vaste uiterste dag voor voorstellen.",
        {
            Late.NEXT_MEETING: "Wat na een uiterste dag komt, gaat naar de volgende vergadering.",
            Late.CHAIR: "Wat na een uiterste dag komt, kan alleen als de voorzitter het met een "
            "reden aanvaardt.",
        }[part.late],
        "Wie als gast één punt toelicht, leest dat punt tot "
        + (f"{_days(part.guest_days)} na de vergadering." if part.guest_days else "die dag zelf."),
    ]
    if part.route:
        said += [f"{_name(step.body, names)} {step.does.label}." for step in part.route]
    else:
        said.append("Het secretariaat beoordeelt de voorstellen zelf.")
    said += [_standing_item(each, names) for each in part.standing_items]
    said += [_template(each) for each in part.templates]
    return said


def _standing_item(item: StandingItem, names: Names) -> str:
    about = f" over de vorige vergadering van {_name(item.feedback_from, names)}"
    return (
        f"Vast agendapunt: “{item.title}” ({item.function.label}; {item.category.label})"
        f"{about if item.feedback_from else ''}{_ended(_colon(item.summary))}"
    )


def _template(template: Template) -> str:
    credit = f", overgenomen van {template.credit}" if template.credit else ""
    note = f" Nota: {template.note}" if template.note else ""
    return (
        f"Sjabloon: “{template.title}” ({template.function.label}; {template.category.label})"
        f"{credit}{_ended(_colon(template.summary))}{note}"
    )


def _colon(text: str) -> str:
    return f": {text.rstrip('.')}" if text else ""


def _ended(text: str) -> str:
    return text if text.endswith(("?", "!")) else f"{text}."


def _preparation(rules: CharterRules, names: Names) -> list[str]:
    part = rules.preparation
    return [
        "Een punt van afstemming of beleid heeft een voorbereider voor het op de agenda komt."
        if part.preparer_needed
        else "Een voorbereider is niet verplicht.",
        "Een punt van beleid heeft een nota."
        if part.note_needed_for_policy
        else "Een nota is niet verplicht.",
        f"Een nota begint van: {_ended('; '.join(filter(None, part.note_template.splitlines())))}"
        if part.note_template
        else "Een nota heeft geen vaste vorm.",
        *(_domain(each, names) for each in part.domains),
    ]


def _domain(domain: Domain, names: Names) -> str:
    preparer = f" Voorbereid door {_name(domain.preparer, names)}" if domain.preparer else ""
    until = f" tot {domain.preparer_until}" if domain.preparer and domain.preparer_until else ""
    advice = f" Advies van {join_dutch([_name(each, names) for each in domain.advice])}."
    return (
        f"{domain.name}: {_ended(domain.ambition.label + _colon(domain.landing_point))}"
        f"{preparer}{until}{'.' if preparer else ''}{advice if domain.advice else ''}"
    )


def _ratification(rules: CharterRules) -> list[str]:
    part = rules.ratification
    written = part.written_rounds
    return [
        {
            Ratification.CONSENSUS: "We maken afspraken bij consensus.",
            Ratification.RESERVATIONS: "We maken afspraken bij consensus; een voorbehoud wordt "
            "genoteerd.",
            Ratification.POLL: "We kunnen vooraf peilen; een peiling bindt niemand.",
        }[part.way],
        f"Voor een afspraak zijn minstens {part.minimum_present} leden aanwezig of vervangen."
        if part.minimum_present
        else "Er is geen minimum aan aanwezigen.",
        f"Tussen twee vergaderingen kan een schriftelijke ronde van {_days(written.days)}; "
        f"wie niet antwoordt: {written.silence.label}."
        if written.allowed
        else "Schriftelijke rondes houden we niet.",
        f"Op een conceptverslag kan {_working_days(part.remark_days)} gereageerd worden.",
        "Een verslag wordt goedgekeurd als eerste punt van de volgende vergadering"
        + ("; tussendoor kan ook." if part.approve_between else "."),
    ]


def _execution(rules: CharterRules, names: Names) -> list[str]:
    part = rules.execution
    return [
        f"Uitvoerder, tenzij anders gezegd: {_name(part.default_executor, names)}."
        if part.default_executor
        else "Bij elke afspraak zeggen we wie uitvoert.",
        "Een afspraak vraagt geen lokale beslissing, tenzij anders gezegd."
        if part.local_decision == CompetentBody.NONE
        else f"Een afspraak gaat naar: {part.local_decision.label}, tenzij anders gezegd.",
        f"We volgen op na {_days(part.follow_up_days)}."
        if part.follow_up_days
        else "Bij elke afspraak kiezen we de datum.",
        f"Op een standpunt verwachten we antwoord binnen {_days(part.answer_days)}.",
    ]


def _support(rules: CharterRules) -> list[str]:
    part = rules.support
    by_authority = {
        authority: [str(task.label) for task in Task if rules.authority(task) == authority]
        for authority in Authority
    }
    return [
        f"Het secretariaat is {part.mode.label}.",
        *(
            f"Het secretariaat {authority.label}: {task}."
            for authority, tasks in by_authority.items()
            for task in tasks
        ),
    ]


_PLATFORM_DOES = {
    PlatformRole.INFORM: "ter informatie",
    PlatformRole.ADVISE: "advies",
    PlatformRole.AGREE: "afspraak",
}
"""What a platform does with a theme, in words that suit one name and several."""


def _theme(theme: Theme, names: Names) -> str:
    places = [
        f"{_name(each.platform, names)} ({_PLATFORM_DOES[each.role]})" for each in theme.platforms
    ]
    words = f" (ook: {', '.join(theme.words)})" if theme.words else ""
    return f"{theme.theme}{words}: {join_dutch(places)}."


def _councillors(rules: CharterRules) -> list[str]:
    part = rules.councillors
    said = [
        "Raadsleden van de leden kunnen "
        + {
            CouncillorMode.READ: "meelezen.",
            CouncillorMode.QUESTIONS: "meelezen en vragen stellen.",
            CouncillorMode.EVENING: "meelezen, vragen stellen en naar een regionale infoavond "
            "komen.",
        }[part.mode],
        f"Raadsleden lezen {part.step.label}.",
    ]
    if part.public_letters:
        said.append("Iedereen mag de raadsbrieven lezen.")
    return said


def support_in_short(rules: CharterRules) -> list[str]:
    """What staff does, a sentence for each authority instead of one for each task."""
    part = rules.support
    said = [f"Het secretariaat is {part.mode.label}."]
    for authority in Authority:
        tasks = [str(task.label) for task in Task if rules.authority(task) == authority]
        if tasks:
            said.append(f"Het secretariaat {authority.label}: {join_dutch(tasks)}.")
    return said

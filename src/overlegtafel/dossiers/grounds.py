"""On which grounds access to a document may be refused to who asks for it.

A level here only says who reads along by default: everyone may ask to see an administrative
document, and gets an answer within 20 days (40 when extended). A refusal names its ground and
how to appeal (Bestuursdecreet of 7 December 2018, art. II.33 and following, II.43 and II.48).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ground:
    """One ground: what it is called, and where in law it is to be read."""

    key: str
    label: str
    source: str


GROUNDS = (
    Ground("unfinished", "het document is niet af", "Bestuursdecreet, art. II.33, 2°"),
    Ground(
        "unreasonable", "de vraag is kennelijk onredelijk of te algemeen", "Bestuursdecreet, II.33"
    ),
    Ground("privacy", "persoonlijke levenssfeer", "Bestuursdecreet, art. II.33 en volgende"),
    Ground("economic", "economische of financiële belangen", "Bestuursdecreet, II.33 en volgende"),
    Ground(
        "deliberation",
        "vertrouwelijk beraad van een orgaan waarvan de vergadering niet openbaar is",
        "Bestuursdecreet, II.33 en volgende",
    ),
    Ground("secrecy", "een geheimhoudingsplicht uit een wet", "Bestuursdecreet, II.33 en volgende"),
    Ground("justice", "een lopende rechtszaak", "Bestuursdecreet, II.33 en volgende"),
)
BY_KEY = {ground.key: ground for ground in GROUNDS}
APPEAL = (
    "Vermeld in de weigering dat beroep kan bij de Beroepsinstantie (Bestuursdecreet, art. II.43 "
    "en II.48)."
)

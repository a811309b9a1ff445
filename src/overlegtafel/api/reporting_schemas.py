"""What a coupled decision system reads and reports."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict

from overlegtafel.api.schemas import GroupRef, Nis, PageUrl
from overlegtafel.common.text import is_sign

Verb = Literal[
    "plan",
    "put_on_agenda",
    "approve",
    "approve_with_change",
    "postpone",
    "refuse",
    "set_aside",
    "correct",
    "publish",
]


def _written_day(value: Any) -> Any:
    """A day as text: a number would silently become a day of 1970."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) != len("2026-11-26"):
        raise ValueError
    return value


def _one_line(value: str) -> str:
    """Text of one line; what no database can hold is refused."""
    if not all(is_sign(each) for each in value) or "\n" in value:
        raise ValueError
    return value.strip()


def day(description: str) -> Any:
    """A field for a day that may be absent."""
    return Field(default=None, description=description, examples=["2026-11-26"])


Day = Annotated[date | None, BeforeValidator(_written_day)]
Line = Annotated[str, AfterValidator(_one_line)]


class DossierRef(Schema):
    """Het dossier waar de afspraak bij hoort."""

    reference: Annotated[str, Field(examples=["D-01"])]
    title: str
    url: PageUrl


class AskedAgreement(Schema):
    """De afspraak waarover het bestuur beslist."""

    reference: Annotated[str, Field(examples=["A-D07"])]
    title: str
    text: str
    table: GroupRef
    made_on: Annotated[date, Field(description="De vergadering die de afspraak maakte")]
    due_on: Annotated[date, Field(description="Tegen wanneer de tafel een beslissing vraagt")]
    url: PageUrl


class Decision(Schema):
    """Wat één bestuur met één afspraak doet (besluit:BehandelingVanAgendapunt)."""

    id: int
    revision: Annotated[int, Field(description="Telt op bij elke wijziging", examples=[3])]
    state: Annotated[str, Field(examples=["on_agenda"])]
    label: Annotated[str, Field(description="De stand in woorden", examples=["Op de agenda"])]
    can: Annotated[list[Verb], Field(description="Wat u nu kunt melden")]
    nis: Nis
    municipality: str
    competent_body: Annotated[str, Field(examples=["council"])]
    competent_body_label: Annotated[str, Field(examples=["de gemeenteraad"])]
    agreement: AskedAgreement
    dossier: Annotated[DossierRef | None, Field(description="Leeg als het niet te lezen is")]
    college_on: date | None
    meets_on: Annotated[date | None, Field(description="Zitting van wie beslist")]
    published_on: date | None
    link: str
    note: str
    url: PageUrl


class Report(Schema):
    """Wat uw systeem meldt. Laat weg wat u niet weet."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "verb": "approve",
                    "meets_on": "2026-11-24",
                    "link": "https://raadpleeg.example/beslissing/123",
                },
                {"verb": "put_on_agenda", "meets_on": "2026-12-17"},
                {"verb": "correct", "note": "Verkeerd punt gekozen in ons systeem."},
            ]
        },
    )

    verb: Annotated[
        Verb,
        Field(
            description="`plan` en `put_on_agenda`: het komt eraan; `approve`, "
            "`approve_with_change` (met `note`) en `refuse`: er is beslist op `meets_on`; "
            "`postpone`: uitgesteld; `set_aside`: niet van toepassing; `publish`: de beslissing is "
            "bekendgemaakt; `correct` (met `note`): wat hier staat klopt niet."
        ),
    ]
    meets_on: Day = day("Zitting van wie beslist; nodig vanaf `put_on_agenda`")
    college_on: Day = day("Wanneer het college het bespreekt, als de raad beslist")
    published_on: Day = day("Bekendgemaakt op; pas nadat beslist is")
    link: Annotated[
        Line,
        Field(
            max_length=500,
            description="Adres van de beslissing; begint met https://",
            examples=["https://raadpleeg.example/beslissing/123"],
        ),
    ] = ""
    note: Annotated[Line, Field(max_length=300, description="Eén zin")] = ""
    expected_revision: Annotated[
        int | None,
        Field(
            ge=1,
            le=2_000_000_000,
            strict=True,
            description="Weigeren (409) als iemand sinds deze versie iets wijzigde",
            examples=[3],
        ),
    ] = None

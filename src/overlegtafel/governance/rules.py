"""What a charter settles, as one typed document: the four how-questions as settings (R50 to R54).

A charter's rules are kept, compared, exported and imported whole, so they are one document and
not twenty tables (decision 8). References to bodies are their slugs, to organizations their codes.
Everything has a default: the empty document is "Start eenvoudig" (R116).
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from overlegtafel.governance.states import (
    Authority,
    Category,
    CompetentBody,
    CouncillorMode,
    CouncillorStep,
    Does,
    Function,
    FunctionModel,
    Intake,
    Late,
    Openness,
    PlatformRole,
    Ratification,
    Silence,
    SupportMode,
    Task,
)

Short = Annotated[str, Field(min_length=1, max_length=200)]
Long = Annotated[str, Field(max_length=5_000)]


class Rules(BaseModel):
    """A part of a charter: strict about what it does not know, never changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RouteStep(Rules):
    """A body that handles a proposal before the table's own secretariat may place it."""

    body: Short
    does: Does


class StandingItem(Rules):
    """An item on every agenda. ``feedback_from`` is a body whose last meeting it reports on."""

    title: Short
    summary: Long = ""
    function: Function = Function.EXCHANGE
    category: Category = Category.INFORMATION
    feedback_from: str = ""


class Template(Rules):
    """A proposal that is often made, to start from. ``credit`` names where it was copied."""

    title: Short
    summary: Long = ""
    function: Function = Function.ALIGNMENT
    category: Category = Category.PROJECT
    note: Long = ""
    credit: str = ""


class Agendering(Rules):
    """How-question 1: who brings something, who looks at it, until when.

    ``guest_days``: how many days after the meeting a guest still reads the one item (R7).
    """

    intake: tuple[Intake, ...] = tuple(Intake)
    cut_off_days: Annotated[int, Field(ge=0, le=60)] = 0
    late: Late = Late.CHAIR
    guest_days: Annotated[int, Field(ge=0, le=365)] = 14
    route: tuple[RouteStep, ...] = ()
    standing_items: tuple[StandingItem, ...] = ()
    templates: tuple[Template, ...] = ()


class Domain(Rules):
    """A policy domain: what the table aims at in it, where it wants to land, who prepares."""

    name: Short
    ambition: Function = Function.EXCHANGE
    landing_point: Long = ""
    preparer: str = ""
    preparer_until: str = ""
    advice: tuple[Short, ...] = ()


class Preparation(Rules):
    """How-question 2: who prepares what, who advises, from which note."""

    domains: tuple[Domain, ...] = ()
    note_template: Long = ""
    preparer_needed: bool = True
    note_needed_for_policy: bool = False


class WrittenRounds(Rules):
    """Agreeing between meetings: whether, how long, and what silence means."""

    allowed: bool = False
    days: Annotated[int, Field(ge=1, le=90)] = 10
    silence: Silence = Silence.NOTHING


class Bekrachtiging(Rules):
    """How-question 3: how the table confirms. Never a vote that binds (R46).

    ``remark_days``: working days to remark on a concept report (te bevestigen).
    ``approve_between``: whether a report may be approved between two meetings (R133).
    """

    way: Ratification = Ratification.CONSENSUS
    minimum_present: Annotated[int, Field(ge=0, le=200)] = 0
    remark_days: Annotated[int, Field(ge=1, le=60)] = 10
    approve_between: bool = True
    written_rounds: WrittenRounds = WrittenRounds()


class Execution(Rules):
    """How-question 4: who carries out, who decides locally, how it is followed.

    ``answer_days``: how long an answer to a statement may take (R22); an own habit, no law.
    """

    default_executor: str = ""
    local_decision: CompetentBody = CompetentBody.NONE
    follow_up_days: Annotated[int, Field(ge=0, le=365)] = 90
    answer_days: Annotated[int, Field(ge=1, le=365)] = 60


class Support(Rules):
    """What staff does: alone, after the chair, or never (R87 to R90)."""

    mode: SupportMode = SupportMode.DRIVING_FORCE
    tasks: dict[Task, Authority] = {}

    def authority(self, task: Task) -> Authority:
        """How far staff may go with a task; what is not named, the mode says."""
        return self.tasks.get(task, _MODES[self.mode].get(task, Authority.ALONE))


_MODES: dict[SupportMode, dict[Task, Authority]] = {
    SupportMode.DRIVING_FORCE: {},
    SupportMode.GATEKEEPER: {Task.PROPOSE_OWN: Authority.NEVER},
}


class Platform(Rules):
    """One place where a theme is handled: a body's slug, or another forum by its name."""

    platform: Short
    role: PlatformRole


class Theme(Rules):
    """Where do we discuss what (R97, R121)."""

    theme: Short
    words: tuple[Short, ...] = ()
    platforms: Annotated[tuple[Platform, ...], Field(min_length=1)]

    @property
    def agreeing(self) -> tuple[str, ...]:
        """The platforms that would each make the agreement; more than one is a conflict."""
        return tuple(p.platform for p in self.platforms if p.role == PlatformRole.AGREE)


class Visibility(Rules):
    """Who reads an item by default, by function (R8)."""

    exchange: Openness = Openness.LOCAL
    alignment: Openness = Openness.LOCAL
    policy: Openness = Openness.LOCAL


class Councillors(Rules):
    """What councillors of every party alike read and may ask (R68, R69).

    ``public_letters``: whether everyone may read the letter to the councils after it was sent.
    """

    mode: CouncillorMode = CouncillorMode.READ
    step: CouncillorStep = CouncillorStep.RELEASE
    public_letters: bool = False

    @property
    def may_ask(self) -> bool:
        """Whether councillors ask questions here."""
        return self.mode != CouncillorMode.READ

    @property
    def may_come(self) -> bool:
        """Whether councillors are invited to a regional info evening here."""
        return self.mode == CouncillorMode.EVENING


class CharterRules(Rules):
    """All a charter settles. The empty document is the simplest table there is."""

    function_model: FunctionModel = FunctionModel.OVERLAPPING
    agendering: Agendering = Agendering()
    preparation: Preparation = Preparation()
    ratification: Bekrachtiging = Bekrachtiging()
    execution: Execution = Execution()
    support: Support = Support()
    themes: tuple[Theme, ...] = ()
    visibility: Visibility = Visibility()
    councillors: Councillors = Councillors()

    @model_validator(mode="after")
    def _names_once(self) -> "CharterRules":
        for what, names in (
            ("beleidsdomein", [each.name for each in self.preparation.domains]),
            ("thema", [each.theme for each in self.themes]),
            ("sjabloon", [each.title for each in self.agendering.templates]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what} staat er twee keer: {', '.join(twice)}")
        return self

    def authority(self, task: Task) -> Authority:
        """How far staff goes with a task: what the support settles, within the ways of intake."""
        if task == Task.PROPOSE_OWN and Intake.SUPPORT not in self.agendering.intake:
            return Authority.NEVER
        return self.support.authority(task)

    def domain(self, name: str) -> Domain | None:
        """What is settled for a policy domain, if anything."""
        return next((each for each in self.preparation.domains if each.name == name), None)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The policy domains of the table."""
        return self.preparation.domains


SIMPLE = CharterRules()
"""What holds for a table without a charter."""

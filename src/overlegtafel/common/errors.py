"""Why a service refuses. Each carries one Dutch sentence that a user may read as it is."""


class DomainError(Exception):
    """A refusal with a Dutch sentence and an HTTP status."""

    status = 400
    default = "Dat kan niet."

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.default
        super().__init__(self.sentence)


class NotVisible(DomainError):
    """The actor may not know that this exists: 404."""

    status = 404
    default = "Deze pagina bestaat niet, of u kunt ze niet zien."


class NotAllowed(DomainError):
    """The actor sees it but may not do this: 403."""

    status = 403
    default = "U hebt geen recht om dit te doen."


class WrongMoment(DomainError):
    """The thing is in a state that does not allow this verb: 409."""

    status = 409
    default = "Dat kan in deze stand niet meer."


class Stale(DomainError):
    """Someone else saved first: 409. The caller keeps what was typed."""

    status = 409
    default = "Iemand anders heeft dit intussen gewijzigd."


class Invalid(DomainError):
    """The input breaks a rule: 422. ``field`` names the form field the sentence belongs to."""

    status = 422
    default = "Dat klopt niet."

    def __init__(self, sentence: str = "", field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field

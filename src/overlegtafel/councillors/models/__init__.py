"""What councillors ask, follow and are invited to, and the letter that goes to every council."""

from overlegtafel.councillors.models.evenings import EveningSignUp, InfoEvening
from overlegtafel.councillors.models.following import Following
from overlegtafel.councillors.models.letters import CouncilLetter
from overlegtafel.councillors.models.questions import CouncillorQuestion

__all__ = ["CouncilLetter", "CouncillorQuestion", "EveningSignUp", "Following", "InfoEvening"]

"""The way of a dossier through the three functions, as events (R2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.dossiers.models.dossier import Dossier
from overlegtafel.dossiers.states import Function

_ORDER = {"": -1, **{function.value: number for number, function in enumerate(Function)}}


class FunctionStep(models.Model):
    """A dossier that came into a function on a day; never changed, also when it goes back.

    The last row says where it is. ``is_override`` is the chair's: policy before alignment in a
    table where the functions are steps (R3).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    from_function = models.CharField("van", max_length=10, choices=Function, blank=True)
    to_function = models.CharField("naar", max_length=10, choices=Function)
    taken_on = models.DateField("op")
    reason = models.TextField("waarom", blank=True)
    is_override = models.BooleanField("afwijking door de voorzitter", default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("genoteerd op")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_override=False) | ~Q(reason=""),
                name="dossiers_override_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(from_function=models.F("to_function")),
                name="dossiers_step_goes_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier.reference}: {self.get_to_function_display()}"

    @property
    def goes_back(self) -> bool:
        """Whether it went from a later function to an earlier one."""
        return _ORDER[self.to_function] < _ORDER[self.from_function]

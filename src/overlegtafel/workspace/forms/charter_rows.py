"""The rows of the lists in a charter's forms, and what the forms of one table choose from."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from overlegtafel.governance.states import Category, Does, Function, PlatformRole
from overlegtafel.workspace.forms.fields import LineField

Choices = list[tuple[str, str]]
PLATFORMS_A_THEME = 3


def choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    """A choice with its label."""
    return forms.ChoiceField(label=label, choices=choices, **options)


class RowForm(forms.Form):
    """A row of a list; it counts once its first field is filled."""

    main: ClassVar[str]

    def __init__(self, *args: Any, context: "Context", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context
        self.settle()

    def settle(self) -> None:
        """Fill in choices that differ per table."""

    def offer(self, name: str, choices: Choices) -> None:
        """Let a field choose from these, and keep what it already says."""
        current = str(self.initial.get(name) or "")
        if current and current not in dict(choices):
            choices = [*choices, (current, current)]
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything."""
        return bool(self.is_valid() and self.cleaned_data.get(self.main))

    def value(self) -> dict[str, Any]:
        """The row as the rules keep it."""
        return dict(self.cleaned_data)


class Context:
    """What the forms of one table choose from: its region's bodies, known organizations."""

    def __init__(
        self,
        bodies: Mapping[str, str],
        organizations: Mapping[str, str],
        own: Mapping[str, str] | None = None,
    ) -> None:
        self.bodies = bodies
        self.organizations = organizations
        self.platforms = {**(own or {}), **bodies}  # the table itself is one, but no step before it

    @property
    def body_choices(self) -> Choices:
        """The bodies, with an empty first choice."""
        return [("", "kies een orgaan"), *self.bodies.items()]

    @property
    def organization_choices(self) -> Choices:
        """The organizations, with an empty first choice."""
        return [("", "niemand vast"), *self.organizations.items()]


class RouteRow(RowForm):
    """A body that handles a proposal first."""

    main = "body"
    body = choice("Orgaan", [], required=False)
    does = choice("Doet wat", Does.choices)

    def settle(self) -> None:
        """The bodies of the region."""
        self.offer("body", self.context.body_choices)


class StandingRow(RowForm):
    """An item on every agenda."""

    main = "title"
    title = LineField(label="Titel", max_length=200, required=False)
    function = choice("Functie", Function.choices)
    category = choice("Categorie", Category.choices)
    feedback_from = choice("Koppelt terug van", [], required=False)

    def settle(self) -> None:
        """The bodies of the region."""
        self.offer("feedback_from", self.context.body_choices)


class TemplateRow(RowForm):
    """A proposal to start from."""

    main = "title"
    title = LineField(label="Titel", max_length=200, required=False)
    summary = LineField(label="In één zin", max_length=2_000, required=False)
    function = choice("Functie", Function.choices, initial=Function.ALIGNMENT)
    category = choice("Categorie", Category.choices, initial=Category.PROJECT)
    credit = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class DomainRow(RowForm):
    """A policy domain."""

    main = "name"
    name = LineField(label="Domein", max_length=200, required=False)
    ambition = choice("Ambitie", Function.choices)
    landing_point = LineField(label="Waar willen we landen", max_length=2_000, required=False)
    preparer = choice("Voorbereider", [], required=False)
    advice = forms.MultipleChoiceField(
        label="Advies van", choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )

    def settle(self) -> None:
        """The organizations and bodies of the region; a preparer in words stays."""
        self.offer("preparer", self.context.organization_choices)
        advising = dict(self.context.bodies)
        advising |= {each: each for each in self.initial.get("advice", ()) if each not in advising}
        advice = self.fields["advice"]
        assert isinstance(advice, forms.ChoiceField)
        advice.choices = list(advising.items())


class ThemeRow(RowForm):
    """Where a theme is discussed."""

    main = "theme"
    theme = LineField(label="Thema", max_length=200, required=False)
    words = LineField(label="Woorden waaraan men het herkent", max_length=1_000, required=False)

    def settle(self) -> None:
        """Up to three platforms, each with what it does."""
        for number in range(1, PLATFORMS_A_THEME + 1):
            self.fields[f"platform_{number}"] = LineField(
                label=f"Waar ({number})",
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"list": "organen"}),
            )
            self.fields[f"role_{number}"] = choice("doet", PlatformRole.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """A theme is discussed somewhere."""
        typed = super().clean() or {}
        if typed.get("theme") and not any(
            typed.get(f"platform_{number}") for number in range(1, PLATFORMS_A_THEME + 1)
        ):
            self.add_error("platform_1", "Zeg waar dit thema besproken wordt.")
        return typed

    def value(self) -> dict[str, Any]:
        """The theme with its words and platforms."""
        slugs = {name.casefold(): slug for slug, name in self.context.platforms.items()}
        typed = self.cleaned_data
        platforms = [
            {
                "platform": slugs.get(where.casefold(), where),
                "role": typed[f"role_{number}"] or PlatformRole.INFORM,
            }
            for number in range(1, PLATFORMS_A_THEME + 1)
            if (where := typed.get(f"platform_{number}"))
        ]
        words = [each.strip() for each in typed["words"].split(",") if each.strip()]
        return {"theme": typed["theme"], "words": words, "platforms": platforms}

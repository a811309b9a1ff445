"""Choosing someone who is known already."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from overlegtafel.organizations.models import Classification, Mandate, Person

if TYPE_CHECKING:
    _PersonChoice = forms.ModelChoiceField[Person]
else:
    _PersonChoice = forms.ModelChoiceField


class PersonField(_PersonChoice):
    """Someone from a list, told apart by function and municipality."""

    default_error_messages = {
        "required": "Maak een keuze.",
        "invalid_choice": "Kies iets uit de lijst.",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Person.objects.none(), **options)

    def offer(self, people: QuerySet[Person], members: Collection[int]) -> None:
        """Let one choose of these people; who fills a seat comes first. Two queries.

        ``held_now`` of each person holds their mandates of the day.
        """
        self.queryset = people
        self._known = list(people)
        parts = (
            ("Aan deze tafel", [each for each in self._known if each.pk in members]),
            ("Verder bekend", [each for each in self._known if each.pk not in members]),
        )
        rows = [(title, [(each.pk, label_of(each)) for each in them]) for title, them in parts]
        filled = [row for row in rows if row[1]]
        self.choices = [
            ("", self.empty_label or ""),
            *(filled if len(filled) > 1 else [row for _, them in filled for row in them]),
        ]

    def like(self, name: str) -> str:
        """The known name that a typed one equals, whatever its case and spaces; else nothing."""
        return next((each.name for each in self._known if _plain(each.name) == _plain(name)), "")


def label_of(person: Person) -> str:
    """``Ann Peeters, burgemeester Tervuren``; a name that says it already stays as it is."""
    held: list[Mandate] = getattr(person, "held_now", [])
    titles = list(dict.fromkeys(_title(each) for each in held))
    said = [each for each in titles if _plain(each) != _plain(person.name)]
    return ", ".join([person.name, *said[:2]])


def _title(mandate: Mandate) -> str:
    post = mandate.post
    if post.organization.classification == Classification.MUNICIPALITY:
        return f"{post.get_role_display()} {post.organization}"
    return post.label[:1].lower() + post.label[1:] if post.label[1:2].islower() else post.label


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())

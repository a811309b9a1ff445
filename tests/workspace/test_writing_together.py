"""Two windows on one draft: only the same clause is in the way, and one reads who saved what."""

from tests.factories.cast import Cast
from tests.factories.drafts import content, draft_of, owner_of_draft
from tests.workspace.conftest import SignIn

from overlegtafel.drafting.editing import mark_of, replaced
from overlegtafel.drafting.models import MasterDraft
from overlegtafel.drafting.services import write_draft

DRAFT = "/tafels/denderregio/afspraken/A-D01/ontwerp/gemeenteraad/"
AT = f"{DRAFT}schrijven/clausule/"


def shown(draft: MasterDraft, key: str) -> dict[str, str]:
    """What the form of a clause holds when it is opened."""
    clause = draft.words.clause(key)
    assert clause is not None
    return {
        "kind": clause.kind.value,
        "heading": clause.heading,
        "text": clause.text,
        "revision": str(draft.revision),
        "seen": mark_of(clause),
    }


def saved_meanwhile(cast: Cast, draft: MasterDraft, key: str, text: str) -> None:
    """The secretary saves other words of a clause."""
    clause = draft.words.clause(key)
    assert clause is not None
    new = replaced(draft.words, clause.model_copy(update={"text": text}))
    write_draft(actor=cast.secretary, draft=draft, content=new, expected_revision=draft.revision)


def test_another_clause_that_was_saved_meanwhile_is_not_in_the_way(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    typed = shown(draft, "a1") | {"text": "Zes maanden."}
    assert f'name="seen" value="{typed["seen"]}"' in as_(owner).get(f"{AT}a1/").text
    saved_meanwhile(cast, draft, "a2", "Het blijft niet.")
    assert as_(owner).post(f"{AT}a1/", typed).status_code == 302
    words = MasterDraft.objects.get().words
    assert [each.text for each in words.clauses[2:]] == ["Zes maanden.", "Het blijft niet."]


def test_the_same_clause_says_who_saved_it_when_and_what_stands_there(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    typed = shown(draft, "a1") | {"text": "Zes maanden."}
    saved_meanwhile(cast, draft, "a1", "Negen maanden.")
    saved_meanwhile(cast, draft, "a2", "Het blijft niet.")
    page = as_(owner).post(f"{AT}a1/", typed)
    assert page.status_code == 422
    assert f"{cast.secretary.name} bewaarde intussen een andere tekst" in page.text
    assert "23 november 2026 om" in page.text
    assert "Negen maanden." in page.text
    assert "Zes maanden." in page.text
    again = MasterDraft.objects.get()
    typed |= {"revision": str(again.revision), "seen": shown(again, "a1")["seen"]}
    assert as_(owner).post(f"{AT}a1/", typed).status_code == 302


def test_one_reads_that_one_saved_it_oneself_in_another_window(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    typed = shown(draft, "a1")
    assert as_(owner).post(f"{AT}a1/", typed | {"text": "Negen maanden."}).status_code == 302
    page = as_(owner).post(f"{AT}a1/", typed | {"text": "Zes maanden."})
    assert page.status_code == 422
    assert "U, in een ander venster, bewaarde intussen" in page.text


def test_the_title_stands_beside_a_clause_too(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    typed = {"title": "Anders", "revision": draft.revision, "seen": mark_of(content().title)}
    saved_meanwhile(cast, draft, "a2", "Het blijft niet.")
    assert as_(owner).post(f"{DRAFT}schrijven/", typed).status_code == 302
    page = as_(owner).post(f"{DRAFT}schrijven/", typed | {"title": "Nog anders"})
    assert page.status_code == 422
    assert "Nu staat er: Anders." in page.text

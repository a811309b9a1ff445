"""Minutes in a real browser: saved as typed, safe without a line, and written by two at once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.factories.cast import make_cast

from overlegtafel.agreements.models import Agreement
from overlegtafel.meetings.models import AgendaItem

ADDRESS = "/tafels/denderregio/vergaderingen/2026-11-20/verslag/{}/"


def look_again(page: Page) -> None:
    """Coming back to a window asks at once what others did, instead of after some seconds."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_no_word_is_lost_whatever_happens_to_the_line_or_beside_it(
    page_factory: Callable[..., Page],
) -> None:
    cast = make_cast()
    thread = cast.thread("open")
    assert thread.item is not None
    address = ADDRESS.format(thread.item.pk)
    first = page_factory(user=cast.secretary)
    first.goto(address)
    state, text = first.locator("#bewaard"), first.get_by_label("Verslag")

    # saved as typed, without a button
    text.fill("Wij kopen samen in.")
    expect(state).to_contain_text("Bewaard om")
    assert AgendaItem.objects.get().minutes == "Wij kopen samen in."

    # an agreement out of the line, without typing twice
    text.press("Alt+a")
    title = first.locator("#made_title")
    expect(title).to_have_value("Wij kopen samen in.")
    first.locator("#made_everyone").check()
    first.locator("#made_due_on").fill("2027-03-31")
    first.locator("#made_competent_body").select_option("college")
    first.locator("#uit-de-regel").get_by_role("button", name="Afspraak opschrijven").click()
    expect(text).to_have_value("Wij kopen samen in. [A-D01]")
    expect(first.locator("#afspraken-hier")).to_contain_text("A-D01 Wij kopen samen in.")
    assert Agreement.objects.get().executors.count() == 5

    # the line drops; the page goes; the words are offered back and saved
    expect(state).to_contain_text("Bewaard om")
    first.context.set_offline(True)
    text.fill("Wij kopen samen in. [A-D01]\nVan An.")
    expect(state).to_contain_text("Geen verbinding: uw tekst staat veilig in deze browser")
    first.close()

    # meanwhile the second secretary writes elsewhere in the text
    second = page_factory(user=cast.second_secretary)
    second.goto(address)
    theirs = second.get_by_label("Verslag")
    theirs.fill("Inleiding van Bea.\nWij kopen samen in. [A-D01]")
    expect(second.locator("#bewaard")).to_contain_text("Bewaard om")
    context = first.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#ook-hier")).to_contain_text("schrijft nu ook aan dit punt")
    again.get_by_role("button", name="Terugzetten").click()
    mine = again.get_by_label("Verslag")
    together = "Inleiding van Bea.\nWij kopen samen in. [A-D01]\nVan An."
    expect(mine).to_have_value(together)
    expect(again.locator("#bewaard")).to_contain_text("Samengevoegd met ander werk")
    look_again(second)
    expect(theirs).to_have_value(together)

    # both rewrite one line: the second one sees both and chooses
    theirs.fill(together.replace("van Bea.", "door Bea."))
    expect(second.locator("#bewaard")).to_contain_text("Bewaard om")
    mine.fill(together.replace("van Bea.", "van Bea en An."))
    clash = again.locator("#botsing")
    expect(clash).to_contain_text("Inleiding door Bea.")
    again.get_by_label("Alleen van mij").check()
    again.get_by_role("button", name="Zo bewaren").click()
    expect(again.locator("#bewaard")).to_contain_text("Bewaard om")
    assert AgendaItem.objects.get().minutes == together.replace("van Bea.", "van Bea en An.")

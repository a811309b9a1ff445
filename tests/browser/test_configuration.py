"""A configuration kept and brought in by hand, with and without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.factories.cast import make_cast
from tests.factories.world import make_world

from overlegtafel.governance.models import GoverningBody


@pytest.mark.parametrize(
    ("width", "scheme", "scripts"),
    [(390, "dark", True), (1440, "light", True), (390, "light", False)],
)
def test_from_a_file_on_disk_to_a_table_that_changed(
    page_factory: Callable[..., Page],
    assert_no_axe_findings: Callable[[Page], None],
    tmp_path: Path,
    width: int,
    scheme: str,
    scripts: bool,
) -> None:
    world = make_world(make_cast())
    page = page_factory(
        user=world.cast.secretary, width=width, color_scheme=scheme, java_script_enabled=scripts
    )

    def looked_at() -> None:
        if scripts:
            assert_no_axe_findings(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(world.address_of("bodies"))
    page.get_by_role("link", name="Configuratie downloaden of inlezen").click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Configuratie downloaden", exact=True).click()
    text = Path(kept.value.path()).read_text(encoding="utf-8")
    newer, broken = tmp_path / "nieuw.yaml", tmp_path / "stuk.yaml"
    newer.write_text(
        text.replace("name: Stuurgroep\n    short", "name: Stuurgroep Dender\n    short")
    )
    broken.write_text(text.replace("kind: steering", "kind: stuur", 1))

    page.get_by_role("link", name="Configuratie inlezen").click()
    page.get_by_label("Bestand").set_input_files(broken)
    page.get_by_role("button", name="Bekijken wat er verandert").click()
    expect(page.get_by_role("cell", name="bodies[2].kind")).to_be_visible()
    looked_at()
    page.get_by_label("Bestand").set_input_files(newer)
    page.get_by_role("button", name="Bekijken wat er verandert").click()
    expect(page.get_by_text("“Stuurgroep” wordt “Stuurgroep Dender”")).to_be_visible()
    looked_at()
    assert GoverningBody.objects.get(slug="stuurgroep").name == "Stuurgroep"
    page.get_by_role("button", name="Zo inlezen").click()
    expect(page.get_by_text("is ingelezen: 2 organen")).to_be_visible()
    assert GoverningBody.objects.get(slug="stuurgroep").name == "Stuurgroep Dender"

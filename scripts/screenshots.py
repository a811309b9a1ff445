"""Regenerate the pictures of the README and the handleiding: ``make screenshots``.

Starts the demo in a throw-away folder, walks the eight steps in Chromium with the same walk that
the browser tests take, and keeps a picture of every page on the way.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
IMAGES = ROOT / "docs" / "handleiding" / "beelden"
PORT = "8765"
ADDRESS = f"http://127.0.0.1:{PORT}"
SIZE = ViewportSize(width=1280, height=900)


def main() -> None:
    """Start the demo, take the pictures, stop it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    (ROOT / "docs" / "images").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="overlegtafel-beelden-") as data:
        environment = {**os.environ, "PORT": PORT, "DATA": data, "HASHED_STATIC": "1"}
        environment["PYTHONPATH"] = str(ROOT / "src")
        command = [sys.executable, "scripts/run.py"]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            wait_for_server()
            take_pictures()
        finally:
            os.killpg(server.pid, 15)
            server.wait(timeout=20)


def wait_for_server() -> None:
    """Until the demo answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{ADDRESS}/account/login/", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("De demo start niet.")


def take_pictures() -> None:
    """The walk, and the pages of the README."""
    from tests.browser.walk import CharterWalk

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        secretary = signed_in(browser, "Regiocoördinator Dender")
        public = browser.new_context(base_url=ADDRESS, viewport=SIZE).new_page()
        for page, address, name in [
            (public, "/account/login/", "aanmelden"),
            (secretary, "/mijn-tafel/", "mijn-tafel-secretariaat"),
            (public, "/openbaar/denderregio/afspraken/A-D07/", "openbare-afspraak"),
            (secretary, "/tafels/denderregio/afsprakennota/", "afsprakennota"),
            (secretary, "/tafels/denderregio/rollen/", "rollen"),
            (secretary, "/tafels/denderregio/werking/afgelegde-weg/", "afgelegde-weg"),
            (secretary, "/tafels/denderregio/dossiers/D-05/", "dossier"),
            (secretary, "/tafels/denderregio/lokale-beslissingen/", "stand-raster"),
            (secretary, "/tafels/denderregio/afspraken/A-D09/ontwerp/gemeenteraad/", "ontwerp"),
            (signed_in(browser, "AD Haaltert"), "/besturen/haaltert/artikel-8/", "artikel-8"),
            (signed_in(browser, "Raadslid Lede"), "/raadsleden/denderregio/", "raadslid"),
            (signed_in(browser, "AD Midwest"), "/tafels/midwest/organen/", "organen"),
            (signed_in(browser, "Streekcoördinator in spe"), "/tafels/nieuw/", "overleg-oprichten"),
        ]:
            page.goto(address)
            picture(page, name)
        secretary.goto("/tafels/denderregio/afspraken/A-D07/")
        secretary.screenshot(path=ROOT / "docs" / "images" / "afspraak.png")
        CharterWalk(
            mayor=signed_in(browser, "Burgemeester Lede"),
            secretary=secretary,
            chair=signed_in(browser, "Burgemeester Hamme"),
            officer=signed_in(browser, "Dossierbehandelaar Lebbeke"),
            director=signed_in(browser, "AD Lebbeke"),
            table="denderregio",
            town="Lebbeke",
            members=14,
            today=date.today(),
            shot=picture,
        ).all_steps()
        browser.close()


def signed_in(browser: Browser, account: str) -> Page:
    """A browser of its own, signed in by the picker."""
    page = browser.new_context(base_url=ADDRESS, viewport=SIZE, locale="nl-BE").new_page()
    page.goto("/account/login/")
    page.get_by_role("button", name=account).first.click()
    page.wait_for_url("**/mijn-tafel/")
    return page


def picture(page: Page, name: str) -> None:
    """One picture of what is on the screen, if the handleiding shows it."""
    guide = "".join(page.read_text(encoding="utf-8") for page in IMAGES.parent.glob("*.md"))
    if f"{name}.png" in guide:
        page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()

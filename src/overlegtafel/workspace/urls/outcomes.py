"""Who decided what, and the ways in which a municipality tells it."""

from django.urls import path

from overlegtafel.workspace.views import decision_links, outcomes, publications, ways_in

link_urls = [
    path("beslissing/<str:token>/", decision_links.report, name="decision_link"),
]

agreement_urls = [
    path("stand/", outcomes.detail, name="agreement_outcomes"),
    path("stand/bestand.<str:kind>", outcomes.detail_file, name="agreement_outcomes_file"),
    path("stand/herinneren/", outcomes.remind, name="agreement_remind"),
]

table_urls = [
    path("lokale-beslissingen/", outcomes.matrix, name="outcomes"),
    path("lokale-beslissingen/bestand.<str:kind>", outcomes.matrix_file, name="outcomes_file"),
]

municipality_urls = [
    path("besturen/<slug:slug>/beslissingen/", ways_in.several, name="decisions_several"),
    path("besturen/<slug:slug>/beslissingen/inlezen/", ways_in.bring_in, name="decisions_import"),
    path(
        "besturen/<slug:slug>/beslissingen/publicatie/",
        publications.bring_in,
        name="decisions_published",
    ),
    path(
        "besturen/<slug:slug>/beslissingen/invulblad.<str:kind>",
        ways_in.sheet,
        name="decisions_sheet",
    ),
]

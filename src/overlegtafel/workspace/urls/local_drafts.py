"""Each municipality's own draft, all of them for who writes them, and their Word templates."""

from django.urls import path

from overlegtafel.workspace.views import draft_templates, local_draft_overview, local_drafts

_DRAFT = "besturen/<slug:municipality>/ontwerp/<slug:body>/"

draft_urls = [
    path("ontwerpen/", local_draft_overview.overview, name="local_drafts"),
    path("ontwerpen/alles.zip", local_draft_overview.everything, name="local_drafts_zip"),
    path(
        "besturen/<slug:municipality>/ontwerpen.zip",
        local_drafts.everything,
        name="local_draft_zip",
    ),
    path(_DRAFT, local_drafts.detail, name="local_draft"),
    path(f"{_DRAFT}tekst/<str:key>/", local_drafts.text, name="local_draft_text"),
    path(f"{_DRAFT}overnemen/", local_drafts.take_over, name="local_draft_take_over"),
    path(f"{_DRAFT}aangenomen/", local_drafts.adopted, name="local_draft_adopted"),
    path(f"{_DRAFT}bestand.<str:kind>", local_drafts.file, name="local_draft_file"),
]

table_template_urls = [
    path("", draft_templates.of_table, name="draft_template"),
    path("<str:which>/", draft_templates.table_file, name="draft_template_file"),
]

municipality_template_urls = [
    path("", draft_templates.of_municipality, name="local_template"),
    path("<str:which>/", draft_templates.municipality_file, name="local_template_file"),
]

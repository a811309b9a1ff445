"""Execution rolled up, per table and per municipality."""

from django.urls import path

from overlegtafel.workspace.views import executions

agreement_urls = [path("indelen/", executions.classify, name="agreement_classify")]

table_urls = [
    path("uitvoering/", executions.of_table, name="executions"),
    path("uitvoering/bestand.<str:kind>", executions.of_table_file, name="executions_file"),
    path("uitvoering/zonder-bewijs/", executions.without_proof, name="unproven_agreements"),
]

municipality_urls = [
    path(
        "besturen/<slug:slug>/uitvoering/",
        executions.of_municipality,
        name="municipality_executions",
    ),
    path(
        "besturen/<slug:slug>/uitvoering/bestand.<str:kind>",
        executions.of_municipality_file,
        name="municipality_executions_file",
    ),
]

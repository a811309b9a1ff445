"""Regional work on the own college and council: packages and the register of article 8."""

from django.urls import path

from overlegtafel.workspace.views import article_8, feedback_packages

municipality_urls = [
    path("besturen/<slug:slug>/artikel-8/", article_8.register, name="article_8"),
    path(
        "besturen/<slug:slug>/artikel-8/overzicht.<str:kind>",
        article_8.year_file,
        name="article_8_year_file",
    ),
    path("besturen/<slug:slug>/artikel-8/punt/<int:pk>/", article_8.item, name="regional_item"),
    path(
        "besturen/<slug:slug>/artikel-8/telt-mee/<int:decision>/",
        article_8.counts,
        name="regional_counts",
    ),
    path("besturen/<slug:slug>/pakket/<slug:key>/", feedback_packages.detail, name="package"),
    path(
        "besturen/<slug:slug>/pakket/<slug:key>/agenda/",
        feedback_packages.on_agenda,
        name="package_agenda",
    ),
    path(
        "besturen/<slug:slug>/pakket/<slug:key>/<slug:organ>.<slug:kind>",
        feedback_packages.file,
        name="package_file",
    ),
]

table_urls = [
    path("artikel-8/", article_8.overview, name="article_8_table"),
    path("artikel-8/overzicht.<str:kind>", article_8.spreadsheet, name="article_8_file"),
]

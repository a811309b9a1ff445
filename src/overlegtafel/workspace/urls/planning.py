"""Addresses of link sheets, back-planning and terms."""

from django.urls import path

from overlegtafel.workspace.views import link_sheets, planning

agreement_urls = [path("vertrek/", planning.leaving, name="agreement_leaving")]

table_urls = [
    path("linkfiches/", link_sheets.index, name="link_sheets"),
    path("haalt-iedereen-dit/", planning.check, name="back_planning"),
]

site_urls = [
    path("besturen/<slug:slug>/linkfiche/", link_sheets.detail, name="link_sheet"),
    path("termijnen/", planning.terms, name="terms"),
]

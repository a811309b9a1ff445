"""Couplings with decision systems, under the page of a municipality."""

from django.urls import path

from overlegtafel.workspace.views import couplings

municipality_urls = [
    path("besturen/<slug:slug>/koppelingen/", couplings.index, name="couplings"),
    path(
        "besturen/<slug:slug>/koppelingen/<int:pk>/intrekken/",
        couplings.revoke,
        name="coupling_revoke",
    ),
]

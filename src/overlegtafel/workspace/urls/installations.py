"""A new college in a municipality."""

from django.urls import path

from overlegtafel.workspace.views import installations

municipality_urls = [
    path("besturen/<slug:slug>/nieuw-college/", installations.detail, name="installation"),
    path(
        "besturen/<slug:slug>/nieuw-college/<int:pk>/",
        installations.answer,
        name="reconfirmation",
    ),
]

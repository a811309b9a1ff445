"""Who decided what, and the ways in which a municipality tells it."""

from django.urls import path

from overlegtafel.workspace.views import decision_links

link_urls = [
    path("beslissing/<str:token>/", decision_links.report, name="decision_link"),
]

"""All addresses: faces, sign-in and the read-only API."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("overlegtafel.public_site.urls")),
    path("", include("overlegtafel.workspace.urls")),
]

"""All addresses: faces, sign-in and the read-only API."""

from django.urls import include, path

from overlegtafel.accounts.views import demo_sign_in, welcome

urlpatterns = [
    path("account/demo/", demo_sign_in, name="demo_sign_in"),
    path("account/welkom/<str:uid>/<str:token>/", welcome, name="account_welcome"),
    path("account/", include("allauth.account.urls")),
    path("api/", include("overlegtafel.api.urls")),
    path("", include("overlegtafel.public_site.urls")),
    path("", include("overlegtafel.workspace.urls")),
]

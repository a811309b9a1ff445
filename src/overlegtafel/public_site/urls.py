"""The public site as a site map: nobody has to sign in here."""

from django.urls import path

from overlegtafel.public_site import consultations, letters, statements, views

urlpatterns = [
    path("", views.home, name="home"),
    path("regios/", views.regions, name="regions"),
    path("regios/<slug:slug>/", views.region, name="region"),
    path("gemeenten/<slug:slug>/", views.municipality, name="public_municipality"),
    path("openbaar/", views.tables, name="public_tables"),
    path("openbaar/<slug:slug>/", views.table, name="public_table"),
    path("openbaar/<slug:slug>/afsprakennota/", views.charter, name="public_charter"),
    path("openbaar/<slug:slug>/afspraken/", views.agreements, name="public_agreements"),
    path(
        "openbaar/<slug:slug>/afspraken/<str:reference>/",
        views.agreement,
        name="public_agreement",
    ),
    path("openbaar/<slug:slug>/standpunten/", statements.index, name="public_statements"),
    path(
        "openbaar/<slug:slug>/standpunten/<int:pk>/",
        statements.statement,
        name="public_statement",
    ),
    path("openbaar/<slug:slug>/vergaderingen/<str:day>/", views.meeting, name="public_meeting"),
    path(
        "openbaar/<slug:slug>/vergaderingen/<str:day>/documenten/<str:checksum>/",
        views.document,
        name="public_document",
    ),
    path("openbaar/<slug:slug>/raadsbrieven/<str:day>/", letters.letter, name="public_letter"),
    path("overleggen/", consultations.index, name="register"),
    path("overleggen/op-een-dag/", consultations.on_a_day, name="situation_on"),
    path("overleggen/<slug:slug>/", consultations.consultation, name="consultation"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("bronnen/", views.sources, name="sources"),
]

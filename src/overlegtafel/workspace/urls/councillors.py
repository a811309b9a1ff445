"""The councillor's room, questions and letters to the councils."""

from django.urls import path

from overlegtafel.workspace.views import council_letters, councillor_questions, councillors

room_urls = [
    path("raadsleden/<slug:slug>/", councillors.room, name="councillor_room"),
    path(
        "raadsleden/<slug:slug>/vergaderingen/<str:day>/",
        councillors.meeting,
        name="councillor_meeting",
    ),
    path(
        "raadsleden/<slug:slug>/vergaderingen/<str:day>/documenten/<int:pk>/<int:number>/",
        councillors.file,
        name="councillor_file",
    ),
    path(
        "raadsleden/<slug:slug>/afspraken/<str:reference>/",
        councillors.agreement,
        name="councillor_agreement",
    ),
    path(
        "raadsleden/<slug:slug>/dossiers/<str:reference>/",
        councillors.dossier,
        name="councillor_dossier",
    ),
    path(
        "raadsleden/<slug:slug>/dossiers/<str:reference>/volgen/",
        councillors.follow,
        name="councillor_follow",
    ),
    path(
        "raadsleden/<slug:slug>/vragen/nieuw/",
        councillor_questions.new,
        name="councillor_question_new",
    ),
    path(
        "raadsleden/<slug:slug>/vragen/<int:pk>/",
        councillor_questions.detail,
        name="councillor_question",
    ),
    path(
        "raadsleden/<slug:slug>/raadsbrieven/<str:day>/",
        council_letters.letter,
        name="council_letter",
    ),
]

table_urls = [
    path("raadsleden/", councillor_questions.index, name="councillor_questions"),
    path("raadsleden/raadsbrief/<str:day>/", council_letters.edit, name="council_letter_edit"),
]

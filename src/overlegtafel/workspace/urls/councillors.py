"""The councillor's room, questions and letters to the councils."""

from django.urls import path

from overlegtafel.workspace.views import (
    council_letters,
    councillor_questions,
    councillors,
    info_evening_planning,
    info_evenings,
)

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
    path("raadsleden/<slug:slug>/infoavonden/<int:pk>/", info_evenings.detail, name="info_evening"),
    path(
        "raadsleden/<slug:slug>/infoavonden/<int:pk>/inschrijven/",
        info_evenings.reply,
        name="info_evening_reply",
    ),
    path(
        "raadsleden/<slug:slug>/infoavonden/<int:pk>/kalender.ics",
        info_evenings.calendar,
        name="info_evening_calendar",
    ),
    path("infoavond/<str:token>/", info_evenings.by_link, name="info_evening_link"),
]

table_urls = [
    path("raadsleden/", councillor_questions.index, name="councillor_questions"),
    path("raadsleden/raadsbrief/<str:day>/", council_letters.edit, name="council_letter_edit"),
    path("raadsleden/infoavonden/nieuw/", info_evening_planning.new, name="info_evening_new"),
    path("raadsleden/infoavonden/<int:pk>/", info_evening_planning.lead, name="info_evening_lead"),
    path(
        "raadsleden/infoavonden/<int:pk>/wijzigen/",
        info_evening_planning.edit,
        name="info_evening_edit",
    ),
    path(
        "raadsleden/infoavonden/<int:pk>/uitnodigen/",
        info_evening_planning.invite,
        name="info_evening_invite",
    ),
    path(
        "raadsleden/infoavonden/<int:pk>/gaat-niet-door/",
        info_evening_planning.call_off,
        name="info_evening_call_off",
    ),
    path(
        "raadsleden/infoavonden/<int:pk>/lijst/",
        info_evening_planning.attendance,
        name="info_evening_list",
    ),
    path(
        "raadsleden/infoavonden/<int:pk>/inschrijvingen.<str:kind>",
        info_evening_planning.file,
        name="info_evening_file",
    ),
]

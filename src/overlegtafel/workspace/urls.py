"""The workspace as a site map. Addresses are Dutch, names English."""

from django.urls import URLPattern, URLResolver, include, path

from overlegtafel.workspace.views import (
    agendas,
    agreements,
    bodies,
    charters,
    composition,
    decisions,
    dossiers,
    founding,
    logbook,
    meetings,
    minutes,
    municipalities,
    my_table,
    proposals,
    sharing,
    start_path,
    tables,
    working,
)

meeting_urls = [
    path("", meetings.detail, name="meeting"),
    path("wijzigen/", meetings.edit, name="meeting_edit"),
    path("agenda/", agendas.edit, name="agenda"),
    path("agenda/plaatsen/", agendas.place, name="agenda_place"),
    path("agenda/<int:item>/verplaatsen/", agendas.move, name="agenda_move"),
    path("agenda/<int:item>/weghalen/", agendas.remove, name="agenda_remove"),
    path("oproepen/", meetings.convene, name="meeting_convene"),
    path("openen/", meetings.open_, name="meeting_open"),
    path("aanwezigheid/", meetings.presence, name="meeting_presence"),
    path("verslag/<int:item>/", minutes.edit, name="minutes"),
    path("verslag/<int:item>/afspraak/", minutes.new_agreement, name="agreement_new"),
    path("afsluiten/", meetings.close, name="meeting_close"),
    path("goedkeuren/", meetings.approve, name="meeting_approve"),
    path("annuleren/", meetings.cancel, name="meeting_cancel"),
    path("vrijgeven/", meetings.release, name="meeting_release"),
]

proposal_urls = [
    path("", proposals.detail, name="proposal"),
    path("wijzigen/", proposals.edit, name="proposal_edit"),
    path("indienen/", proposals.submit, name="proposal_submit"),
    path("intrekken/", proposals.withdraw, name="proposal_withdraw"),
    path("beoordelen/", proposals.screen, name="proposal_screen"),
]

agreement_urls = [
    path("", agreements.detail, name="agreement"),
    path("wijzigen/", agreements.edit, name="agreement_edit"),
    path("verwijderen/", agreements.remove, name="agreement_remove"),
    path("uitvoering/<int:executor>/", agreements.execution, name="execution"),
    path("vrijgeven/", agreements.release, name="agreement_release"),
    path("lokale-beslissingen/", decisions.open_, name="decisions_open"),
    path("besturen/<slug:municipality>/", decisions.record, name="decision"),
]

composition_urls = [
    path("", composition.detail, name="composition"),
    path("zetel/", composition.seat_new, name="seat_new"),
    path("zetel/<int:seat>/einde/", composition.seat_end, name="seat_end"),
    path("zetel/<int:seat>/wie/", composition.holder, name="holder"),
    path("categorie/<slug:key>/", composition.category, name="category"),
    path("rol/", composition.role_new, name="role_new"),
    path("rol/<int:grant>/einde/", composition.role_end, name="role_end"),
    path("betrokken/", composition.involve, name="involve"),
    path("betrokken/<int:pk>/einde/", composition.involvement_end, name="involvement_end"),
    path("ondersteuning/", composition.support, name="support"),
    path("vergelijken/", start_path.align, name="align_members"),
]

start_urls = [
    path("", start_path.detail, name="start_path"),
    path("tekst/<slug:name>/", start_path.text, name="start_text"),
    path("themas/<int:theme>/samenvoegen/", start_path.theme_merge, name="theme_merge"),
    path("themas/<int:theme>/verplaatsen/", start_path.theme_move, name="theme_move"),
    path("afronden/", start_path.finish, name="start_finish"),
]

table_urls: list[URLPattern | URLResolver] = [
    path("", tables.detail, name="table"),
    path("uitnodigen/", tables.invite, name="table_invite"),
    path("uitnodigen/leden/", founding.invite_members, name="invite_members"),
    path("samenstelling/", include(composition_urls)),
    path("gegevens/", bodies.edit, name="body_edit"),
    path("gegevens/nieuw/", bodies.fact_new, name="fact_new"),
    path("organen/", bodies.index, name="bodies"),
    path("organen/nieuw/", bodies.new, name="body_new"),
    path("organen/samenvoegen/", bodies.merge, name="bodies_merge"),
    path("situatie/", start_path.situation, name="situation"),
    path("startpad/", include(start_urls)),
    path("logboek/", logbook.detail, name="logbook"),
    path("afsprakennota/", charters.detail, name="charter"),
    path("afsprakennota/starten/", charters.start, name="charter_start"),
    path("afsprakennota/ontwerp/", charters.draft, name="charter_draft"),
    path("afsprakennota/ontwerp/openbaar/", charters.publish, name="charter_publish"),
    path("afsprakennota/ontwerp/weggooien/", charters.drop, name="charter_drop"),
    path("afsprakennota/ontwerp/<slug:address>/", charters.part, name="charter_part"),
    path("afsprakennota/<int:number>/", charters.version, name="charter_version"),
    path("rollen/", charters.roles, name="role_sheet"),
    path("akkoord/", charters.clearance, name="clearance"),
    path("werking/", working.detail, name="working"),
    path("werking/punten/", working.items, name="working_items"),
    path("werking/zelfevaluatie/", working.assessment, name="assessment"),
    path("werking/kennisname/", working.acknowledge, name="charter_acknowledge"),
    path("werking/afgelegde-weg/", working.road, name="road"),
    path("werking/delen/", sharing.share, name="share"),
    path("werking/delen/<int:pk>/intrekken/", sharing.withdraw, name="share_withdraw"),
    path("evaluaties/", working.evaluations, name="evaluations"),
    path("evaluaties/<int:pk>/", working.evaluation, name="evaluation"),
    path("evaluaties/<int:pk>/afsluiten/", working.close, name="evaluation_close"),
    path("evaluaties/<int:pk>/wijzigen/", working.change, name="evaluation_change"),
    path("waar-bespreken-we-wat/", proposals.platforms, name="platforms"),
    path("voorstellen/", proposals.index, name="proposals"),
    path("voorstellen/nieuw/", proposals.new, name="proposal_new"),
    path("voorstellen/<int:pk>/", include(proposal_urls)),
    path("vergaderingen/", meetings.index, name="meetings"),
    path("vergaderingen/nieuw/", meetings.new, name="meeting_new"),
    path("vergaderingen/<str:day>/", include(meeting_urls)),
    path("dossiers/", dossiers.index, name="dossiers"),
    path("dossiers/nieuw/", dossiers.new, name="dossier_new"),
    path("dossiers/<str:reference>/", dossiers.detail, name="dossier"),
    path("dossiers/<str:reference>/stand/", dossiers.move, name="dossier_move"),
    path("afspraken/", agreements.index, name="agreements"),
    path("afspraken/<str:reference>/", include(agreement_urls)),
]

urlpatterns = [
    path("mijn-tafel/", my_table.detail, name="my_table"),
    path("bibliotheek/", sharing.library, name="library"),
    path("bibliotheek/<int:pk>/", sharing.piece, name="library_piece"),
    path("besturen/<slug:slug>/", municipalities.detail, name="municipality"),
    path("tafels/nieuw/", founding.new, name="table_new"),
    path("tafels/<slug:slug>/", include(table_urls)),
]

"""Wat we samen maken: statements, agreements to sign, examples, strategies, assemblies."""

from django.urls import URLPattern, URLResolver, include, path

from overlegtafel.workspace.views.products import (
    assemblies,
    examples,
    index,
    joint,
    statements,
    strategies,
)

_statement_urls = [
    path("", statements.detail, name="statement"),
    path("wijzigen/", statements.edit, name="statement_edit"),
    path("steun/<slug:municipality>/", statements.support, name="statement_support"),
    path("genoemd/<slug:municipality>/", statements.naming, name="statement_naming"),
    path("versturen/", statements.send, name="statement_send"),
    path("opvolging/", statements.follow_up, name="statement_follow_up"),
    path("antwoord/", statements.answer, name="statement_answer"),
    path("afsluiten/", statements.close, name="statement_close"),
    path("volgende-versie/", statements.correct, name="statement_correct"),
    path("vrijgeven/", statements.release, name="statement_release"),
]
_joint_urls = [
    path("", joint.detail, name="joint"),
    path("wijzigen/", joint.edit, name="joint_edit"),
    path("ter-ondertekening/", joint.open_, name="joint_open"),
    path("partijen/<slug:party>/", joint.sign, name="joint_sign"),
    path("partijen/<slug:party>/rechtzetten/", joint.take_back, name="joint_take_back"),
    path("herinneren/", joint.remind, name="joint_remind"),
    path("volgende-versie/", joint.correct, name="joint_correct"),
]

product_urls: list[URLPattern | URLResolver] = [
    path("wat-we-samen-maken/", index.index, name="products"),
    path("wat-we-samen-maken/standpunten/nieuw/", statements.new, name="statement_new"),
    path("wat-we-samen-maken/standpunten/<int:pk>/", include(_statement_urls)),
    path("wat-we-samen-maken/overeenkomsten/nieuw/", joint.new, name="joint_new"),
    path("wat-we-samen-maken/overeenkomsten/<int:pk>/", include(_joint_urls)),
    path("wat-we-samen-maken/strategieen/nieuw/", strategies.new, name="strategy_new"),
    path("wat-we-samen-maken/strategieen/<int:pk>/", strategies.detail, name="strategy"),
    path(
        "wat-we-samen-maken/strategieen/<int:pk>/wijzigen/",
        strategies.edit,
        name="strategy_edit",
    ),
    path("wat-we-samen-maken/verenigingen/nieuw/", assemblies.new, name="assembly_new"),
    path("wat-we-samen-maken/verenigingen/<int:pk>/", assemblies.detail, name="assembly"),
    path(
        "wat-we-samen-maken/verenigingen/<int:pk>/wijzigen/",
        assemblies.edit,
        name="assembly_edit",
    ),
]

example_urls = [
    path("voorbeelden/", examples.library, name="examples"),
    path("voorbeelden/nieuw/", examples.new, name="example_new"),
    path("voorbeelden/<int:pk>/", examples.edit, name="example_edit"),
    path("voorbeelden/keuze/<slug:municipality>/", examples.choose, name="example_choose"),
]

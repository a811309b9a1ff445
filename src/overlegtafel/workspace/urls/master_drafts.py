"""The common draft of an agreement, per deciding body, and its feedback round."""

from django.urls import URLPattern, URLResolver, include, path

from overlegtafel.workspace.views import draft_feedback, draft_writing, master_drafts

master_draft_urls = [
    path("", master_drafts.detail, name="master_draft"),
    path("beginnen/", master_drafts.start, name="draft_start"),
    path("schrijven/", draft_writing.write, name="draft_write"),
    path("schrijven/wijzigen/", draft_writing.act, name="draft_clause_act"),
    path("schrijven/clausule/<slug:key>/", draft_writing.clause, name="draft_clause"),
    path("velden/", draft_writing.fields, name="draft_fields"),
    path("velden/inlezen/", draft_writing.columns, name="draft_columns"),
    path("voorbeeld/", master_drafts.preview, name="draft_preview"),
    path("versies/", master_drafts.versions, name="draft_versions"),
    path("versies/<int:number>/", master_drafts.version, name="draft_version"),
    path("definitief/", master_drafts.finish, name="draft_finish"),
    path("nieuwe-versie/", master_drafts.rewrite, name="draft_rewrite"),
    path("nieuwe-versie/laten-vallen/", master_drafts.drop, name="draft_drop"),
    path("feedback/openen/", draft_feedback.open_, name="draft_round_open"),
    path("feedback/afsluiten/", draft_feedback.close, name="draft_round_close"),
    path("feedback/herinneren/", draft_feedback.remind, name="draft_round_remind"),
    path("feedback/<slug:municipality>/", draft_feedback.feedback, name="draft_feedback"),
    path(
        "feedback/<slug:municipality>/geen-opmerkingen/",
        draft_feedback.nothing,
        name="draft_nothing",
    ),
    path("feedback/<slug:municipality>/<int:pk>/", draft_feedback.act, name="draft_remark_act"),
    path("opmerkingen/", draft_feedback.remarks, name="draft_remarks"),
    path("opmerkingen/<int:pk>/", draft_feedback.answer, name="draft_answer"),
]

agreement_urls: list[URLPattern | URLResolver] = [
    path("ontwerp/<slug:organ>/", include(master_draft_urls)),
]

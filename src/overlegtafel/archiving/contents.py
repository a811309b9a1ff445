"""What belongs to a region: for each kind of row the way to its table, or why it stays behind.

A test holds every model of the house against this page, so that a new one can't be forgotten.
"""

TABLES = "governance.GoverningBody"

OF_A_TABLE: dict[str, tuple[str, ...]] = {
    "governance.BodyFact": ("body",),
    "governance.Involvement": ("body",),
    "governance.Charter": ("body",),
    "governance.Clearance": ("body",),
    "governance.StartPath": ("body",),
    "governance.CollectedTheme": ("path__body",),
    "governance.Evaluation": ("body",),
    "governance.SharedPiece": ("body",),
    "governance.SelfAssessment": ("body",),
    "governance.Acknowledgement": ("charter__body",),
    "governance.MemberCategory": ("body",),
    "governance.Seat": ("body",),
    "governance.RoleGrant": ("body",),
    "dossiers.Dossier": ("body",),
    "dossiers.HandOver": ("dossier__body",),
    "dossiers.CoPreparer": ("dossier__body",),
    "dossiers.Document": ("body",),
    "dossiers.DocumentVersion": ("document__body",),
    "dossiers.AccessRefusal": ("document__body",),
    "dossiers.Finding": ("dossier__body",),
    "dossiers.Lesson": ("dossier__body",),
    "dossiers.FunctionStep": ("dossier__body",),
    "proposals.Proposal": ("body",),
    "proposals.Passage": ("proposal__body",),
    "meetings.Meeting": ("body",),
    "meetings.AgendaItem": ("meeting__body",),
    "meetings.AgendaVersion": ("meeting__body",),
    "meetings.Attendance": ("meeting__body",),
    "meetings.Visit": ("meeting__body",),
    "meetings.Annex": ("document__body",),
    "meetings.ExchangeRow": ("item__meeting__body",),
    "meetings.GuestInvitation": ("item__meeting__body",),
    "meetings.WritingTurn": ("item__meeting__body",),
    "meetings.ItemTime": ("item__meeting__body",),
    "meetings.Poll": ("item__meeting__body",),
    "meetings.PollAnswer": ("poll__item__meeting__body",),
    "meetings.PresenceMark": ("attendance__meeting__body",),
    "meetings.Reply": ("attendance__meeting__body",),
    "meetings.Replacement": ("attendance__meeting__body",),
    "meetings.Reading": ("meeting__body",),
    "meetings.ReportRemark": ("item__meeting__body",),
    "meetings.ReportVersion": ("meeting__body",),
    "meetings.Reopening": ("version__meeting__body",),
    "meetings.ReportItem": ("report_of__body",),
    "meetings.AgendaDraft": ("meeting__body",),
    "meetings.AgreedAgenda": ("meeting__body",),
    "meetings.Delivery": ("version__meeting__body",),
    "meetings.AgendaReading": ("version__meeting__body",),
    "horizon.ForumLink": ("body",),
    "horizon.LinkGuard": ("link__body",),
    "horizon.NewsItem": ("link__body",),
    "horizon.HorizonEntry": ("body",),
    "horizon.FeedbackRhythm": ("dossier__body",),
    "agreements.Agreement": ("body",),
    "agreements.AgreementDomain": ("agreement__body",),
    "agreements.Executor": ("agreement__body",),
    "agreements.FollowUp": ("meeting__body",),
    "agreements.Position": ("item__meeting__body",),
    "agreements.Remark": ("item__meeting__body",),
    "agreements.WrittenRound": ("body",),
    "agreements.RoundReply": ("round__body",),
    "local_decisions.LocalDecision": ("agreement__body",),
    "local_decisions.DecisionEntry": ("decision__agreement__body",),
    "local_decisions.Reconfirmation": ("agreement__body",),
    "drafting.MasterDraft": ("agreement__body",),
    "drafting.DraftVersion": ("draft__agreement__body",),
    "drafting.LocalDraft": ("decision__agreement__body",),
    "drafting.FeedbackRound": ("draft__agreement__body",),
    "drafting.DraftReply": ("round__draft__agreement__body",),
    "drafting.DraftRemark": ("round__draft__agreement__body",),
    "products.GeneralAssembly": ("body",),
    "products.AssemblyItem": ("assembly__body",),
    "products.Example": ("dossier__body",),
    "products.ExampleChoice": ("dossier__body",),
    "products.JointAgreement": ("body",),
    "products.Party": ("joint__body",),
    "products.Statement": ("body",),
    "products.Addressee": ("statement__body",),
    "products.Support": ("statement__body",),
    "products.FollowUp": ("statement__body",),
    "products.Strategy": ("body",),
    "products.StrategyGoal": ("strategy__body",),
    "councillors.CouncillorQuestion": ("body",),
    "councillors.Following": ("dossier__body",),
    "councillors.CouncilLetter": ("body",),
    "councillors.InfoEvening": ("body",),
    "councillors.EveningSignUp": ("evening__body",),
    "publication.Release": ("body",),
    "publication.StatementRelease": ("statement__body",),
    "printing.WordTemplate": ("body",),
    "printing.DraftTemplate": ("body",),
}
"""The ways from a row to its table: it goes along when one leads to a table of the region."""

OF_AN_ORGANIZATION: dict[str, tuple[str, ...]] = {
    "organizations.OtherName": ("organization",),
    "organizations.Succession": ("predecessor", "successor"),
    "organizations.Membership": ("member",),
    "organizations.Post": ("organization",),
    "organizations.Mandate": ("post__organization",),
    "meetings.SittingRhythm": ("municipality",),
    "meetings.SittingDay": ("municipality",),
    "local_decisions.Installation": ("municipality",),
    "local_decisions.LinkSheet": ("municipality",),
    "feedback.Package": ("municipality",),
    "feedback.RegionalItem": ("municipality",),
}
"""What is kept of the organizations around the region's tables, with the way to them."""

POINTED_AT = ("accounts.User", "organizations.Organization", "organizations.Person")
"""Taken along when something that goes along points at it."""

OF_THE_SITE = ("local_decisions.Term",)
"""Settings of the whole site by which the figures of a region are counted."""

THE_LOG = "audit.AuditEntry"

LEFT_OUT: dict[str, str] = {
    "audit.ChainHead": "het logboek wordt op de nieuwe plaats opnieuw geketend",
    "outbox.Message": "een mail die al vertrok of nog wacht, vertrekt nergens een tweede keer",
    "outbox.Attachment": "hoort bij een mail",
    "outbox.Preference": "ieders eigen keuze over mail, voor de site waar die gemaakt is",
    "meetings.CalendarFeed": "een geheim adres, geldig op één site",
    "local_decisions.ReportingToken": "een geheime sleutel, geldig op één site",
    "local_decisions.IdempotencyKey": "het kortstondig geheugen van een koppeling",
    "printing.Pack": "wordt op vraag opnieuw gemaakt",
    "printing.DraftBundle": "wordt op vraag opnieuw gemaakt",
}
"""What stays behind, with the reason (Dutch: it is in the package's own page)."""

FIELDS_LEFT_OUT: dict[str, dict[str, object]] = {
    "accounts.User": {"password": "!", "last_login": None, "is_superuser": False},
    "meetings.Delivery": {"message": None},
    "audit.AuditEntry": {"previous_digest": "", "digest": ""},
}
"""What a row says in the package instead of what it says here: no secrets, no power."""

OF_ONE_MUNICIPALITY: dict[str, str] = {
    "agreements.Position": "municipality",
    "agreements.Remark": "municipality",
    "drafting.DraftRemark": "municipality",
    "drafting.LocalDraft": "decision__municipality",
    "feedback.Package": "municipality",
}
"""What a municipality may have written for itself: kept apart in the package, so that who keeps
the region's archive can give each municipality its own and nobody else's.
"""

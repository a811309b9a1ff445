"""Joins the agreements to the closing of minutes."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Adds what agreements ask before minutes close, and what follows after."""

    name = "overlegtafel.agreements"

    def ready(self) -> None:
        """Register the check and the follower."""
        from overlegtafel.agreements.mergers import pass_execution_on
        from overlegtafel.agreements.queries import closing_objections
        from overlegtafel.agreements.reports import in_report
        from overlegtafel.agreements.services import confirm_agreements_of
        from overlegtafel.agreements.services.execution import tell_what_is_late
        from overlegtafel.agreements.services.follow_up import (
            bring_overdue,
            bring_overdue_to_drafts,
        )
        from overlegtafel.agreements.services.rounds import remind_before_the_last_day
        from overlegtafel.common.chores import chores
        from overlegtafel.meetings import closing, planned, reports
        from overlegtafel.organizations import mergers

        mergers.opened.append(pass_execution_on)
        closing.checks.append(closing_objections)
        closing.followers.append(confirm_agreements_of)
        planned.followers.append(lambda actor, meeting: bring_overdue(actor=actor, meeting=meeting))
        chores["afspraken voorbij hun dag op de agenda"] = bring_overdue_to_drafts
        chores["afspraken voorbij hun dag gemeld"] = tell_what_is_late
        chores["herinneringen aan een schriftelijke ronde"] = remind_before_the_last_day
        reports.contributors.append(in_report)

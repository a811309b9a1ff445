"""From planning a meeting to its approved report; each step one transaction."""

from overlegtafel.meetings.services.agenda import (
    ask_late,
    complete_item,
    move_item,
    place_brought,
    place_on_agenda,
    remove_from_agenda,
    restore_standing_item,
)
from overlegtafel.meetings.services.agreeing import agree_with_agenda
from overlegtafel.meetings.services.deliveries import mend_address, send_again, settle_arrived
from overlegtafel.meetings.services.documents import (
    add_annex,
    add_to_dossier,
    add_version,
    move_annex,
    note_access_refusal,
    remove_document,
    set_document_openness,
    set_item_openness,
)
from overlegtafel.meetings.services.exchange import fill_exchange_row
from overlegtafel.meetings.services.guests import invite_guest, revoke_guest
from overlegtafel.meetings.services.item_text import write_item_text
from overlegtafel.meetings.services.minutes import (
    join_writing,
    mark_agreed,
    save_minutes,
    withhold_minutes,
    write_minutes,
)
from overlegtafel.meetings.services.planning import (
    cancel_meeting,
    cancel_visit,
    change_meeting,
    plan_meeting,
    plan_visit,
)
from overlegtafel.meetings.services.polls import hold_poll, remove_poll
from overlegtafel.meetings.services.preparing import write_note
from overlegtafel.meetings.services.presence import drop_turn, note_turn
from overlegtafel.meetings.services.replies import (
    answer_invitation,
    note_reply,
    remind_unanswered,
)
from overlegtafel.meetings.services.report import (
    accept_remark,
    answer_remark,
    approve_minutes,
    remark_on_report,
    reopen_report,
    send_concept,
)
from overlegtafel.meetings.services.rescheduling import reschedule_meeting
from overlegtafel.meetings.services.sending import (
    convene_meeting,
    mark_agenda_read,
    send_new_version,
)
from overlegtafel.meetings.services.session import (
    close_meeting,
    open_meeting,
    record_presence,
)
from overlegtafel.meetings.services.sittings import (
    drop_sitting_day,
    drop_sitting_rhythm,
    note_sitting_day,
    set_sitting_rhythm,
)
from overlegtafel.meetings.services.subscribing import (
    follow_calendar,
    leave_calendar,
    renew_calendar,
)
from overlegtafel.meetings.services.supplements import (
    add_report_supplement,
    add_standing_supplement,
    add_supplement,
    complete_supplement,
    drop_supplements,
    leave_out_supplement,
    move_supplement,
)
from overlegtafel.meetings.services.timing import plan_time, start_item, stop_item
from overlegtafel.meetings.services.year import DaysRefused, Planned, move_chain, plan_year

__all__ = [
    "DaysRefused",
    "Planned",
    "accept_remark",
    "add_annex",
    "add_report_supplement",
    "add_standing_supplement",
    "add_supplement",
    "add_to_dossier",
    "add_version",
    "agree_with_agenda",
    "answer_invitation",
    "answer_remark",
    "approve_minutes",
    "ask_late",
    "cancel_meeting",
    "cancel_visit",
    "change_meeting",
    "close_meeting",
    "complete_item",
    "complete_supplement",
    "convene_meeting",
    "drop_sitting_day",
    "drop_sitting_rhythm",
    "drop_supplements",
    "drop_turn",
    "fill_exchange_row",
    "follow_calendar",
    "hold_poll",
    "invite_guest",
    "join_writing",
    "leave_calendar",
    "leave_out_supplement",
    "mark_agenda_read",
    "mark_agreed",
    "mend_address",
    "move_annex",
    "move_chain",
    "move_item",
    "move_supplement",
    "note_access_refusal",
    "note_reply",
    "note_sitting_day",
    "note_turn",
    "open_meeting",
    "place_brought",
    "place_on_agenda",
    "plan_meeting",
    "plan_time",
    "plan_visit",
    "plan_year",
    "record_presence",
    "remark_on_report",
    "remind_unanswered",
    "remove_document",
    "remove_from_agenda",
    "remove_poll",
    "renew_calendar",
    "reopen_report",
    "reschedule_meeting",
    "restore_standing_item",
    "revoke_guest",
    "save_minutes",
    "send_again",
    "send_concept",
    "send_new_version",
    "set_document_openness",
    "set_item_openness",
    "set_sitting_rhythm",
    "settle_arrived",
    "start_item",
    "stop_item",
    "withhold_minutes",
    "write_item_text",
    "write_minutes",
    "write_note",
]

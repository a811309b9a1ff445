"""What was treated before dossiers kept their way becomes its steps, meeting by meeting (R2)."""

from django.db import migrations

_HELD = ("reported", "approved")
_ORDER = {"exchange": 0, "alignment": 1, "policy": 2}


def write_steps(apps, schema_editor):
    AgendaItem = apps.get_model("meetings", "AgendaItem")
    FunctionStep = apps.get_model("dossiers", "FunctionStep")
    User = apps.get_model("accounts", "User")
    items = AgendaItem.objects.filter(meeting__state__in=_HELD, dossier__isnull=False)
    items = items.exclude(outcome="deferred").select_related("meeting")
    system = User.objects.filter(kind="system").first()
    now = {}
    for item in sorted(
        items,
        key=lambda each: (each.meeting.held_on, each.meeting_id, _ORDER[each.function], each.order),
    ):
        before = now.get(item.dossier_id, "")
        who = item.saved_by_id or (system and system.pk)
        if before == item.function or who is None:
            continue
        goes_back = before and _ORDER[item.function] < _ORDER[before]
        FunctionStep.objects.create(
            dossier_id=item.dossier_id,
            from_function=before,
            to_function=item.function,
            taken_on=item.meeting.held_on,
            reason=f"Op de vergadering behandeld als punt: {item.title}" if goes_back else "",
            recorded_by_id=who,
            recorded_at=item.meeting.state_since,
        )
        now[item.dossier_id] = item.function


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_every_table_its_own"),
        ("dossiers", "0002_owner_preparer_path_lessons"),
    ]

    operations = [migrations.RunPython(write_steps, migrations.RunPython.noop)]

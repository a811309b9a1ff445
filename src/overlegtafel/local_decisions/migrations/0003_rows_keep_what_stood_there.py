"""What stands in each row becomes the first line of its history.

Who recorded it is known, so it was declared by its municipality; what nobody recorded yet was only
asked. What stood there earlier stays readable in the log.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FACTS = ("college_on", "meets_on", "published_on", "link", "note")


def keep_what_stands(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One entry per row, numbered as its revision."""
    decisions = apps.get_model("local_decisions", "LocalDecision")._default_manager
    entries = apps.get_model("local_decisions", "DecisionEntry")._default_manager
    decisions.filter(recorded_by__isnull=False).update(source="declared")
    entries.bulk_create(
        [
            entries.model(
                decision=row,
                number=row.revision,
                verb="kept" if row.recorded_by_id else "opened",
                state=row.state,
                facts={name: str(value) for name in FACTS if (value := getattr(row, name))},
                source=row.source,
                recorded_by_id=row.recorded_by_id,
                recorded_at=row.state_since,
            )
            for row in decisions.filter(entries__isnull=True).order_by("pk")
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("local_decisions", "0002_how_each_row_was_reported"),
    ]

    operations = [migrations.RunPython(keep_what_stands, migrations.RunPython.noop)]

"""A round may end early with a reason, does not wait for who decided, and a version goes back."""

from typing import Any

from django.db import migrations, models


def keep_typed_values(apps: Any, schema_editor: Any) -> None:
    """Give each draft's last version the values that were typed for it: so it can stand again."""
    version_model = apps.get_model("drafting", "DraftVersion")
    for draft in apps.get_model("drafting", "MasterDraft").objects.exclude(values_by_place={}):
        last = version_model.objects.filter(draft=draft).order_by("-number").first()
        if last is not None:
            last.values_by_place = draft.values_by_place
            last.save(update_fields=["values_by_place"])


class Migration(migrations.Migration):
    dependencies = [("drafting", "0002_local_drafts")]

    operations = [
        migrations.AddField(
            model_name="draftversion",
            name="values_by_place",
            field=models.JSONField(blank=True, default=dict, verbose_name="waarden zoals ingevuld"),
        ),
        migrations.AddField(
            model_name="draftreply",
            name="had_decided",
            field=models.BooleanField(default=False, verbose_name="had al beslist"),
        ),
        migrations.AddField(
            model_name="feedbackround",
            name="closing_reason",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="waarom vroeger afgesloten"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="feedbackround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closing_reason", ""), ("closed_at__isnull", False), _connector="OR"
                ),
                name="drafting_reason_of_a_closed_round",
            ),
        ),
        migrations.RunPython(keep_typed_values, migrations.RunPython.noop),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_every_table_its_own"),
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="expected_decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "geen lokale beslissing nodig"),
                    ("college", "college van burgemeester en schepenen"),
                    ("council", "gemeenteraad"),
                    ("college_and_council", "college en gemeenteraad"),
                    ("welfare_council", "raad voor maatschappelijk welzijn"),
                    ("standing_bureau", "vast bureau"),
                ],
                max_length=20,
                verbose_name="verwachte lokale beslissing",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="late_reason",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="waarom nog na de uiterste dag"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="no_report",
            field=models.BooleanField(default=False, verbose_name="geen verslag van dit punt"),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="note",
            field=models.TextField(blank=True, max_length=50000, verbose_name="nota"),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="openness",
            field=models.CharField(
                blank=True,
                choices=[
                    ("table", "besloten tafel"),
                    ("members", "leden en algemeen directeurs"),
                    ("local", "lokale besturen"),
                    ("public", "openbaar"),
                ],
                max_length=8,
                verbose_name="wie mag dit lezen",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="charter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="governance.charter",
                verbose_name="opgeroepen onder",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="theme",
            field=models.CharField(blank=True, max_length=120, verbose_name="thema"),
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="governance.seat",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "seat"), name="meetings_one_visit_a_meeting"
                    )
                ],
            },
        ),
    ]

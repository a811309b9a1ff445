import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_documents"),
        ("meetings", "0008_report_read_remarked_frozen"),
        ("proposals", "0004_prepared_by_an_organization"),
    ]

    operations = [
        migrations.CreateModel(
            name="Annex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                ("added_on", models.DateField(verbose_name="toegevoegd op")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="annex",
                        to="dossiers.document",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="own_annexes",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annexes",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["proposal", "order", "id"],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0001_initial"),
        ("governance", "0002_every_table_its_own"),
        ("organizations", "0001_initial"),
        ("proposals", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                (
                    "does",
                    models.CharField(
                        choices=[("advises", "adviseert"), ("screens", "stelt de agenda voor")],
                        max_length=8,
                        verbose_name="rol",
                    ),
                ),
                (
                    "arrived_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="aangekomen op"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "doorgegeven"),
                            ("in_favour", "gunstig advies"),
                            ("with_remarks", "advies met opmerkingen"),
                            ("against", "ongunstig advies"),
                            ("stopped", "niet verder"),
                            ("skipped", "niet afgewacht"),
                        ],
                        max_length=12,
                        verbose_name="uitkomst",
                    ),
                ),
                ("advice", models.TextField(blank=True, max_length=20000, verbose_name="advies")),
                (
                    "left_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="doorgegeven op"),
                ),
            ],
            options={
                "ordering": ["proposal", "order"],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="charter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="governance.charter",
                verbose_name="ingediend onder",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="combined_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="combined",
                to="proposals.proposal",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
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
            model_name="proposal",
            name="is_standing",
            field=models.BooleanField(default=False, verbose_name="vast agendapunt"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="no_report",
            field=models.BooleanField(default=False, verbose_name="geen verslag van dit punt"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="note",
            field=models.TextField(blank=True, max_length=50000, verbose_name="nota"),
        ),
        migrations.AddField(
            model_name="proposal",
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
            model_name="proposal",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_on",
                to="proposals.proposal",
                verbose_name="komt van",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="platform",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="waar het hoort volgens de afspraak"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="platform_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="waarom toch hier"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="wish_of",
            field=models.CharField(
                blank=True,
                choices=[
                    ("college", "wens van het college"),
                    ("council", "wens van de gemeenteraad"),
                ],
                max_length=8,
                verbose_name="wens van",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Ontwerp"),
                    ("submitted", "Ingediend"),
                    ("returned", "Teruggestuurd"),
                    ("postponed", "Uitgesteld"),
                    ("scheduled", "Op een agenda"),
                    ("treated", "Behandeld"),
                    ("refused", "Niet weerhouden"),
                    ("referred", "Doorgestuurd"),
                    ("combined", "Samengevoegd"),
                    ("withdrawn", "Ingetrokken"),
                ],
                default="draft",
                max_length=10,
                verbose_name="stand",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("combined_into__isnull", False), ("state", "combined")),
                    models.Q(
                        models.Q(("state", "combined"), _negated=True),
                        ("combined_into__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="proposals_combined_into_another",
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passages",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="done_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passages",
                to="proposals.proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                fields=("proposal", "order"), name="proposals_one_passage_a_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by__isnull", True), ("left_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("done_by__isnull", False),
                        ("left_at__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposals_passage_left_with_outcome",
            ),
        ),
    ]

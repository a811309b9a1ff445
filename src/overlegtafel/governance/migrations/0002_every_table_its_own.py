import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noted_on", models.DateField(verbose_name="kennis genomen op")),
            ],
        ),
        migrations.CreateModel(
            name="BodyFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="volgorde")),
                ("text", models.TextField(verbose_name="wat")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="bron")),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Charter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Ontwerp"), ("adopted", "Aangenomen")],
                        default="draft",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("ambition", models.TextField(blank=True, verbose_name="ambitie en landingspunt")),
                (
                    "agendering",
                    models.TextField(blank=True, verbose_name="Hoe gebeurt de agendering?"),
                ),
                (
                    "preparation",
                    models.TextField(
                        blank=True, verbose_name="Hoe gebeurt de beleidsvoorbereiding?"
                    ),
                ),
                (
                    "ratification",
                    models.TextField(blank=True, verbose_name="Hoe gebeurt de bekrachtiging?"),
                ),
                (
                    "execution",
                    models.TextField(blank=True, verbose_name="Hoe gebeurt de beleidsuitvoering?"),
                ),
                ("rules_document", models.JSONField(default=dict, verbose_name="instellingen")),
                ("is_public", models.BooleanField(default=False, verbose_name="openbaar")),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="geldig vanaf"),
                ),
                (
                    "adopted_on",
                    models.DateField(blank=True, null=True, verbose_name="aangenomen op"),
                ),
                (
                    "adopted_at_meeting",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="aangenomen op de vergadering"
                    ),
                ),
                (
                    "credit",
                    models.CharField(blank=True, max_length=200, verbose_name="overgenomen van"),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="bewaard")),
            ],
            options={
                "ordering": ["body", "number"],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        choices=[
                            ("propose_own", "zelf een voorstel aanbrengen"),
                            ("propose_for", "een voorstel invoeren voor wie het aanbrengt"),
                            ("screen", "voorstellen beoordelen"),
                            ("plan", "vergaderingen plannen"),
                            ("agenda", "de agenda samenstellen"),
                            ("convene", "de agenda versturen"),
                            ("minutes", "de vergadering openen en het verslag schrijven"),
                            ("agreements", "afspraken verwoorden en opvolgen"),
                            ("approve", "het verslag als goedgekeurd vastleggen"),
                            ("local", "lokale beslissingen openen"),
                            ("release", "vrijgeven voor het publiek"),
                            ("dossiers", "dossiers openen, overdragen en afsluiten"),
                            ("compose", "zetels, rollen en uitnodigingen regelen"),
                            ("charter", "een afsprakennota voorbereiden"),
                            ("evaluate", "een evaluatie begeleiden"),
                            (
                                "share",
                                "lessen, sjablonen en de afsprakennota met andere regio's delen",
                            ),
                        ],
                        max_length=16,
                        verbose_name="taak",
                    ),
                ),
                ("subject_type", models.CharField(max_length=60, verbose_name="soort")),
                ("subject_id", models.BigIntegerField(verbose_name="nummer")),
                ("subject_label", models.CharField(max_length=300, verbose_name="waarover")),
                ("asked_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("given_at", models.DateTimeField(null=True, verbose_name="akkoord op")),
            ],
            options={
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="CollectedTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="thema")),
                ("note", models.TextField(blank=True, verbose_name="waarom")),
                ("entered_at", models.DateTimeField(verbose_name="op")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="volgorde"
                    ),
                ),
            ],
            options={
                "ordering": ["priority", "id"],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="van")),
                ("period_to", models.DateField(verbose_name="tot en met")),
                ("answers", models.JSONField(default=dict, verbose_name="antwoorden")),
                (
                    "figures",
                    models.JSONField(default=dict, verbose_name="cijfers bij het afsluiten"),
                ),
                ("conclusions", models.JSONField(default=list, verbose_name="conclusies")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Loopt"), ("closed", "Afgesloten")],
                        default="open",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                (
                    "next_on",
                    models.DateField(blank=True, null=True, verbose_name="volgende evaluatie"),
                ),
                ("opened_at", models.DateTimeField(verbose_name="gestart op")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="afgesloten op"),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="versie")),
            ],
            options={
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="geldig vanaf"),
                ),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="geldig tot en met"),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("advice", "schriftelijk advies"),
                            ("invited", "uitgenodigd per punt"),
                            ("informed", "geïnformeerd"),
                            ("forum", "jaarlijks forum"),
                        ],
                        max_length=8,
                        verbose_name="hoe",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="toelichting")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MemberCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=30, verbose_name="sleutel")),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                ("short", models.CharField(blank=True, max_length=30, verbose_name="kort")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="volgorde")),
                (
                    "filled_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mayor", "burgemeester"),
                            ("director", "algemeen directeur"),
                            ("officer", "dossierbehandelaar"),
                            ("alderman", "schepen"),
                            ("councillor", "gemeenteraadslid"),
                            ("deputy", "streekgedeputeerde"),
                            ("chair", "voorzitter"),
                            ("staff", "medewerker"),
                            ("expert", "expert"),
                        ],
                        max_length=20,
                        verbose_name="ingevuld door wie deze functie heeft",
                    ),
                ),
                ("counts", models.BooleanField(default=True, verbose_name="telt mee als lid")),
                (
                    "may_propose",
                    models.BooleanField(default=True, verbose_name="mag voorstellen aanbrengen"),
                ),
                (
                    "sees_inside",
                    models.BooleanField(
                        default=True, verbose_name="leest voorstellen, ontwerpen en besloten punten"
                    ),
                ),
                (
                    "visits_per_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="hoeveel keer per jaar te gast"
                    ),
                ),
                (
                    "plan_visit_before",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="bezoek gepland vóór maand"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="waarom aan tafel")),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("scores", models.JSONField(default=dict, verbose_name="antwoorden, van 1 tot 5")),
            ],
        ),
        migrations.CreateModel(
            name="SharedPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("charter", "afsprakennota"),
                            ("template", "sjabloon"),
                            ("lesson", "les"),
                        ],
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("content", models.JSONField(verbose_name="inhoud")),
                ("shared_at", models.DateTimeField(verbose_name="gedeeld op")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op"),
                ),
            ],
            options={
                "ordering": ["-shared_at"],
            },
        ),
        migrations.CreateModel(
            name="StartPath",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("kept", "behouden"),
                            ("adapted", "aangepast"),
                            ("started", "opgestart of doorgestart"),
                        ],
                        max_length=8,
                        verbose_name="situatie",
                    ),
                ),
                ("preconditions", models.TextField(blank=True, verbose_name="randvoorwaarden")),
                (
                    "decision_process",
                    models.TextField(blank=True, verbose_name="hoe we tot afspraken komen"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Loopt"), ("finished", "Afgerond")],
                        default="open",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="versie")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="seat",
            name="governance_seat_of_municipality_or_post",
        ),
        migrations.RemoveConstraint(
            model_name="seat",
            name="governance_one_seat_a_period",
        ),
        migrations.RemoveConstraint(
            model_name="seat",
            name="governance_one_open_seat",
        ),
        migrations.RenameField(
            model_name="seat",
            old_name="category",
            new_name="old_category",
        ),
        migrations.AddField(
            model_name="governingbody",
            name="aliases",
            field=models.JSONField(blank=True, default=list, verbose_name="andere namen"),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="categories",
            field=models.JSONField(blank=True, default=list, verbose_name="toegelaten categorieën"),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="composition_review_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="samenstelling herbekijken op"
            ),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="functions",
            field=models.JSONField(blank=True, default=list, verbose_name="toegelaten functies"),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="predecessors",
            field=models.ManyToManyField(
                blank=True, related_name="successors", to="governance.governingbody"
            ),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="situation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kept", "behouden"),
                    ("adapted", "aangepast"),
                    ("started", "opgestart of doorgestart"),
                ],
                max_length=8,
                verbose_name="situatie bij de afbakening",
            ),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="situation_note",
            field=models.TextField(blank=True, verbose_name="toelichting bij de situatie"),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="situation_on",
            field=models.DateField(blank=True, null=True, verbose_name="situatie vastgesteld op"),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="started",
            field=models.CharField(blank=True, max_length=40, verbose_name="gestart in"),
        ),
        migrations.AddField(
            model_name="governingbody",
            name="theme",
            field=models.CharField(blank=True, max_length=120, verbose_name="thema"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="towards",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bridges",
                to="governance.governingbody",
                verbose_name="brug naar",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="organizations.person",
            ),
        ),
        migrations.AlterField(
            model_name="governingbody",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mayors", "burgemeestersoverleg"),
                    ("subregion", "subregionaal overleg"),
                    ("directors", "overleg van algemeen directeurs"),
                    ("steering", "agendacommissie, stuurgroep of dagelijks bestuur"),
                    ("thematic", "thematische tafel"),
                    ("workgroup", "werkgroep of projectgroep"),
                    ("cluster", "cluster"),
                    ("forum", "ander regionaal forum"),
                ],
                max_length=10,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("support", "secretariaat"),
                    ("chair", "voorzitter"),
                    ("partner", "partner"),
                    ("bridge", "brug"),
                ],
                max_length=10,
                verbose_name="rol",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "bridge"), ("towards__isnull", False)),
                    models.Q(
                        models.Q(("role", "bridge"), _negated=True), ("towards__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="governance_bridge_leads_somewhere",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="bodyfact",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="facts",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="charter",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="next_versions",
                to="governance.charter",
            ),
        ),
        migrations.AddField(
            model_name="charter",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="charters",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="charter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acknowledgements",
                to="governance.charter",
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clearances",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="given_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="collectedtheme",
            name="brought_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="collectedtheme",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="collectedtheme",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="governance.collectedtheme",
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evaluations",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="charter",
            name="from_evaluation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="governance.evaluation",
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="involvements",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="involvements",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="membercategory",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="member_categories",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="category",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="governance.membercategory",
                verbose_name="categorie",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("municipality__isnull", False),
                        ("person__isnull", True),
                        ("post__isnull", True),
                    ),
                    models.Q(
                        ("municipality__isnull", True),
                        ("person__isnull", True),
                        ("post__isnull", False),
                    ),
                    models.Q(
                        ("municipality__isnull", True),
                        ("person__isnull", False),
                        ("post__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="governance_seat_of_one_holder",
            ),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="self_assessments",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="selfassessment",
            name="respondent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sharedpiece",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shared_pieces",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="sharedpiece",
            name="shared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="startpath",
            name="body",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="start_path",
                to="governance.governingbody",
            ),
        ),
        migrations.AddField(
            model_name="collectedtheme",
            name="path",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="themes",
                to="governance.startpath",
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(
                fields=("charter", "organization"), name="governance_acknowledged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(
                fields=("body", "task", "subject_type", "subject_id"),
                name="governance_one_clearance_a_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("given_at__isnull", True), ("given_by__isnull", True)),
                    models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                    _connector="OR",
                ),
                name="governance_clearance_given_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("body",),
                name="governance_one_open_evaluation_a_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("next_on__isnull", False),
                        models.Q(("conclusions", []), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="governance_evaluation_closed_with_conclusion",
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.UniqueConstraint(
                fields=("body", "number"), name="governance_charter_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("body",),
                name="governance_one_draft_charter_a_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "adopted")),
                fields=("body", "valid_from"),
                name="governance_one_charter_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("adopted_on__isnull", False), ("valid_from__isnull", False)),
                    _connector="OR",
                ),
                name="governance_adopted_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="governance_involvement_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                fields=("body", "organization", "way"), name="governance_involved_once_a_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="membercategory",
            constraint=models.UniqueConstraint(
                fields=("body", "key"), name="governance_one_category_key_a_table"
            ),
        ),
        migrations.AddConstraint(
            model_name="membercategory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("plan_visit_before__isnull", True),
                    models.Q(("plan_visit_before__gte", 1), ("plan_visit_before__lte", 12)),
                    _connector="OR",
                ),
                name="governance_visit_before_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.UniqueConstraint(
                fields=("body", "year", "respondent"), name="governance_one_assessment_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectedtheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="governance_theme_not_into_itself",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0006_reply_to"),
    ]

    operations = [
        migrations.AlterField(
            model_name="preference",
            name="topic",
            field=models.CharField(
                choices=[
                    ("meetings", "Uitnodigingen en agenda's"),
                    ("reports", "Verslagen"),
                    ("proposals", "Voorstellen en akkoorden"),
                    ("questions", "Vragen aan u: nieuws, standpunten, schriftelijke rondes"),
                    ("decisions", "Lokale beslissingen van uw bestuur"),
                    ("execution", "Uitvoering van afspraken"),
                    ("letters", "De raadsbrief na elke vergadering"),
                    ("followed", "Dossiers die u volgt, en antwoorden op vragen van raadsleden"),
                    ("evenings", "Infoavonden voor raadsleden"),
                ],
                max_length=20,
                verbose_name="onderwerp",
            ),
        ),
    ]

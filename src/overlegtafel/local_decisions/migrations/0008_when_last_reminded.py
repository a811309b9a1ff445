from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("local_decisions", "0007_article_8_warns_for_the_council"),
    ]

    operations = [
        migrations.AddField(
            model_name="localdecision",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="laatst herinnerd"),
        ),
    ]

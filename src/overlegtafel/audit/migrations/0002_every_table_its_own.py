from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="capacity",
            field=models.CharField(blank=True, max_length=200, verbose_name="namens"),
        ),
    ]

"""Where who answers a mail writes to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0005_topic_of_execution"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=models.CharField(
                blank=True, max_length=1000, verbose_name="antwoorden gaan naar"
            ),
        ),
    ]

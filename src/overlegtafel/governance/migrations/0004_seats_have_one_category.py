import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_seats_get_their_category")]

    operations = [
        migrations.RemoveField(model_name="seat", name="old_category"),
        migrations.RemoveField(model_name="seat", name="counts"),
        migrations.AlterField(
            model_name="seat",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="governance.membercategory",
                verbose_name="categorie",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                fields=("body", "municipality", "category", "valid_from"),
                name="governance_one_seat_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(municipality__isnull=False, valid_from__isnull=True),
                fields=("body", "municipality", "category"),
                name="governance_one_open_seat",
            ),
        ),
    ]

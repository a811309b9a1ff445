"""Each seat's category becomes a row of its table (decision 11): same name, same rights, same count."""

from django.db import migrations

# As the standard list of the first edition said it: name, short, filled_by, may_propose,
# sees_inside, visits_per_year, plan_visit_before.
_KNOWN = {
    "mayor": ("burgemeester", "", "mayor", True, True, None, None),
    "director": ("algemeen directeur", "", "director", True, True, None, None),
    "province": ("streekgedeputeerde", "Gedeputeerde", "", True, True, None, None),
    "delegate": ("afgevaardigde", "", "", True, True, None, None),
    "guest": ("gast", "", "", False, False, 1, 9),
}


def give_categories(apps, schema_editor):
    Seat = apps.get_model("governance", "Seat")
    MemberCategory = apps.get_model("governance", "MemberCategory")
    kinds = Seat.objects.order_by("body", "old_category", "-counts").values_list(
        "body", "old_category", "counts"
    )
    order = list(_KNOWN)
    for body, old, counts in kinds.distinct():
        seats = Seat.objects.filter(body=body, old_category=old)
        both = seats.filter(counts=True).exists() and seats.filter(counts=False).exists()
        name, short, filled_by, may_propose, sees_inside, visits, before = _KNOWN[old]
        category = MemberCategory.objects.create(
            body_id=body,
            key=f"{old}-not-counted" if both and not counts else old,
            name=f"{name}, telt niet mee" if both and not counts else name,
            short=short,
            order=order.index(old),
            filled_by=filled_by,
            counts=counts,
            may_propose=may_propose,
            sees_inside=sees_inside,
            visits_per_year=visits,
            plan_visit_before=before,
        )
        seats.filter(counts=counts).update(category=category)


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_every_table_its_own")]

    operations = [migrations.RunPython(give_categories, migrations.RunPython.noop)]

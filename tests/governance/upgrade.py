"""Run in a process of its own: an empty database as the first edition left it, then upgraded.

Prints, as JSON, each seat's municipality or post with the category it got.
"""

import json

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

django.setup()

executor = MigrationExecutor(connection)
first = [(app, name) for app, name in executor.loader.graph.nodes if name == "0001_initial"]
executor.migrate(first)
old = MigrationExecutor(connection).loader.project_state(first).apps
Organization = old.get_model("organizations", "Organization")
towns = [
    Organization.objects.create(
        classification="municipality", code=str(number), name=name, slug=name.lower()
    )
    for number, name in enumerate(("Aalst", "Lede", "Ninove", "Gent"))
]
house = Organization.objects.create(
    classification="body", code="overleg", name="Overleg", slug="overleg"
)
post = old.get_model("organizations", "Post").objects.create(
    organization=house, role="staff", label="AD WVI"
)
body = old.get_model("governance", "GoverningBody").objects.create(
    organization=house, name="Overleg", short_name="O", slug="o", kind="mayors"
)
for order, (town, category, counts) in enumerate(
    zip(towns, ("mayor", "mayor", "delegate", "guest"), (True, True, True, False), strict=True)
):
    old.get_model("governance", "Seat").objects.create(
        body=body, order=order, category=category, municipality=town, counts=counts
    )
old.get_model("governance", "Seat").objects.create(
    body=body, order=9, category="delegate", post=post, counts=False
)
call_command("migrate", verbosity=0)

from overlegtafel.governance.models import Seat  # noqa: E402  (after the upgrade)

print(
    json.dumps(
        [
            [seat.label, seat.category.name, seat.category.filled_by, seat.counts]
            for seat in Seat.objects.select_related("category", "municipality", "post")
        ]
    )
)

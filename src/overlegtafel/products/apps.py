"""What a table makes together beside agreements: statements it sends, agreements to sign,
strategies, shared examples, the steering of associations."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Joins what a table makes together to the rest of the house."""

    name = "overlegtafel.products"

    def ready(self) -> None:
        """Add what the daily round does for what was sent."""
        from overlegtafel.common.chores import chores
        from overlegtafel.products.services import remind_of_overdue

        chores["antwoorden die uitblijven"] = remind_of_overdue

"""What a table makes together beside agreements: statements it sends, agreements to sign,
strategies, shared examples, the steering of associations."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Joins what a table makes together to the rest of the house."""

    name = "overlegtafel.products"

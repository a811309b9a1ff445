"""Which Word template a table uses."""

from overlegtafel.governance.models import GoverningBody
from overlegtafel.printing.models import WordTemplate
from overlegtafel.printing.word import default_template


def word_template_of(body: GoverningBody) -> WordTemplate | None:
    """The table's own template; ``None`` when it uses ours."""
    return WordTemplate.objects.filter(body=body).select_related("uploaded_by").first()


def template_bytes_of(body: GoverningBody) -> bytes:
    """The file that reports of the table are made from."""
    own = word_template_of(body)
    return bytes(own.content) if own else default_template()

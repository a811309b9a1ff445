"""What went to which local agenda, and the packages it was made from."""

from overlegtafel.feedback.models.items import RegionalItem
from overlegtafel.feedback.models.packages import Package

__all__ = ["Package", "RegionalItem"]

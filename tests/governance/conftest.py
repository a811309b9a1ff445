"""What tests of tables share."""

from tests.factories.regions import _flanders_once, flanders

__all__ = ["_flanders_once", "flanders"]

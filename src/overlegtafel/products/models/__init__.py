"""What a table makes beside agreements; each points back to what it came from."""

from overlegtafel.products.models.assemblies import AssemblyItem, GeneralAssembly
from overlegtafel.products.models.base import Product, checksum_of
from overlegtafel.products.models.examples import Example, ExampleChoice
from overlegtafel.products.models.joint import JointAgreement, Party
from overlegtafel.products.models.statements import Addressee, FollowUp, Statement, Support
from overlegtafel.products.models.strategies import Strategy, StrategyGoal

__all__ = [
    "Addressee",
    "AssemblyItem",
    "Example",
    "ExampleChoice",
    "FollowUp",
    "GeneralAssembly",
    "JointAgreement",
    "Party",
    "Product",
    "Statement",
    "Strategy",
    "StrategyGoal",
    "Support",
    "checksum_of",
]

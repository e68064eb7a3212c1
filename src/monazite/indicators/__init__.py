"""Indicators of supply risk: each with formula, citation, inputs, explanation and a published value it reproduces."""

from monazite.indicators.concentration import hhi, top_share, weighted_hhi, without_largest
from monazite.indicators.dependence import (
    companionality,
    days_of_cover,
    eu_import_reliance,
    net_import_reliance,
    origin_gap,
)
from monazite.indicators.methods import METHODS
from monazite.indicators.official import (
    EuInputs,
    UsgsInputs,
    economic_vulnerability,
    eu_economic_importance,
    eu_governance,
    eu_supply_risk,
    trade_exposure,
    usgs_supply_risk,
)
from monazite.indicators.score import Method, Need, Score, Term

__all__ = [
    "METHODS",
    "EuInputs",
    "Method",
    "Need",
    "Score",
    "Term",
    "UsgsInputs",
    "companionality",
    "days_of_cover",
    "economic_vulnerability",
    "eu_economic_importance",
    "eu_governance",
    "eu_import_reliance",
    "eu_supply_risk",
    "hhi",
    "net_import_reliance",
    "origin_gap",
    "top_share",
    "trade_exposure",
    "usgs_supply_risk",
    "weighted_hhi",
    "without_largest",
]

"""The parameters the engine knows, in the order of its columns (§S2). Values come from `shock/assumptions`."""

from __future__ import annotations

PARAMETERS = (
    "approval_fraction",
    "approval_fraction_military",
    "licence_delay_weeks",
    "licence_ramp_weeks",
    "licence_headroom",
    "general_licence_share",
    "general_licence_week",
    "leakage",
    "cover_scale_use",
    "cover_scale_chain",
    "transit_scale",
    "stock_correction_weeks",
    "reroute_share",
    "qualification_weeks",
    "substitution_per_year",
    "thrift_share",
    "shortage_threshold",
    "ramp_per_year",
    "ramp_delay_weeks",
    "recycling_per_year",
    "prebuy_factor",
    "elasticity_sum",
    "supply_elasticity_share",
    "price_window_weeks",
    "stock_draw_share",
    "spot_share",
    "contract_lag_weeks",
    "home_elasticity_sum",
)
COLUMN = {name: k for k, name in enumerate(PARAMETERS)}

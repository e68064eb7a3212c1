"""Other names under which inquiries give a fact, and the names the measures use (§X1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# as given, without case: as the measures use it
_ALIASES: Mapping[str, str] = {
    "purity": "purity_pct",
    "purity_pct_inorganic_basis": "purity_pct",
    "strength_mpa": "flexural_strength_mpa",
    "flexural_mpa": "flexural_strength_mpa",
    "bending_strength_mpa": "flexural_strength_mpa",
    "density": "density_g_cm3",
    "compaction_g_cm3": "density_g_cm3",
    "compaction_density_g_cm3": "density_g_cm3",
    "mean_particle_um": "particle_um",
    "diamond_mean_um": "particle_um",
    "particle_size_um": "particle_um",
    "mean_particle_size_um": "particle_um",
    "d50_um": "particle_um",
    "grain_um": "particle_um",
    "size_um": "particle_um",
    "wh_per_kg": "energy_wh_kg",
    "energy_density_wh_kg": "energy_wh_kg",
    "energy_density_wh_per_kg": "energy_wh_kg",
    "mah_per_g": "capacity_mah_g",
    "capacity_mah_per_g": "capacity_mah_g",
    "specific_capacity_mah_g": "capacity_mah_g",
    "o_ppm": "oxygen_ppm",
    "cylinder_bore_mm": "bore_mm",
    "design_pressure_gpa": "pressure_gpa",
    "power_kw": "microwave_kw",
    "tesla": "field_t",
    "field_tesla": "field_t",
    "temp_c": "temperature_c",
    "khz": "frequency_khz",
    "kg": "charge_kg",
    "m3": "volume_m3",
    "mixing_chamber_m3": "volume_m3",
    "m3_per_day": "throughput_m3_day",
    "id_mm": "inner_diameter_mm",
    "tube_id_mm": "inner_diameter_mm",
    "wall_thickness_mm": "wall_mm",
    "d_mm": "diameter_mm",
    "od_mm": "diameter_mm",
    "outer_diameter_mm": "diameter_mm",
    "l_mm": "length_mm",
    "uts_mpa": "tensile_strength_mpa",
    "visible_transmission_pct": "transmission_pct",
    "dislocation_density_per_cm2": "dislocations_per_cm2",
    "layers": "memory_layers",
    "node_nm": "logic_nm",
    "process_nm": "logic_nm",
    "on_state_trading_list": "state_trader",
    "state_trading_listed": "state_trader",
    "exporter_on_list": "state_trader",
    "exporter_listed": "state_trader",
    "owned_by_listed": "end_user_owned_by_listed",
    "is_cots": "cots",
    "dod_contract": "procurement",
    "us_dod_contract": "procurement",
    "technology_from": "technology_origin",
}
_STEPS = (
    ("mined_in", r"min(?:e|ed|ing)(?:_|$)|ore_origin"),
    ("separated_in", r"separat|oxide_"),
    ("refined_in", r"refin|smelt"),
    ("melted_in", r"melt|alloy"),
    ("produced_in", r"produc|sinter|magnet_(?:made|origin)"),
)
_ENDINGS = ("_in", "_country", "_origin", "_place", "_location")


def canonical(name: str, value: Any) -> str:
    """The name the measures use for a fact given under another.

    >>> canonical("Wh_per_kg", 301), canonical("alloy_melted_in", "CN"), canonical("W_wt_pct", 97)
    ('energy_wh_kg', 'melted_in', 'w_wt_pct')
    """
    folded = name.casefold()
    if folded in _ALIASES:
        return _ALIASES[folded]
    if isinstance(value, (str, list)) and folded.endswith(_ENDINGS):
        for step, pattern in _STEPS:
            if re.match(pattern, folded):
                return step
    return folded


def dimensions(value: Any) -> dict[str, float]:
    """The sides of a block from a list of three numbers, longest first."""
    if isinstance(value, (list, tuple)) and len(value) == 3:  # noqa: PLR2004 - a block
        sides = sorted((float(side) for side in value), reverse=True)
        return {"shape": "block", **{f"side_{n}_mm": side for n, side in enumerate(sides, 1)}}  # type: ignore[dict-item]
    return {}

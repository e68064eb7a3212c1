"""One market outside a restrictor, week by week, over many draws: the back-test's model (§M40 to §M45).

The rules are those of the network kernel (§S5, §M9, §M20 to §M23) for one aggregate buyer, so that an event can be
judged where no network is known: for other minerals and other restrictors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.shock.types import ShockKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEEKS = 52.0
_NEWTON_STEPS = 25
_HIGHEST = 1000.0
_CLOSE = 1e-7  # of a logarithm of price: far below any error


@dataclass(frozen=True, slots=True)
class Step:
    """One measure on the restrictor's exports to the market, in weeks of the run.

    Attributes:
        share: Share of the exports under it: 1 for all destinations, less for some.
        depth: Cut of a quota or tariff-like measure; 1 for a ban; ignored for a licence.
    """

    kind: ShockKind
    known: float
    onset: float
    end: float
    share: float | Floats = 1.0
    depth: float | Floats = 1.0


@dataclass(frozen=True, slots=True)
class Paths:
    """Weeks x draws, all relative to base."""

    exports: Floats
    spot: Floats
    contract: Floats
    home: Floats
    stock: Floats


def let_through(step: Step, t: float, draws: Mapping[str, Floats]) -> Floats:
    """Share of the exports under a measure that is let through in week `t`, by draw (§S5)."""
    one = np.ones_like(draws["leakage"])
    free = float(np.clip(step.onset - t, 0.0, 1.0)) + float(np.clip(t + 1.0 - step.end, 0.0, 1.0))
    if free >= 1.0:
        return one
    age = max(t - step.onset, 0.0)
    if step.kind is ShockKind.LICENCE:
        ramp = np.maximum(draws["licence_ramp_weeks"], 1.0)
        grown = np.clip((age - draws["licence_delay_weeks"]) / ramp, 0.0, 1.0)
        let = draws["approval_fraction"] * grown
        general = np.where(age >= draws["general_licence_week"], draws["general_licence_share"], 0)
        let = general + (1.0 - general) * let
    else:
        let = one * (0.0 if step.kind is ShockKind.BAN else 1.0 - step.depth)
    let = let + draws["leakage"] * (1.0 - let)
    # a week in which a measure starts or ends is open for its part without it
    return free + (1.0 - free) * let


def solve(
    demand: Floats, supplies: tuple[Floats, Floats], ed: Floats, es: Floats, u: Floats
) -> Floats:
    """Logarithm of p in `demand p^ed = supply p^es + inflow`, elementwise, by Newton steps from `u` (§M20)."""
    supply, inflow = supplies
    u = np.array(u)
    for _ in range(_NEWTON_STEPS):
        made = supply * np.exp(np.minimum(es * u, 50.0))
        total = np.maximum(made + inflow, 1e-12)
        step = (np.log(demand) + ed * u - np.log(total)) / (ed - es * made / total)
        u -= step
        if float(np.abs(step).max(initial=0.0)) < _CLOSE:
            break
    return np.minimum(u, np.log(_HIGHEST))


def at_home(share: Floats, outflow: Floats, eta: Floats, split: Floats) -> Floats:
    """Ln p at home, where `share` of home supply was exported and `outflow` of it still is (§M22)."""
    es, ed = eta * split, -eta * (1.0 - split)
    v = np.zeros_like(share)
    for _ in range(_NEWTON_STEPS):
        made, used = np.exp(es * v), (1.0 - share) * np.exp(ed * v)
        step = np.clip((made - used - outflow * share) / (es * made - ed * used), -1.0, 1.0)
        v -= step
        if float(np.abs(step).max(initial=0.0)) < _CLOSE:
            break
    return v


def paths(steps: Sequence[Step], weeks: int, draws: Mapping[str, Floats]) -> Paths:
    """The market under the measures (§M40 to §M43).

    Args:
        steps: Measures on the restrictor's exports.
        weeks: Length of the run; all starts at base in week 0.
        draws: Parameters of the engine by name, and `bloc_share`, the restrictor's exports over use outside,
            `export_share`, its exports over its supply, and `cover_weeks`, stocks outside in weeks of use.
    """
    count = draws["leakage"].size
    s = draws["bloc_share"]
    es = draws["elasticity_sum"] * draws["supply_elasticity_share"]
    ed = es - draws["elasticity_sum"]
    cover = draws["cover_weeks"]
    onset = min((step.onset for step in steps), default=np.inf)
    known = min((step.known for step in steps), default=np.inf)
    u = np.zeros(count)
    stock, seen, contract = cover.copy(), np.ones(count), np.ones(count)
    kept: list[list[Floats]] = [[], [], [], [], []]
    for t in range(weeks):
        sent = _sent(steps, t, stock / cover, draws)  # hoarding asks for more, permission decides
        seen = seen + (np.minimum(sent, 1.0) - seen) / np.maximum(draws["price_window_weeks"], 1.0)
        years = max(t - onset, 0.0) / WEEKS
        scarce = np.clip(1.0 - stock / cover, 0.0, 1.0)
        hoard = _hoard(t, known, draws)
        saved = np.minimum(draws["substitution_per_year"] * years * (scarce > 0), 0.95)
        wanted = np.maximum(1.0 - saved + hoard, 0.05)
        grown = draws["ramp_per_year"] * np.maximum(years - draws["ramp_delay_weeks"] / WEEKS, 0.0)
        level = np.clip(stock / cover, 0.0, 1.0)
        spare = np.clip(stock / cover - 1.0, 0.0, None)
        lost = s * (1.0 - seen)
        # stocks above target bear the loss whole, those below it in part (§M20)
        draw = np.clip(draws["stock_draw_share"] * level + spare, 0.0, 1.0)
        u = solve(wanted, (np.maximum(1.0 - s, 1e-6) + grown, s * seen + draw * lost), ed, es, u)
        spot = np.exp(u)
        supplied = s * sent + (1.0 - s + grown) * np.exp(es * u)
        # what is supplied beyond use fills stocks, what is missing empties them; use itself follows the price
        use = (wanted - hoard) * np.exp(ed * np.maximum(u, 0.0))
        stock = np.clip(stock + supplied - use, 0.0, 4.0 * cover)
        lag = np.maximum(draws["contract_lag_weeks"], 1.0)
        contract = contract * np.exp((u - np.log(contract)) / lag)
        v = at_home(
            draws["export_share"],
            np.minimum(seen, 1.0),
            draws["home_elasticity_sum"],
            draws["supply_elasticity_share"],
        )
        for array, value in zip(
            kept, (sent, spot, contract, np.exp(v), stock / cover), strict=True
        ):
            array.append(value.copy())
    return Paths(*(np.array(array) for array in kept))


def _hoard(t: float, known: float, draws: Mapping[str, Floats]) -> Floats:
    """Demand for larger stocks once a control is known, built over a time and let go over twice it (§M42)."""
    age, build = t - known, draws["hoarding_build_weeks"]
    rate = draws["hoarding_weeks"] / build
    return np.where(age < 0, 0.0, np.where(age < build, rate, -rate / 2.0 * (age < 3.0 * build)))


def _sent(steps: Sequence[Step], t: float, fullness: Floats, draws: Mapping[str, Floats]) -> Floats:
    """The restrictor's exports relative to base: let through, stocked up ahead, or restocked after (§M41)."""
    let = np.ones_like(fullness)
    ahead = np.zeros_like(fullness)
    controlled = False
    for step in steps:
        let = let * (1.0 - step.share * (1.0 - let_through(step, t, draws)))
        if step.known <= t < step.onset:
            ahead = np.maximum(ahead, step.share * (draws["prebuy_factor"] - 1.0))
        controlled = controlled or step.onset <= t < step.end
    # buyers correct their stocks: they ask for more when these are low, for less when they are full
    asked = 1.0 + (1.0 - fullness) * draws["cover_weeks"] / draws["stock_correction_weeks"]
    asked = np.clip(asked, 0.0, draws["licence_headroom"] if controlled else 2.0)
    return let * (asked + ahead)

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
FULL_TOUCH = 0.25  # share of supply outside from which on buyers hoard, and the model errs, in full (§M42, §M45)
_FULL_PAY = np.log(
    2.0
)  # at twice the base price saving and new supply run at their full rates (§M43)
_CLOSE = 1e-7  # of a logarithm of price: far below any error


@dataclass(frozen=True, slots=True)
class Step:
    """One measure on the restrictor's exports to the market, in weeks of the run.

    Attributes:
        share: Share of the exports under it: 1 for all destinations, less for some.
        depth: Cut of a quota or tariff-like measure; 1 for a ban; ignored for a licence.
        capped: Whether no more than the rest of base may leave, whatever is asked for: a quota.
    """

    kind: ShockKind
    known: float
    onset: float
    end: float
    share: float | Floats = 1.0
    depth: float | Floats = 1.0
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Paths:
    """Weeks x draws, all relative to base; `exports` as customs count them, without what leaks (§M41)."""

    exports: Floats
    spot: Floats
    contract: Floats
    home: Floats
    stock: Floats


def let_through(step: Step, t: float, draws: Mapping[str, Floats]) -> Floats:
    """Share of the exports under a measure that is let through in week `t`, leakage apart, by draw (§S5)."""
    one = np.ones_like(draws["leakage"])
    free = float(np.clip(step.onset - t, 0.0, 1.0)) + float(np.clip(t + 1.0 - step.end, 0.0, 1.0))
    if free >= 1.0:
        return one
    age = max(t - step.onset, 0.0)
    if step.kind is ShockKind.OUTAGE:  # mines stop, what is above ground is shipped on
        let = np.clip(1.0 - age / np.maximum(draws["ground_stock_weeks"], 1.0), 0.0, 1.0)
    elif step.kind is ShockKind.LICENCE:
        ramp = np.maximum(draws["licence_ramp_weeks"], 1.0)
        grown = np.clip((age - draws["licence_delay_weeks"]) / ramp, 0.0, 1.0)
        trend = np.exp(draws["approval_trend"] * age / WEEKS)
        let = np.minimum(draws["approval_fraction"] * trend, 1.0) * grown
        general = np.where(age >= draws["general_licence_week"], draws["general_licence_share"], 0)
        let = general + (1.0 - general) * let
    else:
        let = one * (0.0 if step.kind is ShockKind.BAN else 1.0 - step.depth)
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


def choked(u: Floats, ceiling: Floats) -> Floats:
    """Logarithm of price where users give way ever more as it rises towards a ceiling (§M43).

    >>> choked(np.array([0.1]), np.array([50.0])).round(3)
    array([0.1])
    """
    top = np.log(ceiling)
    return np.where(u > 0.0, top * np.tanh(u / top), u)


def touched(steps: Sequence[Step], bloc_share: Floats) -> Floats:
    """Share of supply outside that the measures may stop (§M42)."""
    found = np.zeros_like(bloc_share)
    for step in steps:
        cut = step.depth if step.kind is ShockKind.QUOTA else 1.0
        found = np.maximum(found, bloc_share * step.share * cut)
    return found


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
    known = min((step.known for step in steps), default=np.inf)
    u, saved, grown = np.zeros(count), np.zeros(count), np.zeros(count)
    stock, target = cover.copy(), cover.copy()
    seen, contract = np.ones(count), np.ones(count)
    scale = np.minimum(touched(steps, s) / FULL_TOUCH, 1.0)  # nobody hoards for what is hardly lost
    kept: list[list[Floats]] = [[], [], [], [], []]
    for t in range(weeks):
        hoard = scale * _hoard(t, known, draws)
        target = target + hoard
        declared, sent = _sent(steps, t, target - stock, draws)
        seen = seen + (np.minimum(sent, 1.0) - seen) / np.maximum(draws["price_window_weeks"], 1.0)
        # saving and new supply are paid for by the price, and go back when it falls below base
        paid = np.clip(np.log(contract) / _FULL_PAY, -1.0, 1.0)
        saved, grown = (
            _adapted(value, draws[rate] * paid / WEEKS, t - known >= draws[delay])
            for value, rate, delay in (
                (saved, "substitution_per_year", "qualification_weeks"),
                (grown, "ramp_per_year", "ramp_delay_weeks"),
            )
        )
        wanted = np.maximum(1.0 - saved + hoard, 0.05)
        level = np.clip(stock / target, 0.0, 1.0)
        spare = np.clip(stock / target - 1.0, 0.0, None)
        lost = s * (1.0 - seen)
        # stocks above target bear the loss whole, those below it in part, and less the longer the control has
        # lasted: their holders spread them over the time they expect it to last (§M42)
        held = 1.0 + max(t - known, 0.0) / draws["holding_weeks"]
        draw = np.clip(draws["stock_draw_share"] * level / held + spare, 0.0, 1.0)
        u = solve(wanted, (np.maximum(1.0 - s, 1e-6) + grown, s * seen + draw * lost), ed, es, u)
        v = choked(u, draws["price_ceiling"])
        supplied = s * sent + (1.0 - s + grown) * np.exp(es * v)
        # what is supplied beyond use fills stocks, what is missing empties them; use itself follows the price
        use = (wanted - hoard) * np.exp(ed * np.maximum(v, 0.0))
        stock = np.clip(stock + supplied - use, 0.0, 4.0 * target)
        lag = np.maximum(draws["contract_lag_weeks"], 1.0)
        contract = contract * np.exp((v - np.log(contract)) / lag)
        week = (declared, np.exp(v), contract, np.exp(_home(seen, v, draws)), stock / cover)
        for array, value in zip(kept, week, strict=True):
            array.append(value.copy())
    return Paths(*(np.array(array) for array in kept))


def _home(seen: Floats, outside: Floats, draws: Mapping[str, Floats]) -> Floats:
    """Logarithm of the home price: pressed by what is not exported, down to a floor, and pulled by prices abroad."""
    pressed = at_home(
        draws["export_share"],
        np.minimum(seen, 1.0),
        draws["home_elasticity_sum"],
        draws["supply_elasticity_share"],
    )
    pull = draws["home_pull"]
    return (1.0 - pull) * -choked(-pressed, 1.0 / draws["home_floor"]) + pull * outside


def _adapted(value: Floats, change: Floats, ready: NDArray[np.bool_]) -> Floats:
    """Demand saved or supply added after a week: up once it is ready, down at once, within [0, 0.95] (§M43)."""
    return np.clip(value + np.where(ready | (change < 0.0), change, 0.0), 0.0, 0.95)


def _hoard(t: float, known: float, draws: Mapping[str, Floats]) -> Floats:
    """Demand for larger stocks once a control is known, built over a time and let go over another (§M42)."""
    age, build, drop = t - known, draws["hoarding_build_weeks"], draws["hoarding_release_weeks"]
    rate = draws["hoarding_weeks"] / build
    let_go = draws["hoarding_weeks"] / drop * (age < build + drop)
    return np.where(age < 0, 0.0, np.where(age < build, rate, -let_go))


def _sent(
    steps: Sequence[Step], t: float, missing: Floats, draws: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """The restrictor's exports relative to base, as declared and with what leaks (§M41).

    Buyers correct their stocks: they ask for more where some is `missing` from what they want, for less where full.
    """
    # what is too much is run down as slowly as extra stocks are let go
    pace = np.where(missing > 0.0, draws["stock_correction_weeks"], draws["hoarding_release_weeks"])
    asked = 1.0 + missing / pace
    controlled = any(step.onset <= t < step.end for step in steps)
    asked = np.clip(asked, 0.0, draws["licence_headroom"] if controlled else 2.0)
    for step in steps:
        if step.known <= t < step.onset:
            rush = 2.0 * (t + 0.5 - step.known) / (step.onset - step.known)  # it grows to the day
            asked = asked + step.share * (draws["prebuy_factor"] - 1.0) * rush
    declared, sent = asked, asked
    scope = np.minimum(draws["scope_share"], 1.0)
    for step in sorted(steps, key=lambda step: step.capped):  # a ceiling is on what is licensed
        let = let_through(step, t, draws)
        if step.capped:
            let = np.minimum(let / np.maximum(declared, 1e-9), 1.0)
        stopped = step.share * (1.0 - let)
        declared = declared * (1.0 - scope * stopped)
        sent = sent * (1.0 - stopped * (1.0 - draws["leakage"]))
    return declared, sent

"""Forecasts of one event's observed series under draws of the one-market model (§M44, §M45)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from monazite.shock.parameters import PARAMETERS
from monazite.shock.sampling import draw, quantile, uniforms
from monazite.shock.types import Assumption, ShockKind
from monazite.simulate.bloc import FULL_TOUCH, Paths, Step, paths, touched
from monazite.study.assumption_tables import assumptions, load_assumptions
from monazite.study.events import Act, Event, Point, Series, weeks_between
from monazite.study.forecast_share import hold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Draws = dict[str, Floats]

_LEAD_WEEKS = 4
_WEEKS = 52.0
_UNSURE = 0.15  # either way, on shares read from networks and production tables
_KIND = {
    "licence": ShockKind.LICENCE,
    "ban": ShockKind.BAN,
    "quota": ShockKind.QUOTA,
    "tariff": ShockKind.QUOTA,
    "outage": ShockKind.OUTAGE,
}


@cache
def market_assumptions() -> Mapping[str, Assumption]:
    """Assumptions of the one-market model beside those of the engine."""
    return load_assumptions("shock/market_assumptions")


def prior(count: int, seed: int) -> Draws:
    """Draws of every parameter of the model from its assumption (§M44)."""
    engine = draw(assumptions(), runs=count, seed=seed)
    found = {name: engine[:, k].copy() for k, name in enumerate(PARAMETERS)}
    # rows of the engine's names replace them: the shipped ranges know the judged events, these do not
    extra = market_assumptions()
    u = uniforms(len(extra) + 1, count, seed + 1)
    for k, (name, entry) in enumerate(extra.items()):
        found[name] = quantile(entry.distribution, u[:, k])
    found["share_u"] = u[:, -1]
    found["cover_weeks"] = found["cover_weeks"] * found["cover_scale_use"]
    return found


def share_of(event: Event, material: str) -> tuple[tuple[float, float, float] | None, str]:
    """The event's own low, middle and high share of the restrictor in world supply, with where the market is from."""
    said = event.shares.get(material) or event.shares.get("all")
    known = hold(event.restrictor, material, event.known.year)
    if said is not None:
        return said, "the event file"
    if known.world is not None:
        share = known.world
        return (max(share - _UNSURE, 0.01), share, min(share + _UNSURE, 0.99)), known.source
    return None, known.source


def market(event: Event, material: str, draws: Draws) -> Draws:
    """The draws with the market's own numbers: how much of supply outside comes from the restrictor (§M44)."""
    said, _ = share_of(event, material)
    known = hold(event.restrictor, material, event.known.year)
    home = draws["home_use_share"]
    if known.exported is not None:
        off = _UNSURE * (2.0 * (home - home.min()) / max(float(np.ptp(home)), 1e-9) - 1.0)
        home = np.clip(1.0 - known.exported + off, 0.0, 0.98)
    if said is None and known.outside is not None:
        bloc = known.outside + _UNSURE * (2.0 * draws["share_u"] - 1.0)
    else:
        low, _, high = said or (0.0, 0.0, 0.0)
        share = low + (high - low) * draws["share_u"] if said else draws["world_share"]
        at_home = np.minimum(home * share, 0.95)
        bloc = (share - at_home) / (1.0 - at_home)
    return draws | {"bloc_share": np.clip(bloc, 0.01, 0.99), "export_share": 1.0 - home}


def _steps(event: Event, series: Series, draws: Draws) -> list[Step]:
    start = event.known - timedelta(weeks=_LEAD_WEEKS)
    found: list[Step] = []
    for act in event.acts:
        if act.materials and series.material not in act.materials:
            continue
        share: float | Floats = 1.0
        if act.destinations:
            if series.destination:
                share = 1.0 if series.destination in act.destinations else 0.0
            else:
                share = np.minimum(draws["destination_share"] * len(act.destinations), 1.0)
        ended = weeks_between(start, act.ended) if act.ended else np.inf
        found.append(
            Step(
                kind=_KIND[act.kind],
                known=weeks_between(start, act.known),
                onset=weeks_between(start, act.effective),
                end=ended,
                share=share,
                depth=_depth(act, draws),
                capped=act.kind == "quota",
            )
        )
    return found


def _depth(act: Act, draws: Draws) -> float | Floats:
    if act.depth is not None:
        return act.depth
    if act.rate is not None:  # a duty lowers exports with the elasticity of demand for them
        return 1.0 - (1.0 + act.rate) ** -draws["export_demand_elasticity"]
    return {"quota": draws["quota_depth"], "tariff": draws["tariff_depth"]}.get(act.kind, 1.0)


def _mean(path: Floats, start: float, end: float) -> Floats:
    """Mean of a path over weeks [start, end), parts of weeks by their length; before week 0 all is base."""
    weeks = np.arange(len(path), dtype=np.float64)
    weight = np.clip(np.minimum(weeks + 1.0, end) - np.maximum(weeks, start), 0.0, 1.0)
    before = max(min(end, 0.0) - start, 0.0)
    total = weight.sum() + before
    if total <= 0.0:
        return np.ones(path.shape[1])
    used = np.flatnonzero(weight)
    return (weight[used] @ path[used] + before) / total


def _path(found: Paths, event: Event, series: Series, draws: Draws) -> Floats:
    if series.kind == "exports":
        return found.exports
    if series.market == "volume":
        m = draws["spot_share"]
        return (1.0 - m) * found.contract + m * found.spot
    if series.market == "export":
        kinds = {
            act.kind for act in event.acts if not act.materials or series.material in act.materials
        }
        if kinds & {"quota", "tariff"}:
            return found.spot  # whoever holds the right to ship takes the price abroad (§M43)
        w = draws["buyer_rent_share"]
        return np.exp(w * np.log(found.home) + (1.0 - w) * np.log(found.contract))
    return found.home if series.market == "home" else found.spot


class Forecaster:
    """Forecasts of one event's series under given draws; paths are computed once for each market."""

    def __init__(self, event: Event, draws: Draws) -> None:
        self.event, self.draws = event, draws
        self.start = event.known - timedelta(weeks=_LEAD_WEEKS)
        last = max(p.span.end for s in event.series for p in s.points if p.span.end)
        self.weeks = max(int(weeks_between(self.start, last)) + 2, 2)
        self._known: dict[tuple[str, str], tuple[Paths, Draws, Floats]] = {}

    def _market(self, series: Series) -> tuple[Paths, Draws, Floats]:
        """Paths, draws and the share of supply outside that the measures touch, once for each market."""
        key = (series.material, series.destination)
        if key not in self._known:
            own = market(self.event, series.material, self.draws)
            steps = _steps(self.event, series, own)
            self._known[key] = (
                paths(steps, self.weeks, own),
                own,
                touched(steps, own["bloc_share"]),
            )
        return self._known[key]

    def ratios(self, series: Series) -> list[Floats]:
        """Model ratio to base of each point, by draw, before noise."""
        found, own, _ = self._market(series)
        path = _path(found, self.event, series, own)
        base = self._over(path, series.base)
        return [self._over(path, p) / np.maximum(base, 1e-9) for p in series.points]

    def _over(self, path: Floats, point: Point) -> Floats:
        end = point.span.end or point.span.start
        return _mean(
            path, weeks_between(self.start, point.span.start), weeks_between(self.start, end)
        )

    def error(self, series: Series, point: Point) -> Floats:
        """Standard deviation of what the path does not explain, in logarithms (§M45).

        Drift, quotation and the noise of months always; the model's own error once the control is known. It grows
        with time, and for prices with the share of supply the measures touch: where they touch little, prices move
        as they do without them.
        """
        draws = self.draws
        age = weeks_between(self.event.known, point.span.start) / _WEEKS
        own = draws["fit_error"] * np.sqrt(1.0 + age) if age >= 0.0 else np.zeros(1)
        if series.kind == "exports":
            days = (point.span.end - point.span.start).days if point.span.end else 1
            months = max(days / 30.0, 1.0)
            return np.sqrt(draws["volume_noise"] ** 2 * (1.0 + 1.0 / months) / 2.0 + own**2)
        own = own * np.sqrt(np.minimum(self._market(series)[2] / FULL_TOUCH, 1.0))
        years = abs(weeks_between(series.base.span.start, point.span.start)) / _WEEKS
        return np.sqrt(draws["price_drift"] ** 2 * years + 2.0 * draws["price_error"] ** 2 + own**2)

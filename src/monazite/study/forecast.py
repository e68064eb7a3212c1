"""Forecasts of one event's observed series under draws of the one-market model (§M44, §M45)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from monazite import catalog
from monazite.shock.parameters import PARAMETERS
from monazite.shock.sampling import draw, quantile, uniforms
from monazite.shock.types import Assumption, ShockKind
from monazite.simulate.bloc import Paths, Step, paths
from monazite.study.events import Act, Event, Point, Series, weeks_between
from monazite.study.run import assumptions, load_assumptions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Draws = dict[str, Floats]

_LEAD_WEEKS = 4
_KIND = {
    "licence": ShockKind.LICENCE,
    "ban": ShockKind.BAN,
    "quota": ShockKind.QUOTA,
    "tariff": ShockKind.QUOTA,
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


@cache
def _world_share(restrictor: str, material: str, year: int) -> float | None:
    """Share of world mine or primary production, of the year before or the nearest one there is."""
    from monazite.codes import mineral, search_mineral

    known = search_mineral(material)
    if known is None:
        return None
    names = {known.name, known.id, known.group.replace("-", " ")} - {""}
    if known.group:
        names = {mineral(known.group).name}
    table = catalog.table("production/world_mining_data")
    rows = [
        row
        for row in table.iter_rows(named=True)
        if any(name.casefold() in row["commodity"].casefold() for name in names)
    ]
    years = sorted({row["year"] for row in rows}, key=lambda y: abs(y - (year - 1)))
    for chosen in years:
        cells = [row for row in rows if row["year"] == chosen and row["value"]]
        total = sum(row["value"] for row in cells)
        own = sum(row["value"] for row in cells if row["country"] == restrictor)
        if total > 0.0:
            return float(own / total)
    return None


def market(event: Event, material: str, draws: Draws) -> Draws:
    """The draws with the market's own numbers: how much of supply outside comes from the restrictor (§M44)."""
    said = event.shares.get(material) or event.shares.get("all")
    if said is None:
        world = _world_share(event.restrictor, material, event.known.year)
        if world is not None and world > 0.0:
            said = (max(world - 0.1, 0.01), world, min(world + 0.1, 0.99))
    if said is None:
        share = draws["world_share"]
    else:
        low, _, high = said
        share = low + (high - low) * draws["share_u"]
    at_home = np.minimum(draws["home_use_share"] * share, 0.95)
    bloc = np.clip((share - at_home) / (1.0 - at_home), 0.01, 0.99)
    return draws | {"bloc_share": bloc, "export_share": 1.0 - draws["home_use_share"]}


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
            )
        )
    return found


def _depth(act: Act, draws: Draws) -> float | Floats:
    if act.depth is not None:
        return act.depth
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


def _path(found: Paths, series: Series, draws: Draws) -> Floats:
    if series.kind == "exports":
        return found.exports
    if series.market == "volume":
        m = draws["spot_share"]
        return (1.0 - m) * found.contract + m * found.spot
    return {"home": found.home, "export": found.contract}.get(series.market, found.spot)


class Forecaster:
    """Forecasts of one event's series under given draws; paths are computed once for each market."""

    def __init__(self, event: Event, draws: Draws) -> None:
        self.event, self.draws = event, draws
        self.start = event.known - timedelta(weeks=_LEAD_WEEKS)
        last = max(p.span.end for s in event.series for p in s.points if p.span.end)
        self.weeks = max(int(weeks_between(self.start, last)) + 2, 2)
        self._known: dict[tuple[str, str], tuple[Paths, Draws]] = {}

    def ratios(self, series: Series) -> list[Floats]:
        """Model ratio to base of each point, by draw, before noise."""
        key = (series.material, series.destination)
        if key not in self._known:
            own = market(self.event, series.material, self.draws)
            steps = _steps(self.event, series, own)
            self._known[key] = (paths(steps, self.weeks, own), own)
        found, own = self._known[key]
        path = _path(found, series, own)
        base = self._over(path, series.base)
        return [self._over(path, p) / np.maximum(base, 1e-9) for p in series.points]

    def _over(self, path: Floats, point: Point) -> Floats:
        end = point.span.end or point.span.start
        return _mean(
            path, weeks_between(self.start, point.span.start), weeks_between(self.start, end)
        )


def _years(series: Series, point: Point) -> float:
    return abs(weeks_between(series.base.span.start, point.span.start)) / 52.0


def error(event: Event, series: Series, point: Point, draws: Draws) -> Floats:
    """Standard deviation of what the path does not explain, in the scale of the series (§M45).

    Drift and quotation always; the model's own error once the control is known.
    """
    own = draws["fit_error"] if point.span.start >= event.known else 0.0
    if series.kind == "exports":
        months = max((point.span.end - point.span.start).days / 30.0, 1.0) if point.span.end else 1
        return np.sqrt(draws["volume_noise"] ** 2 * (1.0 + 1.0 / months) / 2.0 + own**2)
    drift = draws["price_drift"] ** 2 * _years(series, point)
    return np.sqrt(drift + 2.0 * draws["price_error"] ** 2 + own**2)

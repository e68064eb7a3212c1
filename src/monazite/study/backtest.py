"""Fit the one-market model on some past controls, judge it on others (§M44 to §M52)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from monazite.simulate.score import band, crps
from monazite.study.events import Event, Point, Series, shipped, weeks_between
from monazite.study.forecast import Forecaster, prior, share_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Draws = dict[str, Floats]

FIT_DRAWS, JUDGE_DRAWS = 4000, 2000
# Part of every forecast that is the prior: three past events are few. Chosen among 1/4 and 1/2 by leaving one event
# of the fit out (§M49).
PRIOR_SHARE = 0.5
_LITTLE = 0.05
_KNOWN_ROLES = (
    "fit",
    "judge",
)  # events that are only reported do not move the naive forecast either
_SMALLEST = (
    1e-3  # prices are compared as logarithms; none observed is below a thousandth of its base
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One observed value with its forecast, both relative to the base period."""

    point: Point
    observed: float
    median: float
    band_50: tuple[float, float]
    band_80: tuple[float, float]
    crps: float
    crps_no_change: float
    crps_last_shock: float

    @property
    def in_50(self) -> bool:
        """Whether the 50 % band covers it."""
        return self.band_50[0] <= self.observed <= self.band_50[1]

    @property
    def in_80(self) -> bool:
        """Whether the 80 % band covers it."""
        return self.band_80[0] <= self.observed <= self.band_80[1]


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """One series with all its judged values; `market_from` says where the size of the market is from."""

    event: str
    series: Series
    points: tuple[Judged, ...]
    market_from: str = ""

    def mean(self, name: str) -> float:
        """Mean of a score over the points."""
        return float(np.mean([getattr(p, name) for p in self.points]))

    @property
    def better(self) -> bool:
        """Whether the forecast beats both naive ones."""
        own = self.mean("crps")
        return own < self.mean("crps_no_change") and own < self.mean("crps_last_shock")


@dataclass(frozen=True, slots=True)
class Backtest:
    """Results by series, with the totals over all points.

    `left_out` are event, series and reason, `remarks` event and text.
    """

    results: tuple[SeriesResult, ...]
    fitted_on: tuple[str, ...]
    seed: int
    left_out: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def totals(self) -> dict[str, float | int]:
        """Coverage of both bands, and how often the forecast beats both naive ones."""
        points = [p for r in self.results for p in r.points]
        count = max(len(points), 1)
        return {
            "events": len({r.event for r in self.results}),
            "series": len(self.results),
            "points": len(points),
            "coverage_50": sum(p.in_50 for p in points) / count,
            "coverage_80": sum(p.in_80 for p in points) / count,
            "better_than_naive_share": sum(r.better for r in self.results)
            / max(len(self.results), 1),
            "crps": float(np.mean([p.crps for p in points])) if points else 0.0,
            "crps_no_change": float(np.mean([p.crps_no_change for p in points])) if points else 0.0,
            "crps_last_shock": float(np.mean([p.crps_last_shock for p in points]))
            if points
            else 0.0,
        }


def _log_likelihood(event: Event, draws: Draws, materials: Sequence[str]) -> dict[str, Floats]:
    """By material; the points of a series depend on each other, so a series counts as at most two (§M48)."""
    model = Forecaster(event, draws)
    found: dict[str, Floats] = {}
    for series in event.series:
        if series.material not in materials or not series.points:
            continue
        total = np.zeros_like(draws["leakage"])
        for point, ratio in zip(series.points, model.ratios(series), strict=True):
            sd = model.error(series, point)
            observed = series.ratio(point)
            off = _in_logs(observed, series) - _in_logs(ratio, series)
            total += -0.5 * np.minimum((off / sd) ** 2, 25.0) - np.log(sd)
        weight = min(len(series.points), 2) / len(series.points)
        found[series.material] = found.get(series.material, 0.0) + weight * total
    return found


def _scaled(value: float, series: Series) -> float:
    """Prices as logarithms, volumes as ratios: a volume may be zero."""
    return float(np.log(max(value, _SMALLEST))) if series.kind == "price" else value


def _in_logs(values: Floats | float, series: Series) -> Floats:
    """Logarithms, with a small volume added to volumes: below it months do not tell zero from little (§M45)."""
    least = _SMALLEST if series.kind == "price" else 0.0
    return np.log(np.maximum(values, least) + (0.0 if series.kind == "price" else _LITTLE))


def _forecast(ratio: Floats, noise: Floats, series: Series) -> Floats:
    """The ensemble in the scale of the series, with its error."""
    if series.kind == "price":
        return _in_logs(ratio, series) + noise
    return np.maximum(np.exp(_in_logs(ratio, series) + noise) - _LITTLE, 0.0)


@cache
def _scores(seed: int) -> tuple[Draws, Mapping[str, Mapping[str, Floats]]]:
    """Prior draws and their log-likelihood by event of the fit and material."""
    draws = prior(FIT_DRAWS, seed)
    found: dict[str, Mapping[str, Floats]] = {}
    for event in shipped():
        if event.role == "fit":
            wanted = [m for m in event.materials if m not in event.fit_without]
            found[event.id] = _log_likelihood(event, draws, wanted)
    return draws, found


@cache
def fitted(seed: int = 1, without: str = "") -> tuple[Draws, tuple[str, ...]]:
    """Draws fitted on the shipped events of role `fit`: a mixture over materials and the prior (§M48, §M49).

    Each material of each fit event gives a posterior by importance weights; `PRIOR_SHARE` of the mixture is the
    prior, the rest these in equal parts, because a new event is another draw from the population of events, not a
    repeat of one. `without` leaves one event out.
    """
    draws, scores = _scores(seed)
    rng = np.random.default_rng(seed)
    parts: list[NDArray[np.int64]] = []
    names: list[str] = []
    for event, by_material in scores.items():
        if event == without:
            continue
        for material, score in sorted(by_material.items()):
            weight = np.exp(score - score.max())
            parts.append(rng.choice(FIT_DRAWS, JUDGE_DRAWS, p=weight / weight.sum()))
            names.append(f"{event}/{material}")
    parts.append(rng.integers(0, FIT_DRAWS, JUDGE_DRAWS))
    posteriors = rng.integers(0, len(parts) - 1, JUDGE_DRAWS) if len(parts) > 1 else 0
    of_prior = rng.random(JUDGE_DRAWS) < PRIOR_SHARE
    which = np.where(of_prior, len(parts) - 1, posteriors)
    rows = np.array([parts[p][k] for k, p in enumerate(which)])
    return {name: values[rows] for name, values in draws.items()}, tuple(names)


def _last_shock(event: Event, series: Series, point: Point) -> float:
    """The naive forecast that the last control before this one is repeated (§M47)."""
    before = [
        e
        for e in shipped()
        if e.role in _KNOWN_ROLES and e.known < event.known and e.id != event.id
    ]
    if not before:
        return 0.0 if series.kind == "price" else 1.0
    last = max(before, key=lambda e: e.known)
    lag = weeks_between(event.known, point.span.start)
    best: list[tuple[int, float, float]] = []
    for other in last.series:
        if other.kind != series.kind:
            continue
        for seen in other.points:
            off = abs(weeks_between(last.known, seen.span.start) - lag)
            value = _scaled(other.ratio(seen), other)
            best.append((int(other.market != series.market), off, value))
    if lag < 0 or not best:
        return 0.0 if series.kind == "price" else 1.0
    market = min(entry[0] for entry in best)
    nearest = min(entry[1] for entry in best if entry[0] == market)
    chosen = [v for m, off, v in best if m == market and off <= nearest + 1.0]
    return float(np.median(chosen))


def _judge(event: Event, draws: Draws, seed: int) -> list[SeriesResult]:
    """Noise is drawn by the name of the event, so that it is the same alone and among others."""
    model, rng = Forecaster(event, draws), np.random.default_rng([seed, crc32(event.id.encode())])
    results: list[SeriesResult] = []
    for series in event.series:
        judged: list[Judged] = []
        for point, ratio in zip(series.points, model.ratios(series), strict=True):
            noise = rng.standard_normal(ratio.size) * model.error(series, point)
            priced = series.kind == "price"
            forecast = _forecast(ratio, noise, series)
            observed = series.ratio(point)
            target = _scaled(observed, series)
            middle = float(np.median(forecast))
            calm = 0.0 if priced else 1.0
            judged.append(
                Judged(
                    point=point,
                    observed=observed,
                    median=float(np.exp(middle)) if priced else middle,
                    band_50=_back(band(forecast, 0.5), series),
                    band_80=_back(band(forecast, 0.8), series),
                    crps=crps(forecast, target),
                    crps_no_change=abs(target - calm),
                    crps_last_shock=abs(target - _last_shock(event, series, point)),
                )
            )
        if judged:
            _, source = share_of(event, series.material)
            results.append(SeriesResult(event.id, series, tuple(judged), source))
    return results


def _back(pair: tuple[float, float], series: Series) -> tuple[float, float]:
    if series.kind != "price":
        return pair
    return float(np.exp(pair[0])), float(np.exp(pair[1]))


def backtest(events: Sequence[Event] | None = None, *, seed: int = 1) -> Backtest:
    """Judge the fitted model on events; on the shipped ones of role `judge` by default (§M50 to §M52).

    Events handed in are never fitted on.
    """
    draws, names = fitted(seed)
    chosen = [e for e in shipped() if e.role == "judge"] if events is None else list(events)
    results = [r for e in chosen for r in _judge(e, draws, seed)]
    left = tuple((e.id, *entry) for e in chosen for entry in e.left_out)
    remarks = tuple((e.id, remark) for e in chosen for remark in e.remarks)
    return Backtest(tuple(results), names, seed, left, remarks)


def leave_one_out(*, seed: int = 1) -> Backtest:
    """Each event of the fit judged by the others: what choices of form may be checked on (§M49)."""
    results = [
        r for e in shipped() if e.role == "fit" for r in _judge(e, fitted(seed, e.id)[0], seed)
    ]
    return Backtest(tuple(results), (), seed)


def as_dict(result: Backtest) -> dict[str, object]:
    """Plain values for JSON: per series the points, bands and scores, and the totals."""
    return {
        "totals": result.totals,
        "fitted_on": list(result.fitted_on),
        "seed": result.seed,
        "left_out": [{"event": e, "id": s, "why": why} for e, s, why in result.left_out],
        "remarks": [{"event": e, "remark": remark} for e, remark in result.remarks],
        "series": [
            {
                "event": r.event,
                "id": r.series.id,
                "series": r.series.kind,
                "material": r.series.material,
                "market": r.series.market,
                "market_from": r.market_from,
                "unit": r.series.unit,
                "base": {"period": r.series.base.period, "value": r.series.base.value},
                "scale": "ln ratio" if r.series.kind == "price" else "ratio",
                "crps": r.mean("crps"),
                "crps_no_change": r.mean("crps_no_change"),
                "crps_last_shock": r.mean("crps_last_shock"),
                "better_than_naive": r.better,
                "points": [_point(r.series, p) for p in r.points],
            }
            for r in result.results
        ],
    }


def _point(series: Series, p: Judged) -> dict[str, object]:
    scale = series.base.value * p.point.per
    return {
        "period": p.point.period,
        "value": p.point.value,
        "reliability": p.point.reliability,
        "ratio": p.observed,
        "median": p.median * scale,
        "band_50": [p.band_50[0] * scale, p.band_50[1] * scale],
        "band_80": [p.band_80[0] * scale, p.band_80[1] * scale],
        "in_50": p.in_50,
        "in_80": p.in_80,
        "crps": p.crps,
        "crps_no_change": p.crps_no_change,
        "crps_last_shock": p.crps_last_shock,
    }

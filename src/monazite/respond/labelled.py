"""The problem as labelled arrays under the names the algebra reads (§O37)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from monazite.errors import MissingExtra
from monazite.respond.problem import FEEDS, Decision, Problem


def load() -> Any:
    """The array library.

    Raises:
        MissingExtra: E706 if the extra `plan` is not installed.
    """
    try:
        import xarray
    except ImportError as error:
        raise MissingExtra(
            "E706",
            "plans need a solver that is not installed",
            why=str(error),
            way_out="Install it with: pip install 'monazite[plan]'",
        ) from error
    return xarray


def _labels(problem: Problem) -> dict[str, list[Any]]:
    return {
        "w": list(range(len(problem.odds))),
        "i": [item.name for item in problem.items],
        "k": list(range(len(problem.steps))),
        "t": list(range(problem.quarters)),
        "e": list(problem.ends),
        "j": [f"{tier.end}|{tier.use}" for tier in problem.tiers],
        "a": list(problem.materials),
        "p": [lever.name for lever in problem.levers] or ["none"],
        "s": [f"{source.end}|{source.kind}" for source in problem.sources] or ["none"],
        "y": sorted(set(problem.year_of)),
        "l": [limit.name for limit in problem.limits] or ["none"],
        "q": list(dict.fromkeys(lever.project for lever in problem.levers)) or ["none"],
    }


def numbers(problem: Problem) -> Any:
    """The problem as labelled arrays under the names the algebra reads."""
    xr = load()
    labels = _labels(problem)

    def array(values: Any, *dims: str) -> Any:
        return xr.DataArray(
            np.asarray(values, dtype=float), coords={d: labels[d] for d in dims}, dims=dims
        )

    def zeros(*dims: str) -> Any:
        return array(np.zeros([len(labels[d]) for d in dims]), *dims)

    d = SimpleNamespace(array=array, zeros=zeros, labels=labels)
    d.coords = lambda *dims: [(x, labels[x]) for x in dims]
    for part in (_scalars, _items, _tiers, _plants, _sources, _limits):
        part(problem, d)
    return d


def _scalars(problem: Problem, d: Any) -> None:
    d.odds = d.array(problem.odds, "w")
    d.level, d.weight, d.scale = problem.risk.level, problem.risk.weight, problem.risk.scale
    d.money = problem.risk.money
    d.metal_yield, d.magnet_yield = problem.metal_yield, problem.magnet_yield
    d.metal_cost, d.magnet_cost = problem.metal_cost, problem.magnet_cost
    d.in_year_buy = d.array(
        [[float(y == at) for at in problem.year_of] for y in d.labels["y"]], "y", "t"
    )
    d.first_year = d.array([float(y == d.labels["y"][0]) for y in d.labels["y"]], "y")


def _items(problem: Problem, d: Any) -> None:
    items, count, many = problem.items, problem.quarters, len(problem.odds)
    price = np.array([item.price_usd_per_t for item in items])
    market = np.array([item.market_t_per_quarter for item in items])
    bounds = [0.0, *(share for share, _ in problem.steps)]
    width = np.diff(bounds)
    d.buy_least = d.zeros("i", "k", "t")
    d.step_room = d.array(market[:, None, :] * width[None, :, None], "i", "k", "t")
    rise = np.array([multiple for _, multiple in problem.steps])
    d.buy_cost = d.array(price[:, None, :] * rise[None, :, None], "i", "k", "t")
    d.storage_cost = d.array(price * np.array([[item.storage_share] for item in items]), "i", "t")
    ahead = np.zeros((len(d.labels["y"]), count))
    for bought in range(
        count
    ):  # stored from the quarter after buying to the end, a quarter of a year each
        for later in range(bought + 1, count):
            ahead[d.labels["y"].index(problem.year_of[later]), bought] += 0.25
    d.storage_years = d.array(ahead, "y", "t")
    d.kept = d.array([1.0 - item.rotation_share / 4 for item in items], "i")
    ones = np.ones((many, len(items), count))
    serves = np.array([[float(item.end == end) for end in problem.ends] for item in items])
    d.item_end = d.array(serves, "i", "e")
    d.release_room = d.array(
        ones * np.where(serves.any(axis=1), np.inf, 0.0)[None, :, None], "w", "i", "t"
    )
    feeds = np.array([np.inf if item.form in FEEDS else 0.0 for item in items])
    d.feed_room = d.array(ones * feeds[None, :, None], "w", "i", "t")
    for name, form in (("item_metal", "metal"), ("item_oxide", "oxide")):
        held = [
            [float(i.form == form and i.material == a) for a in problem.materials] for i in items
        ]
        setattr(d, name, d.array(held, "i", "a"))
    last = np.zeros(count)
    last[-1] = problem.risk.keeps
    d.worth = d.array(price.min(axis=1)[:, None] * last[None, :], "i", "t")


def _tiers(problem: Problem, d: Any) -> None:
    tiers, ends = problem.tiers, problem.ends
    member = np.array([[float(tier.end == end) for end in ends] for tier in tiers])
    d.tier_end = d.array(member, "j", "e")
    d.shortage = d.array(np.einsum("wjt,je->wet", problem.shortage_t, member), "w", "e", "t")
    demand = np.array([tier.demand_t_per_quarter for tier in tiers])
    whole = np.broadcast_to(demand[None, :, None], problem.shortage_t.shape)
    room = np.maximum(whole, problem.shortage_t) if problem.rationing else problem.shortage_t
    d.unmet_room = d.array(room, "w", "j", "t")
    grows = np.minimum(1.0, (np.arange(problem.quarters) + 1) / 4)
    switch = whole * problem.substitution_share * grows
    d.switch_room = d.array(np.minimum(switch, room), "w", "j", "t")
    value = np.array([tier.loss_usd_per_t for tier in tiers])
    d.loss = d.array(value, "j")
    d.switch_cost = d.array(value * problem.substitution_cost, "j")


def _plants(problem: Problem, d: Any) -> None:
    levers = problem.levers
    share = np.array(
        [
            [problem.recipe.get(end, {}).get(a, 0.0) for a in problem.materials]
            for end in problem.ends
        ]
    )
    d.recipe = d.array(share, "e", "a")
    made = np.where(share.any(axis=1), np.inf, 0.0)
    d.make_room = d.array(
        np.ones((len(problem.odds), len(made), problem.quarters)) * made[None, :, None],
        "w",
        "e",
        "t",
    )
    d.metal_capacity = d.array(problem.metal_plant_t, "t")
    d.magnet_capacity = d.array(problem.magnet_plant_t, "t")
    added = (
        np.array([lever.added for lever in levers]) if levers else np.zeros((1, problem.quarters))
    )
    for name, stage in (("lever_metal", "metal"), ("lever_magnet", "magnet")):
        on = np.array([float(lever.stage == stage) for lever in levers]) if levers else np.zeros(1)
        setattr(d, name, d.array(added * on[:, None], "p", "t"))
    oxide = [
        [float(v.stage == "separation" and v.material == a) for a in problem.materials]
        for v in levers
    ]
    flat = np.array(oxide) if levers else np.zeros((1, len(problem.materials)))
    d.lever_oxide = d.array(added[:, None, :] * flat[:, :, None], "p", "a", "t")
    straight = [[float(v.end == e) for e in problem.ends] for v in levers] or [
        [0.0] * len(problem.ends)
    ]
    d.lever_end = d.array(added[:, None, :] * np.array(straight)[:, :, None], "p", "e", "t")
    d.support_least, d.support_most = d.zeros("p"), d.zeros("p") + float(bool(levers))
    d.lever_cost = d.array([lever.cost_usd for lever in levers] or [0.0], "p")
    years = d.labels["y"]
    when = [[float(problem.year_of[lever.paid] == y) for y in years] for lever in levers] or [
        [0.0] * len(years)
    ]
    d.lever_year = d.array(when, "p", "y")
    same = [[float(lever.project == q) for q in d.labels["q"]] for lever in levers] or [[0.0]]
    d.lever_project = d.array(same, "p", "q")


def _sources(problem: Problem, d: Any) -> None:
    sources = problem.sources
    d.ready_least = d.zeros("s")
    d.source_most = d.array([s.most_t_per_quarter for s in sources] or [0.0], "s")
    d.ready_cost = d.array([s.ready_cost_usd_per_t for s in sources] or [0.0], "s")
    d.use_cost = d.array([s.use_cost_usd_per_t for s in sources] or [0.0], "s")
    d.source_ready = d.array([s.ready for s in sources] or [[0.0] * problem.quarters], "s", "t")
    member = [[float(s.end == end) for end in problem.ends] for s in sources] or [
        [0.0] * len(problem.ends)
    ]
    d.source_end = d.array(member, "s", "e")


def _limits(problem: Problem, d: Any) -> None:
    limits, years = problem.limits, d.labels["y"]
    count = max(1, len(limits))
    money, tonnes = (
        np.zeros((count, len(years))),
        np.zeros((count, len(problem.items), problem.quarters)),
    )
    sign, amount = np.ones(count), np.zeros(count)
    for row, limit in enumerate(limits):
        sign[row], amount[row] = (-1.0 if limit.at_least else 1.0), limit.amount
        chosen = limit.years or tuple(years)
        if limit.kind == "spend":
            money[row] = [float(y in chosen) for y in years]
            continue
        for column, item in enumerate(problem.items):
            at = limit.on.get(item.name, 0.0)
            tonnes[row, column] = [at * float(year in chosen) for year in problem.year_of]
    d.limit_money, d.limit_tonnes = d.array(money, "l", "y"), d.array(tonnes, "l", "i", "t")
    d.limit_sign, d.limit_amount = d.array(sign, "l"), d.array(amount, "l")


def first_stage(problem: Problem, decision: Decision) -> dict[str, Any]:
    """What was decided as arrays of the first-stage variables; purchases fill the market steps in order."""
    names = [item.name for item in problem.items]
    market = np.array([item.market_t_per_quarter for item in problem.items])
    width = np.diff([0.0, *(share for share, _ in problem.steps)])
    room = market[:, None, :] * width[None, :, None]
    amount = np.zeros_like(room)
    for (name, quarter), tonnes in decision.bought_t.items():
        left, row = tonnes, names.index(name)
        for step in range(room.shape[1]):
            amount[row, step, quarter] = min(left, room[row, step, quarter])
            left -= amount[row, step, quarter]
        amount[row, -1, quarter] += max(0.0, left)
    support = [decision.support.get(lever.name, 0.0) for lever in problem.levers] or [0.0]
    ready = [decision.ready_t.get((s.end, s.kind), 0.0) for s in problem.sources] or [0.0]
    return {"buy": amount, "support": np.array(support), "ready": np.array(ready)}

"""Plans small enough to print: one oxide, its metal, a magnet of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from monazite.respond.problem import Item, Lever, Limit, Problem, Risk, Source, Tier


def newsvendor(weight: float = 0.0, budget_usd: float = 1e9) -> Problem:
    """The CVaR case of the methods: one item, one use, four scenarios."""
    item = Item("oxide", "y", "oxide", (1.2, 1.2), (1e6, 1e6), 0.0, 0.0, "y")
    short = np.zeros((4, 1, 2))
    short[:, 0, 1] = (0.0, 50.0, 200.0, 500.0)
    return Problem(
        (item,),
        (Tier("y", "lamps", 1e4, 20.0),),
        (),
        (),
        (Limit("budget", "spend", budget_usd),),
        short,
        np.array([0.7, 0.2, 0.08, 0.02]),
        {},
        (0.0, 0.0),
        (0.0, 0.0),
        (0, 0),
        steps=((1.0, 1.0),),
        risk=Risk(weight, 0.95, 0.0),
    )


def chain(
    budget_usd: float = 1e9, *, metal: float = 4.0, magnet: float = 3.0, weight: float = 0.5
) -> Problem:
    """Oxide, metal and magnet of one material; users lack magnets in the second quarter."""
    items = (
        Item("a oxide", "a", "oxide", (100.0, 110.0), (50.0, 50.0), 0.04, 0.08),
        Item("a metal", "a", "metal", (130.0, 140.0), (40.0, 40.0), 0.04, 0.08),
        Item("m magnet", "m", "magnet", (300.0, 330.0), (30.0, 30.0), 0.04, 0.08, "m"),
    )
    tiers = (Tier("m", "cars", 30.0, 9000.0), Tier("m", "toys", 10.0, 500.0))
    levers = (
        Lever("grant", "plant", "grant", "metal", "", 900.0, 0, (0.0, 2.0)),
        Lever("floor", "plant", "floor", "metal", "", 700.0, 0, (0.0, 1.0)),
        Lever("mill", "mill", "grant", "separation", "a", 400.0, 0, (0.0, 3.0)),
    )
    sources = (Source("m", "second source", 2.0, 200.0, 600.0, (0.0, 1.0)),)
    short = np.zeros((3, 2, 2))
    short[:, :, 1] = ((0.0, 0.0), (6.0, 2.0), (18.0, 6.0))
    return Problem(
        items,
        tiers,
        levers,
        sources,
        (Limit("budget", "spend", budget_usd),),
        short,
        np.array([0.6, 0.3, 0.1]),
        {"m": {"a": 1.0}},
        (metal, metal),
        (magnet, magnet),
        (0, 0),
        metal_yield=0.9,
        magnet_yield=0.8,
        metal_cost=10.0,
        magnet_cost=50.0,
        substitution_share=0.02,
        steps=((0.2, 1.1), (0.6, 1.5)),
        risk=Risk(weight, 0.9, 0.5),
    )


def printed() -> Problem:
    """The chain with two scenarios, for the golden texts."""
    problem = chain()
    limits = (
        *problem.limits,
        Limit("ten of oxide", "tonnes", 10.0, {"a oxide": 1.0}),
        Limit("some magnets", "tonnes", 1.0, {"m magnet": 1.0}, at_least=True),
    )
    return replace(
        problem,
        shortage_t=problem.shortage_t[1:].copy(),
        odds=np.array([0.75, 0.25]),
        limits=limits,
    )

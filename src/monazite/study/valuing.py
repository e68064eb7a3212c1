"""Wiring of projects and holdings: studies and tables in, valuations as figures and rows out (§V50)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from monazite import catalog
from monazite.errors import DataError, UnknownCode
from monazite.provenance import Cited, Figure, Quality, Reliability, derive
from monazite.study.needs import needs
from monazite.value import doors, holdings
from monazite.value import project as projects
from monazite.value.cashflow import Terms
from monazite.value.decks import Deck

RUNS, WEEKS_PER_YEAR = 300, 52
DECKS = ("study", "home", "outside", "floor")
FLOOR_USD_PER_KG = {
    "ndpr": 110.0
}  # price-fact/neodymium-praseodymium-oxide-us-floor-mp-dod-2025-07-10
GROUPS = {
    "ndpr": "neodymium",
    "dysprosium": "dysprosium",
    "terbium": "terbium",
    "yttrium": "yttrium",
    "samarium": "samarium",
    "gallium": "gallium",
    "fluorspar": "fluorspar",
    "antimony": "antimony",
}


def studies() -> dict[str, projects.Project]:
    """The shipped studies by id."""
    return {name: _study(name)[0] for name in _ids()}


def _ids() -> tuple[str, ...]:
    return tuple(
        where.split("/")[-1].removesuffix(".yaml")
        for where, _ in catalog.documents("value", "studies")
    )


def _study(name: str) -> tuple[projects.Project, dict[str, float | bool]]:
    return doors.of_mapping(
        catalog.document("value", "studies", f"{name}.yaml"), where=f"value/studies/{name}.yaml"
    )


def read(asked: str) -> tuple[projects.Project, dict[str, float | bool]]:
    """A project: the id of a shipped study, or a file, YAML or workbook.

    Raises:
        UnknownCode: E759 if it is neither.
    """
    path = Path(asked)
    if path.suffix.lower() in {".xlsx", ".xlsm"} and path.is_file():
        return doors.of_workbook(path.read_bytes(), where=path.name)
    if path.is_file():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise DataError(
                "E756", "the project does not have the form of one", where=path.name, why=str(error)
            ) from error
        return doors.of_yaml(text, where=path.name)
    if asked in _ids():
        return _study(asked)
    raise UnknownCode(
        "E759",
        f"no project {asked!r}",
        why="It is neither a shipped study nor a file",
        way_out="Give a YAML or XLSX file, or one of: " + ", ".join(_ids()),
    )


def _prices(stressed: bool) -> dict[str, tuple[float, ...]]:  # noqa: FBT001 - one of two columns
    by_material = {need.material: need for need in needs()}
    found: dict[str, tuple[float, ...]] = {}
    for product, material in GROUPS.items():
        need = by_material.get(material)
        if need is not None:
            price = need.stressed if stressed and need.stressed else need.home
            found[product] = (price.number,)
    return found


def deck_of(name: str, given: projects.Project) -> Deck:
    """A price deck: the study's own, printed home prices, stressed prices outside, or home prices over a floor.

    Products that no table prices keep the study's own price in every deck.
    """
    own = {product: (price,) for product, price in given.prices.items()}
    if name == "study":
        return Deck(name, own)
    if name in {"home", "outside"}:
        return Deck(
            name,
            own
            | {
                k: v for k, v in _prices(name == "outside").items() if k in own or k in given.basket
            },
        )
    floors = {k: v for k, v in FLOOR_USD_PER_KG.items() if k in own or k in given.basket}
    return Deck(
        name,
        own | {k: v for k, v in _prices(stressed=False).items() if k in own or k in given.basket},
        floor=floors,
    )


def value(
    asked: str,
    *,
    decks: tuple[str, ...] = DECKS,
    discount: float | None = None,
    seed: int = 1,
    scenario: str = "",
) -> tuple[projects.Valuation, ...]:
    """A project at each deck, and along the price paths of a scenario's ensemble if one is named."""
    given, stated = read(asked)
    terms = doors.stated(stated)
    if discount is not None:
        terms = replace(terms, discount=discount)
    made = [deck_of(name, given) for name in decks]
    if scenario:
        made.append(ensemble_deck(scenario, given, seed))
    return tuple(
        projects.project(given, deck, terms, rng=np.random.default_rng(seed)) for deck in made
    )


def ensemble_deck(scenario: str, given: projects.Project, seed: int) -> Deck:
    """Home prices along the contract price of an ensemble, year by year; its last year holds on (§V16)."""
    from monazite.study.plan import study_of

    study = study_of(scenario, None, "USA", (RUNS, seed))
    ensemble = study.ensembles["with"]
    home = deck_of("home", given)
    product = next((p for p in home.price if GROUPS.get(p) in ensemble.minerals), "")
    if not product:
        raise UnknownCode(
            "E755",
            f"the scenario {scenario!r} has no price path of what {given.name!r} sells",
            way_out="Markets of the scenario: " + ", ".join(ensemble.minerals),
        )
    paths = ensemble.contract[:, :, ensemble.mineral(GROUPS[product])].astype(np.float64)
    whole = paths.shape[1] // WEEKS_PER_YEAR
    yearly = (
        paths[:, : whole * WEEKS_PER_YEAR].reshape(len(paths), whole, WEEKS_PER_YEAR).mean(axis=2)
    )
    return Deck(f"ensemble of {scenario}", home.price, path=yearly)


def figures(found: projects.Valuation) -> tuple[Figure, ...]:
    """NPV, IRR, break-even basket and public cost of the floor as figures over the study's inputs."""
    given = found.project
    key = f"value/{given.name.split(' ')[0].casefold()}/{found.deck.name}"
    cited = Cited(given.source or "monazite-respond-assumptions-2026", "inputs of the study")
    parents = tuple(
        Figure(
            f"{key}/{name}",
            f"{given.name}: {name.replace('_', ' ')}",
            span.mid,
            "",
            low=span.low,
            high=span.high,
            quality=Quality.ESTIMATED,
            reliability=Reliability.SECONDARY,
            cited=cited,
        )
        for name, span in projects.spans(given).items()
    )
    prices = tuple(
        Figure(
            f"{key}/price/{name}",
            f"{name} price, deck {found.deck.name}",
            path[-1],
            "USD/kg",
            quality=Quality.ASSUMED,
            reliability=Reliability.SECONDARY,
            cited=cited,
        )
        for name, path in found.deck.price.items()
    )
    low, _, high = found.band
    npv = derive(
        f"{key}/npv",
        f"{given.name}: NPV at {found.terms.discount:.0%}, {found.deck.name} deck",
        found.flow.npv,
        "million USD",
        formula="discounted free cash flow; range is the 10th to the 90th percentile of the draws",
        parents=parents + prices,
        low=min(low, found.flow.npv),
        high=max(high, found.flow.npv),
        note="A range with reasons, not a recommendation",
    )
    made = [npv]
    if found.flow.irr is not None:
        made.append(
            derive(
                f"{key}/irr",
                f"{given.name}: IRR, {found.deck.name} deck",
                found.flow.irr,
                "share",
                formula="rate at which the NPV is zero",
                parents=(npv,),
            )
        )
    if found.breakeven_usd_per_kg is not None:
        made.append(
            derive(
                f"{key}/breakeven",
                f"{given.name}: break-even basket price",
                found.breakeven_usd_per_kg,
                "USD/kg",
                formula="price of the basket at which the NPV is zero",
                parents=(npv,),
            )
        )
    if found.floor_cost_musd:
        made.append(
            derive(
                f"{key}/floor",
                f"{given.name}: public cost of the floor",
                found.floor_cost_musd,
                "million USD",
                formula="strip of puts, one for each year's tonnes (Black 1976)",
                parents=prices,
            )
        )
    return tuple(made)


def _basis(terms: Terms) -> str:
    return f"{terms.basis}, {'mid-year' if terms.mid_year else 'year end'}, tax {terms.tax:.0%}"


def row(found: projects.Valuation) -> dict[str, Any]:
    """A valuation as plain data."""
    return {
        "project": found.project.name,
        "deck": found.deck.name,
        "discount": found.terms.discount,
        "valued_at": found.terms.valued_at,
        "basis": _basis(found.terms),
        "npv_musd": round(found.flow.npv, 1),
        "npv_10_50_90_musd": [round(v, 1) for v in found.band],
        "loses_in_share_of_draws": round(found.loses, 3),
        "irr": None if found.flow.irr is None else round(found.flow.irr, 4),
        "payback_years": None
        if found.flow.payback_years is None
        else round(found.flow.payback_years, 2),
        "basket_usd_per_kg": round(found.basket_usd_per_kg, 2),
        "breakeven_usd_per_kg": None
        if found.breakeven_usd_per_kg is None
        else round(found.breakeven_usd_per_kg, 2),
        "public_cost_of_floor_musd": round(found.floor_cost_musd, 1),
        "tornado": [
            {"input": s.name, "low": round(s.low, 1), "high": round(s.high, 1)}
            for s in found.tornado
        ],
    }


def listed() -> tuple[holdings.Listed, ...]:
    """Companies of the project table."""
    by_company: dict[str, list[dict[str, Any]]] = {}
    for entry in catalog.table("markets/projects").iter_rows(named=True):
        by_company.setdefault(entry["company"], []).append(entry)

    def kept(rows: list[dict[str, Any]], name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(r[name]) for r in rows if r[name]))

    return tuple(
        holdings.Listed(
            company,
            " / ".join(kept(rows, "ticker")),
            kept(rows, "stage"),
            kept(rows, "project_country"),
            kept(rows, "status"),
            all(r["china_group"] == "yes" for r in rows),
        )
        for company, rows in by_company.items()
    )


def holdings_of(text: str, *, where: str) -> tuple[holdings.Exposed, ...]:
    """Exposure of a file of holdings: CSV with `ticker,weight`, or `material,tonnes,side` (buys or sells).

    Raises:
        DataError: E758 naming the lines that cannot be read.
    """
    from monazite.study import holding_files

    return holding_files.read(text, listed(), where=where)


def exposed_rows(found: tuple[holdings.Exposed, ...]) -> list[dict[str, Any]]:
    """Holdings as plain data."""
    return [
        {
            "name": entry.name,
            "weight": entry.weight,
            "effect_usd_per_y": None
            if entry.effect is None
            else [entry.effect.low, entry.effect.number, entry.effect.high],
            "reason": entry.reason,
        }
        for entry in found
    ]

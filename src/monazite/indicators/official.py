"""The official criticality scores: European Union 2017 guidelines and U.S. Geological Survey 2020.

Both are reimplemented from their equations; components that were not seen in the method's own text are named in
`unverified` of every result.

Spec: §I13 to §I17.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monazite.errors import DataError
from monazite.indicators.concentration import weighted_hhi
from monazite.indicators.score import Score, Term

HALF_RANGE = 2.5
EU_SUPPLY_RISK, EU_IMPORTANCE = (
    1.0,
    2.8,
)  # critical at or above both, one decimal (Grohol and Veeh 2023)
EU_UNVERIFIED = (
    "governance scaled 10 (2.5 - WGI)/5",
    "trade parameter 0.8 for members of the importing bloc, 1 elsewhere",
)


def eu_governance(wgi: float) -> float:
    """Governance on the EU scale, 0 (good) to 10 (poor), from a World Bank estimate of -2.5 to 2.5.

    Spec: §I13. The linear scaling is not verified in the guidelines' text.

    >>> eu_governance(2.5), eu_governance(-2.5)
    (0.0, 10.0)
    """
    return min(10.0, max(0.0, 10.0 * (HALF_RANGE - wgi) / (2 * HALF_RANGE)))


@dataclass(frozen=True, slots=True)
class EuInputs:
    """What the EU supply risk of one material at one stage is made of.

    Attributes:
        world: World supply by country, any unit.
        sourcing: The importer's own sourcing by country (imports, and its own production), any unit; empty if unknown.
        governance: Poor governance by country, 0 to 10.
        trade: Trade parameter by country; 1 where not named.
        import_reliance: 0 to 1.
        recycling: End-of-life recycling input rate, 0 to 1; None if not known.
        substitution: Substitution index for supply risk, up to 1; 1 if nothing substitutes.
    """

    world: Mapping[str, float]
    sourcing: Mapping[str, float]
    governance: Mapping[str, float]
    import_reliance: float
    recycling: float | None
    trade: Mapping[str, float]
    substitution: float = 1.0


def eu_supply_risk(inputs: EuInputs) -> Score:
    """EU supply risk at one stage: [HHI_GS IR/2 + HHI_EU (1 - IR/2)] (1 - EoL_RIR) SI_SR.

    Where one of the two indices is missing the other stands alone. Without a recycling rate the value is absent and
    `high` holds the bound at a rate of zero.

    Spec: §I14. Blengini et al. 2017 (JRC106997); Grohol and Veeh 2023, DOI 10.2873/725585.
    """
    weight = {
        name: amount * inputs.trade.get(name, 1.0) for name, amount in inputs.governance.items()
    }
    indices: dict[str, Score] = {}
    for name, supply in (("world supply", inputs.world), ("own sourcing", inputs.sourcing)):
        if sum(supply.values()) > 0:
            indices[name] = weighted_hhi(supply, weight, what=name)
    if not indices:
        raise DataError(
            "E602",
            "neither world supply nor own sourcing is known",
            why="The EU supply risk rests on a concentration index",
            way_out="Give at least one of the two",
        )
    values = {name: score.value or 0.0 for name, score in indices.items()}
    half = inputs.import_reliance / 2
    if len(values) == 1:
        (core,) = values.values()
    else:
        core = values["world supply"] * half + values["own sourcing"] * (1 - half)
    ceiling = core * inputs.substitution
    value = None if inputs.recycling is None else ceiling * (1 - inputs.recycling)
    main = max(values, key=lambda name: values[name])
    missing = () if inputs.recycling is not None else ("no end-of-life recycling input rate",)
    return Score(
        "eu",
        value,
        tuple(Term(name, amount, "weighted index") for name, amount in values.items()),
        f"{main}: {indices[main].explanation}",
        low=None if value is None else 0.0,
        high=ceiling,
        unverified=EU_UNVERIFIED + missing,
    )


def eu_economic_importance(
    shares: Mapping[str, float], added_value: Mapping[str, float], *, substitution: float = 1.0
) -> Score:
    """EU economic importance: 10 (sum A_k Q_k) SI_EI / max Q_k, 0 to 10.

    Args:
        shares: End-use share by 2-digit sector, adding up to at most 1.
        added_value: Gross value added by sector, all sectors of the economy's manufacturing (the largest scales).
        substitution: Substitution index for economic importance, up to 1.

    Spec: §I15. Scaling seen in independent implementations only.

    >>> eu_economic_importance({"C29": 1.0}, {"C29": 50.0, "C28": 100.0}).value
    5.0
    """
    missing = sorted(set(shares) - set(added_value))
    if missing:
        raise DataError(
            "E603",
            "no value added for " + ", ".join(missing),
            why="A missing weight is not zero",
            way_out="Give the value added of each sector",
        )
    scale = 10.0 * substitution / max(added_value.values())
    terms = tuple(
        sorted(
            (Term(name, share * added_value[name] * scale) for name, share in shares.items()),
            key=lambda term: -term.value,
        )
    )
    return Score(
        "eu-importance",
        sum(term.value for term in terms),
        terms,
        f"{terms[0].name} is the largest part",
        unverified=("scaling by the largest sector",),
    )


@dataclass(frozen=True, slots=True)
class UsgsInputs:
    """What the USGS supply risk of one commodity and year is made of.

    Attributes:
        production: Primary and secondary production by country, t.
        ability: Inability to supply by country, 0 to 1 (1 - Policy Perception Index / 100).
        willingness: Unwillingness to supply by country, 0 to 1.
        imports_t: US imports.
        exports_t: US exports.
        stock_release_t: US stocks drawn down.
        home_t: US primary and secondary production.
        vulnerability: Economic vulnerability, 0 to 1; None if not known.
        proxy: What stands for ability and willingness where the originals may not be had.
    """

    production: Mapping[str, float]
    ability: Mapping[str, float]
    willingness: Mapping[str, float]
    imports_t: float
    exports_t: float
    home_t: float
    vulnerability: float | None
    stock_release_t: float = 0.0
    proxy: str = ""


def trade_exposure(imports_t: float, exports_t: float, home_t: float, release_t: float) -> float:
    """US trade exposure: net imports over supply, clipped to 0 to 1; 0 where nothing is supplied.

    Spec: §I16.

    >>> trade_exposure(60.0, 0.0, 40.0, 0.0)
    0.6
    """
    net = imports_t - exports_t + release_t
    supply = home_t + net
    if supply <= 0:
        return 0.0
    return min(1.0, max(0.0, net / supply))


def economic_vulnerability(
    value_added: Mapping[str, float],
    profit: Mapping[str, float],
    spending: Mapping[str, float],
    gdp: float,
) -> float:
    """Sum over industries of value added over GDP times spending on the commodity over operating profit.

    Args:
        value_added: By industry, USD.
        profit: Operating profit by industry, USD, above zero.
        spending: Spending on the commodity by industry, USD.
        gdp: Gross domestic product, USD.

    Spec: §I17. Not yet rescaled to 0 to 1: the published rescaling takes the largest commodity of the year.
    """
    return sum(
        value_added[name] / gdp * amount / profit[name]
        for name, amount in spending.items()
        if profit.get(name, 0.0) > 0
    )


def usgs_supply_risk(inputs: UsgsInputs) -> Score:
    """USGS supply risk: cube root of disruption potential x trade exposure x economic vulnerability.

    Without a vulnerability the value is absent and `high` holds the bound at a vulnerability of 1.

    Spec: §I16. Nassar et al. 2020, Science Advances 6:eaay8647 (geometric mean); component formulas as an independent
    implementation states them.
    """
    weight = {
        name: inputs.ability[name] * inputs.willingness[name]
        for name in inputs.production
        if name in inputs.ability and name in inputs.willingness
    }
    disruption = weighted_hhi(inputs.production, weight, what="production")
    potential = disruption.value or 0.0
    exposure = trade_exposure(
        inputs.imports_t, inputs.exports_t, inputs.home_t, inputs.stock_release_t
    )
    known = inputs.vulnerability
    value = None if known is None else (potential * exposure * known) ** (1 / 3)
    terms = [
        Term("disruption potential", potential, disruption.explanation),
        Term("trade exposure", exposure),
    ]
    if known is not None:
        terms.append(Term("economic vulnerability", known))
    smallest = min(terms, key=lambda term: term.value)
    notes = ("willingness to supply is an approximation", "rescaling of economic vulnerability")
    extra = (inputs.proxy,) if inputs.proxy else ()
    lacking = () if known is not None else ("no economic vulnerability for this commodity",)
    return Score(
        "usgs",
        value,
        tuple(terms),
        f"the smallest factor is {smallest.name} ({smallest.value:.2f}); {disruption.explanation}",
        low=None if value is None else 0.0,
        high=(potential * exposure) ** (1 / 3),
        unverified=notes + extra + lacking,
    )

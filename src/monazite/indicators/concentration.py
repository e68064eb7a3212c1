"""How much a supply hangs on few: Herfindahl-Hirschman index, top shares, supply without the largest.

Spec: §I1 to §I4.
"""

from __future__ import annotations

from collections.abc import Mapping

from monazite.errors import DataError
from monazite.indicators.score import Score, Term

TOP = 3


def _shares(supply: Mapping[str, float], what: str) -> dict[str, float]:
    negative = sorted(name for name, amount in supply.items() if amount < 0)
    if negative:
        raise DataError(
            "E601",
            f"{what} has negative supply: " + ", ".join(negative),
            why="Shares of a supply are between 0 and 1",
            way_out="Correct the amounts; net trade is not supply",
        )
    total = sum(supply.values())
    if total <= 0:
        raise DataError(
            "E602",
            f"{what} has no supply to take shares of",
            why="A concentration index divides by total supply",
            way_out="Leave the material out, or give amounts",
        )
    return {name: amount / total for name, amount in supply.items()}


def hhi(supply: Mapping[str, float], *, what: str = "supply") -> Score:
    """Sum of squared supply shares, from 1/n (equal) to 1 (one supplier).

    Args:
        supply: Amount by supplier, any one unit and basis.
        what: Name of the supply in messages and explanations.

    Raises:
        DataError: E601 for a negative amount, E602 if all are zero.

    Spec: §I1. Hirschman 1945, Herfindahl 1950; U.S. Department of Justice, Merger Guidelines 2023, section 2.1.

    >>> hhi({"A": 50.0, "B": 50.0}).value
    0.5
    """
    shares = _shares(supply, what)
    terms = tuple(
        Term(name, share * share, f"share {share:.1%}")
        for name, share in sorted(shares.items(), key=lambda item: -item[1])
    )
    value = sum(term.value for term in terms)
    lead = terms[0]
    return Score(
        "hhi",
        value,
        terms,
        f"{lead.name} ({lead.note}) gives {lead.value / value:.0%} of the index of {what}",
    )


def weighted_hhi(
    supply: Mapping[str, float], weight: Mapping[str, float], *, what: str = "supply"
) -> Score:
    """Sum of squared shares, each times a weight of its supplier, such as poor governance.

    Args:
        supply: Amount by supplier.
        weight: Weight by supplier, any scale; the value is on that scale.
        what: Name of the supply.

    Raises:
        DataError: E603 if a supplier with a share has no weight.

    Spec: §I2. Form of HHI_WGI in Blengini et al. 2017 (JRC106997), section 3.

    >>> weighted_hhi({"A": 1.0, "B": 1.0}, {"A": 8.0, "B": 2.0}).value
    2.5
    """
    shares = _shares(supply, what)
    missing = sorted(name for name, share in shares.items() if share > 0 and name not in weight)
    if missing:
        raise DataError(
            "E603",
            f"no weight for {', '.join(missing)}",
            where=what,
            why="A missing weight is not zero",
            way_out="Give a weight with its source, or leave the supplier out and say so",
        )
    terms = tuple(
        sorted(
            (
                Term(
                    name,
                    share * share * weight[name],
                    f"share {share:.1%}, weight {weight[name]:.3g}",
                )
                for name, share in shares.items()
                if share > 0
            ),
            key=lambda term: -term.value,
        )
    )
    value = sum(term.value for term in terms)
    part = terms[0].value / value if value else 0.0
    return Score(
        "weighted-hhi",
        value,
        terms,
        f"{terms[0].name} ({terms[0].note}) gives {part:.0%} of the index of {what}",
    )


def top_share(supply: Mapping[str, float], *, count: int = TOP, what: str = "supply") -> Score:
    """Share of the largest suppliers together, 0 to 1.

    Spec: §I3. IEA, Global Critical Minerals Outlook 2025 (top three).

    >>> round(top_share({"A": 5.0, "B": 3.0, "C": 1.0, "D": 1.0}).value, 3)
    0.9
    """
    shares = sorted(_shares(supply, what).items(), key=lambda item: -item[1])
    terms = tuple(Term(name, share, "share") for name, share in shares[:count])
    return Score(
        f"top{count}",
        min(1.0, sum(term.value for term in terms)),
        terms,
        "the largest are " + ", ".join(f"{term.name} {term.value:.0%}" for term in terms),
    )


def without_largest(supply: Mapping[str, float], demand: float) -> Score:
    """Supply without the largest supplier over demand (N-1 coverage); below 1 the rest cannot serve demand.

    Args:
        supply: Amount by supplier.
        demand: Demand, same unit and basis.

    Raises:
        DataError: E604 if demand is not above zero.

    Spec: §I4. IEA, Global Critical Minerals Outlook 2025 (N-1).

    >>> round(without_largest({"A": 70.0, "B": 30.0}, 60.0).value, 3)
    0.5
    """
    if demand <= 0:
        raise DataError(
            "E604",
            f"demand is {demand}",
            why="Coverage is supply over demand",
            way_out="Give a demand above zero, same unit as supply",
        )
    largest = max(supply, key=lambda name: supply[name])
    rest = sum(supply.values()) - supply[largest]
    return Score(
        "n-1",
        rest / demand,
        (Term(largest, supply[largest], "left out"), Term("others", rest, "remaining supply")),
        f"without {largest} the others cover {rest / demand:.0%} of demand",
    )

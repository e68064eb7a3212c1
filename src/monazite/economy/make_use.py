"""From make and use tables to an industry-by-industry system (§A10, §A11).

Industry-technology model with fixed market shares: D = V q^-1 gives who makes a commodity, B = U g^-1 what an industry
buys; A = D B_domestic. Imports are taken out of purchases with the import table and counted as primary inputs.
Source of the construction: BEA, Concepts and Methods of the U.S. Input-Output Accounts, 2009, chapter 12.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.economy.system import System
from monazite.errors import DataError

Array = npt.NDArray[np.float64]
Cells = tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Make, use and import cells as (row, column, value), with the names that matter.

    Attributes:
        industries: Industry codes in order; columns of use and rows of make.
        added: Rows of the use table that are value added.
    """

    industries: tuple[str, ...]
    make: Cells
    use: Cells
    imports: Cells
    added: frozenset[str]


def _matrix(cells: Cells, rows: dict[str, int], columns: dict[str, int]) -> Array:
    matrix = np.zeros((len(rows), len(columns)))
    for row, column, value in cells:
        if row in rows and column in columns:
            matrix[rows[row], columns[column]] += value
    return matrix


def system(accounts: Accounts, *, year: str) -> System:
    """The domestic industry-by-industry system of a make and use table, million USD.

    Output is what industries make; final demand closes each row (so it holds exports, stocks and the small residual of
    taking imports out proportionally), primary inputs close each column.

    Raises:
        DataError: E613 if a commodity that is used has no maker and is not imported.

    Spec: §A10.
    """
    industries = {code: place for place, code in enumerate(accounts.industries)}
    codes = sorted({column for _, column, _ in accounts.make})
    commodities = {code: place for place, code in enumerate(codes)}
    make = _matrix(accounts.make, industries, commodities)
    use = _matrix(accounts.use, commodities, industries)
    bought_abroad = _matrix(accounts.imports, commodities, industries)
    supplied = make.sum(axis=0)
    if not (make.sum() > 0 and use.sum() > 0):
        raise DataError(
            "E613",
            "the make or use table is empty for these industries",
            why="Rows of make and columns of use are industries",
            way_out="Check the industry codes",
        )
    shares = np.divide(make, supplied, out=np.zeros_like(make), where=supplied > 0)
    flows = shares @ (use - bought_abroad)
    output = make.sum(axis=1)
    added = np.zeros(len(industries))
    for row, column, value in accounts.use:
        if row in accounts.added and column in industries:
            added[industries[column]] += value
    final = output - flows.sum(axis=1)
    primary = output - flows.sum(axis=0)
    return System(
        accounts.industries, flows, output, final, primary, added, unit="million USD", year=year
    )


def scaled(base: System, output: Array, *, year: str) -> System:
    """The same structure at another year's output of each industry, in that year's money (§A11).

    Purchases per unit of output stay as they are; value added follows output.
    """
    ratio = np.divide(output, base.output, out=np.ones_like(output), where=base.output > 0)
    flows = base.flows * ratio[None, :]
    new = base.output * ratio
    return System(
        base.names,
        flows,
        new,
        new - flows.sum(axis=1),
        new - flows.sum(axis=0),
        base.value_added * ratio,
        base.unit,
        year,
    )

"""A valuation as a workbook that moves: inputs, prices and, by deck, a cash flow of live formulas (§V51).

The first sheet holds the inputs in the form `monazite value FILE.xlsx` reads, so a workbook an analyst has changed can
be valued again with its ranges. The formulas of a year stand in `LINES`, one row each, in the order of §V1 to §V7.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.value.doors import workbook_rows

if TYPE_CHECKING:
    from monazite.value.project import Valuation

FIRST = 4  # column of the first year; the one before it stays empty and counts as zero
SLACK_YEARS = 10  # columns beyond the longest life, for an analyst who lengthens it
TOP = 8  # row of the first line of a year
MONEY, SHARE = "#,##0.0", "0.0%"

# Same column of another line: [line]; the year before: [line<]; from the first year to this one: [line:].
# {input} is a cell of the sheet of inputs, {last} the last year of production.
HEAD = (
    ("year", "year from the first of construction", "=[year<]+1"),
    ("made", "year of production", "=[year]-{construction_years}"),
    (
        "reach",
        "full years of output, cumulated over the ramp",
        (
            "=IF({ramp_years}<=0,MAX(0,MIN([made],{life_years})),"
            "IF(MIN([made],{life_years})<={ramp_years},"
            "0.25*MAX(0,MIN([made],{life_years}))+0.375*MAX(0,MIN([made],{life_years}))^2/MAX({ramp_years},0.000001),"
            "MIN([made],{life_years})-0.375*{ramp_years}))"
        ),
    ),
    ("share", "share of full output", "=[reach]-[reach<]"),
    ("factor", "discount factor", "=(1+{discount})^-([year]-IF({mid_year},0.5,0))"),
)
TAIL = (
    ("royalty", "royalty", "=[revenue]*{royalty}"),
    ("closure", "closure", "=IF([year]={last},{closure_musd},0)"),
    ("margin", "margin before tax", "=[revenue]-[operating]-[royalty]-[closure]"),
    (
        "capital",
        "capital",
        "=IF([year]<={construction_years},{capital_musd}/MAX(1,{construction_years}),0)",
    ),
    (
        "sustaining",
        "sustaining capital",
        "=IF(AND([made]>=1,[year]<={last}),{sustaining_share}*{capital_musd},0)",
    ),
    (
        "over",
        "years over which spending of this year is written off",
        "=MAX(1,MIN({depreciation_years},{last}-[year]+1))",
    ),
    (
        "written",
        "depreciation",
        (
            "=IF(AND([made]>=1,[made]<=MIN({depreciation_years},{last}-{construction_years})),"
            "{capital_musd}/MIN({depreciation_years},{last}-{construction_years}),0)"
            "+SUMPRODUCT([sustaining:]/[over:]*(([year:]+[over:])>[year]))"
        ),
    ),
    ("profit", "profit", "=[margin]-[written]"),
    ("loss", "loss carried forward", "=MAX(0,[loss<]-[profit])"),
    (
        "tax",
        "tax",
        "=IF(AND({tax_free_years}>0,[made]<={tax_free_years}),0,{tax}*MAX(0,[profit]-[loss<]))",
    ),
    (
        "working",
        "working capital held",
        "=IF([year]<{last},[revenue]*{working_days}/365.25,0)",
    ),
    (
        "free",
        "free cash flow",
        "=[margin]-[capital]-[sustaining]-[tax]-([working]-[working<])",
    ),
    ("sum", "free cash flow, cumulated", "=[sum<]+[free]"),
    ("present", "free cash flow, discounted", "=[free]*[factor]"),
    (
        "back",
        "years of production until all is paid back",
        '=IF(AND([sum]>=0,[sum<]<0,[made]>=1),[made]-1-[sum<]/[free],"")',
    ),
)
ABOUT = """\
Change a cell in the middle column of `Inputs`, or a price in `Prices`: every `Flow` sheet and the live columns of
`Summary` follow.
Columns headed “as computed” were drawn or solved for when this file was written and do not move. Value the changed
file again with `monazite value FILE.xlsx` for new ranges, break-even and tornado.
Money is in millions of USD, real; rates are shares; year 1 is the first year of construction.
A range with reasons, not a recommendation.
"""


def write(found: Sequence[Valuation], path: Path) -> None:
    """One project at several decks as a workbook.

    Args:
        found: Valuations of the same project on the same terms.
        path: File to write, .xlsx.

    Spec: §V51.
    """
    from openpyxl import Workbook

    book = Workbook()
    first: Any = book.active
    first.title = "Inputs"
    cells = _inputs(first, found[0])
    summary, prices = book.create_sheet("Summary"), book.create_sheet("Prices")
    flows = [_Flow(book, entry, cells) for entry in found]
    width = max(flow.years for flow in flows)
    at = _prices(prices, found, cells, width)
    for flow in flows:
        flow.fill(at[flow.deck], width)
    _summary(summary, flows)
    _tornado(book.create_sheet("Tornado"), found)
    about: Any = book.create_sheet("About")
    for line in ABOUT.splitlines():
        about.append([line])
    book.active = 1
    book.save(path)


def _inputs(sheet: Any, found: Valuation) -> dict[str, str]:
    """The inputs by name, low, middle and high; where each middle stands, as an absolute reference."""
    sheet.append(["input", "low", "middle", "high", "unit"])
    cells: dict[str, str] = {}
    for row, (name, ends, unit) in enumerate(workbook_rows(found.project, found.terms), start=2):
        low, mid, high = ends
        sheet.append([name, low, mid, high, unit])
        cells[name] = f"Inputs!$C${row}"
    sheet.column_dimensions["A"].width = 34
    sheet.freeze_panes = "B2"
    return cells


def _prices(
    sheet: Any, found: Sequence[Valuation], cells: Mapping[str, str], width: int
) -> dict[str, dict[str, int]]:
    """Prices by deck, product and year of production; the row of each. A year not given is the one before."""
    fixed = ["deck", "product", "floor, USD/kg", "years of floor"]
    sheet.append([*fixed, *range(1, width + 1)])
    at: dict[str, dict[str, int]] = {}
    for entry in found:
        deck = entry.deck
        for product in entry.sold:
            row, given = sheet.max_row + 1, deck.price[product]
            floor = (deck.floor or {}).get(product)
            own = f"={cells[f'prices.{product}']}" if deck.name == "study" else given[0]
            later = [
                given[year] if year < len(given) else f"={_letter(len(fixed) + year)}{row}"
                for year in range(1, width)
            ]
            sheet.append(
                [
                    deck.name,
                    product,
                    floor,
                    None if floor is None else deck.floor_years,
                    own,
                    *later,
                ]
            )
            at.setdefault(deck.name, {})[product] = row
    sheet.freeze_panes = "E2"
    return at


@dataclass(frozen=True, slots=True)
class _Live:
    """Where a flow sheet keeps its results."""

    npv: str
    irr: str
    payback: str


class _Flow:
    """The cash flow of one deck, a column a year."""

    def __init__(self, book: Any, found: Valuation, cells: Mapping[str, str]) -> None:
        self.found, self.deck, self._cells = found, found.deck.name, cells
        bare = re.sub(r"[\[\]:*?/\\']", " ", self.deck)[:22]
        self.sheet: Any = book.create_sheet(f"Flow {bare}")
        given = found.project
        self.years = given.construction_years + ceil(given.life_years.high) + SLACK_YEARS

    @property
    def live(self) -> _Live:
        """References to NPV, IRR and payback."""
        return _Live(*(f"'{self.sheet.title}'!$B${row}" for row in (2, 3, 4)))

    def fill(self, price_rows: Mapping[str, int], width: int) -> None:
        """Write the lines of every year, and above them what they come to."""
        lines = [*HEAD, *self._sales(price_rows, width), *TAIL]
        rows = {key: TOP + number for number, (key, _, _) in enumerate(lines)}
        names = dict(self._cells) | {"last": "$B$6"}
        for key, label, template in lines:
            self.sheet.cell(rows[key], 1, label)
            for column in range(FIRST, FIRST + self.years):
                cell = self.sheet.cell(rows[key], column, _formula(template, rows, names, column))
                cell.number_format = "0" if key in {"year", "made", "over"} else "#,##0.00"
        self._results(rows)
        self.sheet.column_dimensions["A"].width = 48
        self.sheet.freeze_panes = self.sheet.cell(TOP + 1, FIRST)

    def _sales(self, price_rows: Mapping[str, int], width: int) -> list[tuple[str, str, str]]:
        """Lines of each product, then revenue and operating cost (§V9, §V10)."""
        lines: list[tuple[str, str, str]] = []
        last = _letter(4 + width)
        sold: list[str] = []
        for number, (product, row) in enumerate(price_rows.items()):
            year = f"INDEX(Prices!$E${row}:${last}${row},1,MAX(1,[made]))"
            floor = f"Prices!$C${row}"
            lines += [
                (
                    f"price{number}",
                    f"{product}, USD/kg",
                    f"=IF(AND(ISNUMBER({floor}),[made]<=Prices!$D${row}),MAX({year},{floor}),{year})",
                ),
                (
                    f"sold{number}",
                    f"{product} sold, t",
                    f"={self._full_output(product)}*[share]",
                ),
            ]
            sold.append(f"[price{number}]*[sold{number}]")
        tonnes = "+".join(f"[sold{number}]" for number in range(len(price_rows)))
        ore = "{ore.throughput}" if "ore.throughput" in self._cells else "0"
        lines += [
            (
                "revenue",
                "revenue",
                f"=({'+'.join(sold)})/1000*{{payable}}+{{other_revenue_musd_per_y}}*[share]",
            ),
            (
                "operating",
                "operating cost",
                (
                    f"=({{opex_musd_per_y}}+{{opex_usd_per_t_ore}}*{ore}/1000000)*[share]"
                    f"+{{opex_usd_per_kg}}*({tonnes})/1000"
                ),
            ),
        ]
        return lines

    def _full_output(self, product: str) -> str:
        """Tonnes a year at full output: printed, or from the ore."""
        if f"output_t_per_y.{product}" in self._cells:
            return f"{{output_t_per_y.{product}}}"
        return f"{{ore.throughput}}*{{ore.grade}}*{{ore.recovery}}*{{basket.{product}}}"

    def _results(self, rows: Mapping[str, int]) -> None:
        end = _letter(FIRST + self.years - 1)

        def across(key: str) -> str:
            return f"${_letter(FIRST)}${rows[key]}:${end}${rows[key]}"

        build, life = self._cells["construction_years"], self._cells["life_years"]
        npv, free, back = (across(key) for key in ("present", "free", "back"))
        made = (
            (f"{self.found.project.name}: prices of deck “{self.deck}”", None, ""),
            ("NPV, million USD", f"=SUM({npv})", MONEY),
            ("IRR", f'=IFERROR(IRR({free}),"none")', SHARE),
            ("payback, years of production", f'=IF(COUNT({back})=0,"never",MIN({back}))', "0.0"),
            (
                "check",
                f'=IF($B$6>{self.years},"the life runs past the last column: copy it to the right","complete")',
                "",
            ),
            ("last year of production", f"={build}+ROUNDUP({life}-0.000000001,0)", "0"),
        )
        for row, (label, formula, form) in enumerate(made, start=1):
            self.sheet.cell(row, 1, label)
            cell = self.sheet.cell(row, 2, formula)
            if form:
                cell.number_format = form


def _formula(template: str, rows: Mapping[str, int], names: Mapping[str, str], column: int) -> str:
    """A line's formula in one column."""

    def line(found: re.Match[str]) -> str:
        row, where = rows[found[1]], found[2]
        if where == ":":
            return f"${_letter(FIRST)}{row}:{_letter(column)}{row}"
        return f"{_letter(column - 1 if where == '<' else column)}{row}"

    filled = re.sub(r"\{([^{}]+)\}", lambda found: names[found[1]], template)
    return re.sub(r"\[(\w+)([<:])?\]", line, filled)


def _summary(sheet: Any, flows: Sequence[_Flow]) -> None:
    """Each deck: what the live sheets say beside what was computed."""
    sheet.append(
        [
            "deck",
            "NPV (live)",
            "IRR (live)",
            "payback (live)",
            "NPV as computed",
            "live less computed",
        ]
        + [f"{end} % of draws, as computed" for end in (10, 50, 90)]
        + ["share of draws below zero, as computed", "basket, USD/kg, as computed"]
        + ["break-even basket, USD/kg, as computed", "public cost of the floor, as computed"]
    )
    for row, flow in enumerate(flows, start=2):
        found, live = flow.found, flow.live
        sheet.append(
            [
                flow.deck,
                f"={live.npv}",
                f"={live.irr}",
                f"={live.payback}",
                found.flow.npv,
                f"=B{row}-E{row}",
                *found.band,
                found.loses,
                found.basket_usd_per_kg,
                found.breakeven_usd_per_kg,
                found.floor_cost_musd,
            ]
        )
        for column in (2, 5, 6, 7, 8, 9, 13):
            sheet.cell(row, column).number_format = MONEY
        for column in (3, 10):
            sheet.cell(row, column).number_format = SHARE
        for column in (4, 11, 12):
            sheet.cell(row, column).number_format = "0.00"


def _tornado(sheet: Any, found: Sequence[Valuation]) -> None:
    sheet.append(["deck", "input", "NPV at its low end", "NPV at its high end"])
    for entry in found:
        for swing in entry.tornado:
            sheet.append([entry.deck.name, swing.name, swing.low, swing.high])


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)

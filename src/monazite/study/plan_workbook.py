"""A plan as a workbook an analyst can keep working in (§O46).

Tonnes, prices, the market and its steps are cells; what each purchase costs with market impact and storage, and the
money by item, follow from them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

PURCHASES = (
    "item",
    "material",
    "form",
    "quarter",
    "tonnes (contained)",
    "USD per kg before impact",
    "market, t a quarter",
    "storage, share of value a year",
    "share of the market",
    "million USD before impact",
    "million USD with impact",
    "storage to the end, million USD",
    "million USD in all",
)
JUDGED = (
    "first stage",
    "spent",
    "stock left",
    "mean loss",
    "CVaR of loss",
    "mean + CVaR",
    "margin",
    "low",
    "high",
)


def write(content: dict[str, Any], path: Path) -> None:
    """Write the plan as XLSX: purchases, the market's steps, money by part, the judgement, the words.

    Spec: §O46.
    """
    from openpyxl import Workbook

    book = Workbook()
    bought: Any = book.active
    bought.title = "Purchases"
    last = _purchases(bought, content)
    _market(book.create_sheet("Market"), content)
    _money(book.create_sheet("Money"), content, last)
    _judged(book.create_sheet("Judged"), content)
    said: Any = book.create_sheet("In words")
    for line in [*content["in_words"], content["note"]]:
        said.append([line])
    book.save(path)


def _purchases(sheet: Any, content: dict[str, Any]) -> int:
    """A row for each purchase; the last row."""
    sheet.append(PURCHASES)
    for n, row in enumerate(content["purchases"], start=2):
        ahead = f"0.25*(Market!$B$2-D{n})"
        sheet.append(
            [
                *row.values(),
                f"=IF(G{n}=0,0,E{n}/G{n})",
                f"=E{n}*F{n}/1000",
                f"={_impact(n, len(content['market_steps']))}*F{n}/1000",
                f"=J{n}*H{n}*{ahead}",
                f"=K{n}+L{n}",
            ]
        )
    last = len(content["purchases"]) + 1
    if last > 1:
        sums = {column: f"=SUM({column}2:{column}{last})" for column in "EJKLM"}
        sheet.append(["total", *(sums.get(column) for column in "BCDEFGHIJKLM")])
    return last


def _impact(row: int, steps: int) -> str:
    """Tonnes weighed by the multiple of the price each market step pays (§O34)."""
    terms: list[str] = []
    for step in range(4, 4 + steps):
        lower = f"Market!$A${step - 1}*G{row}" if step > 4 else "0"  # noqa: PLR2004 - first row of the steps
        upper = f"E{row}" if step == 3 + steps else f"MIN(E{row},Market!$A${step}*G{row})"
        terms.append(f"MAX(0,{upper}-{lower})*Market!$B${step}")
    return f"({'+'.join(terms)})"


def _market(sheet: Any, content: dict[str, Any]) -> None:
    sheet.append(["Market impact and horizon", None])
    sheet.append(["quarters planned", content["quarters"]])
    sheet.append(["up to this share of a quarter's market", "multiple of the price paid"])
    for step in content["market_steps"]:
        sheet.append(list(step.values()))


def _money(sheet: Any, content: dict[str, Any], last: int) -> None:
    """Money by part; of what is bought, from the purchases."""
    sheet.append(["part", "million USD", "share"])
    parts = content["spending_musd"]
    items = {row["item"] for row in content["purchases"]}
    for n, (name, amount) in enumerate(parts.items(), start=2):
        live = f"=SUMIF(Purchases!$A$2:$A${last},A{n},Purchases!$M$2:$M${last})"
        total = f"B${len(parts) + 2}"
        sheet.append([name, live if name in items else amount, f"=IF({total}=0,0,B{n}/{total})"])
    if parts:
        sheet.append(["total", f"=SUM(B2:B{len(parts) + 1})", None])


def _judged(sheet: Any, content: dict[str, Any]) -> None:
    sheet.append(JUDGED)
    entries = content["on_fresh_scenarios"] or content["on_its_scenarios"]
    rows_of = {e["name"]: number for number, e in enumerate(entries, start=2)}
    for number, e in enumerate(entries, start=2):
        money = [e[f"{key}_musd"] for key in ("spent", "stock_left", "mean_loss", "cvar_loss")]
        sheet.append(
            [
                e["name"],
                *money,
                f"=D{number}+E{number}",
                f"=F{number}-F{rows_of[e['against']]}",
                e["margin_musd"]["low"],
                e["margin_musd"]["high"],
            ]
        )

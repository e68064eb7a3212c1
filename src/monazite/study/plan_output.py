"""A plan as plain data, as text, and as a workbook an analyst can keep working in (§O46)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.respond.plan import PLAN, WHOLE

if TYPE_CHECKING:
    from monazite.respond.plan import Judged, Plan

MILLION = 1e6
CAVEAT = "A range with reasons under the assumptions listed, not a recommendation."


def rows(
    found: Plan, *, wrong_form: float | None = None, notes: Sequence[str] = ()
) -> dict[str, Any]:
    """The plan as plain data: what to buy when, money by part, how it is judged, shadow prices in words."""
    items = {item.name: item for item in found.problem.items}
    purchases = [
        {
            "item": name,
            "material": items[name].material,
            "form": items[name].form,
            "quarter": quarter + 1,
            "tonnes_contained": round(tonnes, 3),
            "price_usd_per_kg": round(items[name].price_usd_per_t[quarter] / 1000.0, 2),
        }
        for (name, quarter), tonnes in sorted(found.decision.bought_t.items())
    ]
    made: dict[str, Any] = {
        "status": found.status,
        "gap": found.gap,
        "objective_musd": round(found.objective / MILLION, 2),
        "spent_musd": round(sum(found.spending.values()) / MILLION, 2),
        "purchases": purchases,
        "spending_musd": {
            k: round(v / MILLION, 3) for k, v in sorted(found.spending.items(), key=lambda p: -p[1])
        },
        "support": {k: round(v, 4) for k, v in found.decision.support.items()},
        "ready_t_per_quarter": {
            " of ".join(reversed(k)): round(v, 3) for k, v in found.decision.ready_t.items()
        },
        "scenarios": {
            "all": len(found.problem.odds),
            "kept": len(found.reduction.kept),
            "error_musd": round(found.reduction.error / MILLION, 2),
            "error_share": round(found.reduction.share, 4),
        },
        "on_its_scenarios": [_judged(entry) for entry in found.on_all],
        "on_fresh_scenarios": [_judged(entry) for entry in found.fresh],
        "shadow_prices": dict(found.shadow),
        "in_words": [*found.advice, *_spends(found), *_margins(found), *_few(found), *notes],
        "note": CAVEAT,
    }
    if wrong_form is not None:
        made["oxide_only_costs_musd"] = round(wrong_form / MILLION, 2)
    return made


def _judged(entry: Judged) -> dict[str, Any]:
    numbers = {
        "spent": entry.spent,
        "stock_left": entry.worth,
        "mean_loss": entry.mean,
        "cvar_loss": entry.tail,
    }
    made: dict[str, Any] = {"name": entry.name, "against": entry.against} | {
        f"{k}_musd": round(v / MILLION, 2) for k, v in numbers.items()
    }
    for name, span in (("margin", entry.margin), ("margin_with_money", entry.margin_all)):
        made[f"{name}_musd"] = {
            k: round(v / MILLION, 2) for k, v in zip(("value", "low", "high"), span, strict=True)
        }
    return made


def _margins(found: Plan) -> list[str]:
    return [_margin(entry) for entry in found.fresh if entry.name not in {PLAN, WHOLE}]


def _margin(entry: Judged) -> str:
    """How much lower mean plus tail loss is under the plan that had the same money, with its interval."""
    value, low, high = (v / MILLION for v in entry.margin)
    better = "is lower" if value > 0 else "is higher"
    what = "does not differ surely" if low <= 0 <= high else better
    money = entry.margin_all[0] / MILLION
    return (
        f"Under the {entry.against}, expected loss plus CVaR on fresh scenarios {what} than under {entry.name}: by "
        f"{value:,.0f} million USD (95 % interval {low:,.0f} to {high:,.0f}); with the money spent and the stock left, "
        f"by {money:,.0f}."
    )


FEWEST_IN_TAIL = 20


def _few(found: Plan) -> list[str]:
    """A warning where the tail rests on a handful of scenarios."""
    count, level = len(found.problem.odds), found.problem.risk.level
    worst = round(count * (1 - level))
    if worst >= FEWEST_IN_TAIL:
        return []
    line = (
        f"With {count} scenarios the CVaR rests on the worst {worst}: worse ones, and rules of thumb that happen to "
        "guard against them, may beat this plan. Use 500 or more."
    )
    return [line]


def _spends(found: Plan) -> list[str]:
    """What the plan leaves unspent, and that a given budget would not help much more."""
    by_name = {entry.name: entry for entry in found.fresh}
    if WHOLE not in by_name:
        return []
    own, whole = by_name[PLAN], by_name[WHOLE]
    more, saved = whole.spent - own.spent, own.mean + own.tail - whole.mean - whole.tail
    if more < MILLION:
        return ["The plan spends all it may."]
    line = (
        f"The plan stops at {own.spent / MILLION:,.0f} million USD: were the budget given, {more / MILLION:,.0f} "
        f"million more would lower expected loss plus CVaR by {saved / MILLION:,.0f} million."
    )
    return [line]


def _first(content: dict[str, Any]) -> str:
    drawn = content["scenarios"]
    return (
        f"{content['status']}: {content['spent_musd']:,.1f} million USD of first-stage money, gap "
        f"{content['gap']:.2%}; {drawn['kept']} of {drawn['all']} scenarios kept, "
        f"error {drawn['error_share']:.1%} of the loss"
    )


def words(content: dict[str, Any]) -> str:
    """The plan as text for a terminal."""
    lines = [
        _first(content),
        "",
        "What to spend on, million USD",
        *(f"  {name:<60} {amount:>12,.2f}" for name, amount in content["spending_musd"].items()),
        "",
        "On fresh scenarios, million USD (mean and CVaR of the loss)",
        *(
            f"  {e['name']:<29} spent {e['spent_musd']:>8,.1f}  mean {e['mean_loss_musd']:>10,.1f}  "
            f"CVaR {e['cvar_loss_musd']:>10,.1f}"
            for e in content["on_fresh_scenarios"] or content["on_its_scenarios"]
        ),
        "",
        *content["in_words"],
    ]
    if "oxide_only_costs_musd" in content:
        lines.append(
            f"The same budget in oxide only costs {content['oxide_only_costs_musd']:,.0f} million USD more."
        )
    return "\n".join([*lines, content["note"]])


def workbook(content: dict[str, Any], path: Path) -> None:
    """Write the plan as XLSX: purchases with a cost formula, money by part with a sum, the judgement, the words."""
    from openpyxl import Workbook

    book = Workbook()
    bought: Any = book.active
    bought.title = "Purchases"
    bought.append(
        [
            "item",
            "material",
            "form",
            "quarter",
            "tonnes (contained)",
            "USD per kg before impact",
            "million USD before impact",
        ]
    )
    for number, row in enumerate(content["purchases"], start=2):
        bought.append([*row.values(), f"=E{number}*F{number}/1000"])
    last = len(content["purchases"]) + 1
    bought.append(["total", None, None, None, f"=SUM(E2:E{last})", None, f"=SUM(G2:G{last})"])
    money: Any = book.create_sheet("Money")
    money.append(["part", "million USD", "share"])
    parts = content["spending_musd"]
    for number, (name, amount) in enumerate(parts.items(), start=2):
        money.append([name, amount, f"=B{number}/B${len(parts) + 2}"])
    money.append(["total", f"=SUM(B2:B{len(parts) + 1})", None])
    judged: Any = book.create_sheet("Judged")
    judged.append(
        [
            "first stage",
            "spent",
            "stock left",
            "mean loss",
            "CVaR of loss",
            "mean + CVaR",
            "margin",
            "low",
            "high",
        ]
    )
    entries = content["on_fresh_scenarios"] or content["on_its_scenarios"]
    rows_of = {e["name"]: number for number, e in enumerate(entries, start=2)}
    for number, e in enumerate(entries, start=2):
        judged.append(
            [
                e["name"],
                e["spent_musd"],
                e["stock_left_musd"],
                e["mean_loss_musd"],
                e["cvar_loss_musd"],
                f"=D{number}+E{number}",
                f"=F{number}-F{rows_of[e['against']]}",
                e["margin_musd"]["low"],
                e["margin_musd"]["high"],
            ]
        )
    said: Any = book.create_sheet("In words")
    for line in [*content["in_words"], content["note"]]:
        said.append([line])
    book.save(path)

"""A plan as plain data and as text; the workbook is `plan_workbook` (§O46)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from monazite.study import plan_words

if TYPE_CHECKING:
    from monazite.respond.judge import Judged
    from monazite.respond.plan import Plan

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
            "market_t_per_quarter": round(items[name].market_t_per_quarter[quarter], 3),
            "storage_share_per_y": items[name].storage_share,
        }
        for (name, quarter), tonnes in sorted(found.decision.bought_t.items())
    ]
    made: dict[str, Any] = {
        "status": found.status,
        "gap": found.gap,
        "objective_musd": round(found.objective / MILLION, 2),
        "spent_musd": round(sum(found.spending.values()) / MILLION, 2),
        "purchases": purchases,
        "quarters": found.problem.quarters,
        "market_steps": [
            {"up_to_share_of_market": share, "multiple_of_price": multiple}
            for share, multiple in found.problem.steps
        ],
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
        "in_words": [*plan_words.sentences(found), *notes],
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


def _first(content: dict[str, Any]) -> str:
    drawn = content["scenarios"]
    return (
        f"{content['status']}: {content['spent_musd']:,.1f} million USD of first-stage money, gap "
        f"{content['gap']:.2%}; {drawn['kept']} of {drawn['all']} scenarios kept, "
        f"error {drawn['error_share']:.1%} of the loss"
    )


def _bought(content: dict[str, Any], name: str) -> str:
    """Tonnes of an item and the quarters they are bought in."""
    found = [row for row in content["purchases"] if row["item"] == name]
    if not found:
        return ""
    tonnes, quarters = sum(r["tonnes_contained"] for r in found), [r["quarter"] for r in found]
    span = f"{min(quarters)}" if len(quarters) == 1 else f"{min(quarters)} to {max(quarters)}"
    return f"{tonnes:,.1f} t in quarter {span}"


def words(content: dict[str, Any]) -> str:
    """The plan as text for a terminal."""
    lines = [
        _first(content),
        "",
        "What to spend on, million USD",
        *(
            f"  {name:<60} {amount:>12,.2f}  {_bought(content, name)}".rstrip()
            for name, amount in content["spending_musd"].items()
        ),
        "",
        "On fresh scenarios, million USD (mean and CVaR of the loss)",
        *(
            f"  {e['name']:<30} spent {e['spent_musd']:>8,.1f}  mean {e['mean_loss_musd']:>10,.1f}  "
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

"""How long the billion-dollar question takes, and the plan's margins over rules of thumb.

Run from the root: `python -m benchmarks.respond [RUNS [SEED [MINERAL ...]]]`.
It prints seconds by step; nothing is asserted.
"""

from __future__ import annotations

import sys
import time

from monazite.study import plan


def main(runs: int = 500, seed: int = 1, *minerals: str) -> None:
    begun = time.perf_counter()

    def tell(line: str) -> None:
        print(f"{time.perf_counter() - begun:7.1f} s  {line}", flush=True)

    study = plan.study_of("october-2025", None, "USA", (runs, seed))
    asked = plan.Asked(study, 1e9, minerals=minerals)
    found = plan.plan(asked, progress=tell)
    tell(f"plan: {sum(found.spending.values()) / 1e6:,.0f} million USD, gap {found.gap:.2%}")
    for entry in found.fresh:
        low, high = (end / 1e6 for end in entry.margin[1:])
        tell(
            f"{entry.name:<29} spent {entry.spent / 1e6:>6,.0f} mean {entry.mean / 1e6:>7,.0f} "
            f"CVaR {entry.tail / 1e6:>7,.0f} "
            f"margin {entry.margin[0] / 1e6:>8,.1f} ({low:,.1f} to {high:,.1f}), "
            f"with money {entry.margin_all[0] / 1e6:,.0f} million USD"
        )
    for name, usd in plan.weights(found).items():
        tell(f"  {name:<60} {usd / 1e6:>9,.2f}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(*(int(number) for number in given[:2]), *given[2:])

"""How long the billion-dollar question takes, and the plan's margins over rules of thumb.

Run from the root: `python -m benchmarks.respond [RUNS]`. It prints seconds by step; nothing is asserted.
"""

from __future__ import annotations

import sys
import time

from monazite.study import plan


def main(runs: int = 500) -> None:
    begun = time.perf_counter()

    def tell(line: str) -> None:
        print(f"{time.perf_counter() - begun:7.1f} s  {line}")

    study = plan.study_of("october-2025", None, "USA", (runs, 1))
    asked = plan.Asked(study, 1e9)
    tell(f"{asked.ensemble}")
    found = plan.plan(asked, progress=tell)
    tell(f"plan: {sum(found.spending.values()) / 1e6:,.0f} million USD, gap {found.gap:.2%}")
    for entry in found.fresh:
        low, high = (end / 1e6 for end in entry.margin[1:])
        tell(
            f"{entry.name:<13} mean {entry.mean / 1e6:>9,.0f}  CVaR {entry.tail / 1e6:>9,.0f}  "
            f"margin {entry.margin[0] / 1e6:>8,.0f} ({low:,.0f} to {high:,.0f}), "
            f"with money {entry.margin_all[0] / 1e6:,.0f} million USD"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)

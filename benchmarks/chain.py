"""The whole chain cold: a new process from an article to a page, and where the time goes.

Nobody else does this, so there is no peer; the bar is 10 s with 1,000 runs on two cores.
"""

from __future__ import annotations

import subprocess
import sys
import time

BAR_SECONDS = 10.0
STEPS = """
import time
start = time.perf_counter()
def lap(name):
    global start
    now = time.perf_counter()
    print(f"  {name:<28}{now - start:7.2f} s", flush=True)
    start = now
from monazite import study
lap("import")
made = study.example("october-2025", runs=1000)
made.reading; lap("read")
made.standing; lap("law on the day")
made.exposures; lap("network and exposure")
made.ensembles; lap("1,000 runs and baseline")
made.losses; lap("output at risk")
brief = made.brief(); lap("response, value, findings")
from monazite.brief import as_html
as_html.render(brief); lap("page with charts")
"""


def main() -> None:
    for name in ("first (after installing)", "second"):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", STEPS], check=False, capture_output=True, text=True
        )
        took = time.perf_counter() - start
        print(done.stdout, end="")
        if done.returncode != 0:
            print(done.stderr[-2000:])
            return
        print(
            f"  {name} run, whole process: {took:.1f} s; bar {BAR_SECONDS:.0f} s; ratio {took / BAR_SECONDS:.2f}"
        )


if __name__ == "__main__":
    main()

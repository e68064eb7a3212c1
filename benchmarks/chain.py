"""The whole chain cold: the command from an article to a page, and where the time goes step by step in one process.

The command has the engine load and run in a process beside it; the steps are told without one, so they add up to more.
Nobody else does this, so there is no peer; the bar is 10 s with 1,000 runs on two cores.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
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
    done = subprocess.run(
        [sys.executable, "-c", STEPS], check=False, capture_output=True, text=True
    )
    print(done.stdout, end="")
    if done.returncode != 0:
        print(done.stderr[-2000:])
        return
    for name in ("first", "second", "third"):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "monazite", "demo", "--out", folder],
                check=True,
                capture_output=True,
            )
            took = time.perf_counter() - start
        print(
            f"  {name} command: {took:.1f} s; bar {BAR_SECONDS:.0f} s; ratio {took / BAR_SECONDS:.2f}"
        )


if __name__ == "__main__":
    main()

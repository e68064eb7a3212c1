"""What a control means for the country that sets it: its own price and the exports it gives up (§B19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from monazite.brief import prices, shortage, words
from monazite.brief.model import Finding
from monazite.brief.shortage import HIGH, LOW, MID, Runs

if TYPE_CHECKING:
    from monazite.provenance import Figure
    from monazite.study.facade import Study

_YEAR = 52
_QUANTILES = (0.1, 0.5, 0.9)
_LIMITS = ("A share of tonnes, not of earnings: what is still sold abroad may sell for more.",)


def finding(study: Study) -> Finding | None:
    """Exports lost and the price at home in the leading case, of one mineral; None where nothing was run.

    Of the minerals that lose at least half as much as the hardest hit, the one with the most dollars at stake.
    """
    from monazite.study import outcome

    case = study.leading
    runs = None if case is None else outcome.runs_of(study, case)
    if runs is None or not runs.ensemble.minerals:
        return None
    lost = {name: _lost(runs, name) for name in runs.ensemble.minerals}
    most = max(entry.number for entry in lost.values())
    ranked = [entry.group.name for entry in outcome.by_stake(study, runs)]
    order = [*(key for key in ranked if key in lost), *sorted(lost)]
    name = next(key for key in order if lost[key].number >= most / 2.0)
    said, whose = name.replace("-", " "), words.the_country(study.importer)
    return Finding(
        id=f"loss/home/{runs.scenario.id}",
        section="loss",
        text=f"{runs.case}: exports of {said} from {whose} fall short by {{0:range}} of a year's sales abroad in the "
        "first year; at home its price is lowest at {1:range}.",
        figures=(lost[name], _home(runs, name)),
        caveats=_LIMITS,
        would_change="Licences granted, by tonnes.",
    )


def _lost(runs: Runs, name: str) -> Figure:
    """The share of the first year's exports that is not shipped."""
    at = runs.ensemble.mineral(name)
    kept = runs.ensemble.exports[:, :_YEAR, at].mean(axis=1, dtype=np.float64)
    low, mid, high = np.quantile(np.clip(1.0 - kept, 0.0, 1.0), _QUANTILES)
    ends = [0.0] * (HIGH + 1)
    ends[LOW], ends[MID], ends[HIGH] = float(low), float(mid), float(high)
    label = f"share of the first year's exports of {name} not shipped"
    return shortage.figure(runs, f"home/{name}/exports", label, ends, "share")


def _home(runs: Runs, name: str) -> Figure:
    """The lowest week of the median path of the price at home, with the range of that week."""
    from monazite.simulate import price_band

    band = price_band(runs.ensemble, name, which="home")
    week = int(np.argmin(band[MID]))
    label = f"price of {name} at home at its lowest, week {week}"
    ends = [float(line[week]) for line in band]
    return shortage.figure(runs, f"home/{name}/price", label, ends, prices.TIMES)

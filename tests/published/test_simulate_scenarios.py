"""The shipped scenarios and what they are expected to say (§S11, §M25 to §M30)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from monazite import simulate
from monazite.cli.run import command
from monazite.errors import DataError, ScenarioError
from monazite.study.run import sweep
from monazite.study.scenarios import names, prepare

RUNS = 160


@pytest.fixture(scope="module")
def ensembles() -> dict[str, simulate.Ensemble]:
    return {name: sweep(prepare(name), runs=RUNS) for name in names()}


def share(ensemble: simulate.Ensemble, kind: str, name: str) -> float:
    return float(ensemble.unmet[:, :, ensemble.group(kind, name)].mean())


def test_three_scenarios_ship() -> None:
    assert set(names()) == {"no-18-april-2025", "no-61-october-2025", "heavy-stop-japan"}


def test_all_conserve_mass_and_stand_beside_the_baseline(
    ensembles: dict[str, simulate.Ensemble],
) -> None:
    for found in ensembles.values():
        assert found.mass_error < 1e-9
        assert found.baseline.unmet_t.max() == 0.0
        assert np.abs(found.baseline.spot - 1.0).max() < 1e-6


def test_april_2025_hits_heavy_rare_earths_and_spares_cerium(
    ensembles: dict[str, simulate.Ensemble],
) -> None:
    found = ensembles["no-18-april-2025"]
    exports = simulate.price_band(found, "dysprosium", which="exports")[3]
    assert exports[1] < 0.25  # nothing is licensed at first; what flows is leakage and uncontrolled
    assert exports[60] > 0.6
    spot = simulate.price_band(found, "dysprosium")
    assert spot[3, 8] > 1.5
    assert share(found, "mineral", "dysprosium") > 0.001
    assert share(found, "mineral", "cerium") == 0.0
    assert share(found, "region", "CHN") == 0.0
    first = next(s for s in simulate.shortages(found, "mineral") if s.group.name == "yttrium")
    assert 6 <= first.first_week[3] <= 30  # stocks last some weeks


def test_october_2025_adds_third_countries(ensembles: dict[str, simulate.Ensemble]) -> None:
    wide, narrow = ensembles["no-61-october-2025"], ensembles["no-18-april-2025"]
    assert share(wide, "mineral", "holmium") > 0.0
    assert share(narrow, "mineral", "holmium") == 0.0
    links = {
        link for shock in prepare("no-61-october-2025").scenario.shocks for link, _ in shock.links
    }
    net = prepare("no-61-october-2025").network
    third = [
        k for k in links if "CHN" not in (net.links[k].source.country, net.links[k].target.country)
    ]
    assert len(third) > 50
    # nothing is cut before the day and stocking up lowers no price; in some runs full stocks make orders dip
    before = np.median(wide.spot[:, :7], axis=0)
    assert np.abs(before - 1.0).max() < 0.05


def test_a_stop_to_one_country_leaves_the_others_alone(
    ensembles: dict[str, simulate.Ensemble],
) -> None:
    found = ensembles["heavy-stop-japan"]
    assert share(found, "region", "JPN") > 0.01
    assert share(found, "region", "DEU") < 0.2 * share(found, "region", "JPN")
    assert share(found, "region", "CHN") == 0.0


def test_the_command(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        command, ["heavy-stop-japan", "--runs", "32", "--seed", "4", "--json"]
    )
    assert done.exit_code == 0, done.output
    printed = json.loads(done.output)
    assert printed["record"]["seed"] == 4
    assert len(printed["prices"]["dysprosium"]["spot"]) == len(printed["quantiles"])
    text = CliRunner().invoke(command, ["heavy-stop-japan", "--runs", "32"])
    assert "JPN" in text.output
    with pytest.raises(ScenarioError, match="E512"):
        prepare("nothing")
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: X\nshocks: 3\n")
    with pytest.raises(ExceptionGroup) as caught:
        prepare(str(bad))
    assert "E514" in str(caught.value.exceptions[0])
    bad.write_text("a: [")
    with pytest.raises(DataError, match="E513"):
        prepare(str(bad))


def test_a_file_can_fix_assumptions_and_add_stocks(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(
        json.dumps(
            {
                "id": "mine",
                "title": "t",
                "mineral": "rare-earths",
                "restrictor": "CHN",
                "horizon_weeks": 30,
                "shocks": [
                    {
                        "id": "s",
                        "kind": "ban",
                        "cause": "c",
                        "target": {"origin": ["CHN"], "minerals": ["yttrium"]},
                    }
                ],
                "assumptions": {"leakage": 0.0, "approval_fraction": [0.1, 0.2, 0.3]},
                "releases": [
                    {
                        "id": "r",
                        "country": "USA",
                        "mineral": "yttrium",
                        "stock_t": 10.0,
                        "rate_t_per_week": 5.0,
                    }
                ],
            }
        )
    )
    made = prepare(str(path)).scenario
    assert made.assumptions["leakage"].distribution.high == 0.0
    assert made.assumptions["approval_fraction"].figure.number == 0.2
    assert sweep(prepare(str(path)), runs=8).mass_error < 1e-9

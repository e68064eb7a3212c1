"""Any table pymrio parses, in any order, form and money; extraction beside a loss (§A5, §A9, §A33, §A34)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from monazite.cli.loss import command
from monazite.economy import Dependence, System, Tables, beside, loss
from monazite.economy import system as io
from monazite.economy.mrio import from_pymrio
from monazite.errors import DataError, UnknownCode
from monazite.study import economy_own

pymrio = pytest.importorskip("pymrio", reason="pymrio is the extra `mrio`")
HEAD = "mineral,use,sector,low,value,high\n"
K = ("reg2", "mining")


@pytest.fixture(scope="module")
def world() -> Any:
    return pymrio.load_test().calc_all()


def run(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


def same(one: System, two: System) -> None:
    assert one.names == two.names
    scale = float(one.output.max())
    np.testing.assert_allclose(two.flows, one.flows, atol=1e-9 * scale)
    np.testing.assert_allclose(two.output, one.output, atol=1e-9 * scale)


def test_coefficients_and_final_demand_are_enough(world: Any, tmp_path: Path) -> None:
    thin = pymrio.IOSystem(A=world.A, Y=world.Y)
    same(from_pymrio(world), from_pymrio(thin))
    thin.save_all(str(tmp_path / "thin"))
    same(from_pymrio(world), economy_own.parse(tmp_path / "thin", kind="saved"))


def test_labels_in_another_order_are_the_same_table(world: Any) -> None:
    mixed = pymrio.IOSystem(Z=world.Z[world.Z.columns[::-1]], Y=world.Y.iloc[::-1])
    same(from_pymrio(world), from_pymrio(mixed))
    other = pymrio.IOSystem(Z=world.Z.iloc[:, :-1], Y=world.Y)
    with pytest.raises(DataError, match="E621"):
        from_pymrio(other)


def test_a_cell_that_is_no_number_is_refused(world: Any) -> None:
    flows = world.Z.copy()
    flows.iloc[3, 4] = np.nan
    with pytest.raises(DataError, match="E621") as caught:
        from_pymrio(pymrio.IOSystem(Z=flows, Y=world.Y))
    assert str(flows.index[3][1]) in str(caught.value)
    with pytest.raises(DataError, match="E621"):
        from_pymrio(pymrio.IOSystem(Z=world.Z))


def test_a_national_table_is_all_of_the_importer(world: Any, tmp_path: Path) -> None:
    flows = world.Z.loc["reg1", "reg1"]
    demand = world.Y.loc["reg1"].sum(axis=1).to_frame("demand")
    pymrio.IOSystem(Z=flows, Y=demand).save_all(str(tmp_path / "nation"))
    uses = tmp_path / "uses.csv"
    uses.write_text(HEAD + "dysprosium,cars,mining,0.1,0.2,0.4\n")
    found = run(
        *("--unmet", "Dy:cars=0.5", "--importer", "FRA", "--mrio", str(tmp_path / "nation")),
        *("--concordance", str(uses)),
    )
    (hit,) = found["industries"]
    assert hit["industry"] == "mining"
    made = float(flows.loc["mining"].sum() + demand.loc["mining"].iloc[0])
    added = made - float(flows["mining"].sum())
    assert hit["value_added_usd"]["mid"] == pytest.approx(0.1 * added * 1e6)
    assert "one for one" in found["note"]  # the table states no unit


@pytest.mark.parametrize(
    ("unit", "rate"),
    [
        ("Mill USD", 1.0),
        ("Million USD", 1.0),
        ("000 USD", 1e-3),
        ("USD", 1e-6),
        ("billion US$", 1e3),
    ],
)
def test_money_is_read_in_the_unit_the_table_states(unit: str, rate: float) -> None:
    assert economy_own.money(unit) == (rate, "")


@pytest.mark.parametrize("unit", ["M.EUR", "", "Mill EUR", "kt"])
def test_other_money_is_said_to_be_taken_one_for_one(unit: str) -> None:
    rate, note = economy_own.money(unit)
    assert rate == 1.0
    assert "one for one" in note


def test_a_unit_in_thousands_is_not_taken_for_millions(tmp_path: Path) -> None:
    table = pymrio.load_test()
    table.unit["unit"] = "000 USD"
    table.save_all(str(tmp_path / "thousands"))
    uses = tmp_path / "uses.csv"
    uses.write_text(HEAD + "gallium,chips,electricity,0.1,0.2,0.4\n")
    words = ["--unmet", "gallium:chips=0.5", "--importer", "reg2", "--concordance", str(uses)]
    read = run(*words, "--mrio", str(tmp_path / "thousands"))
    plain = run(*words, "--kind", "test")
    assert read["loss_usd"]["mid"] == pytest.approx(plain["loss_usd"]["mid"] / 1000)
    given = run(*words, "--mrio", str(tmp_path / "thousands"), "--musd-per-unit", "2")
    assert given["loss_usd"]["mid"] == pytest.approx(2 * plain["loss_usd"]["mid"])


def test_a_whole_cut_is_the_recorded_extraction(world: Any) -> None:
    held = from_pymrio(world)
    cut = np.zeros(len(held.names))
    cut[held.place(K)] = 1.0
    whole = io.partial_extraction(held, cut)
    assert whole.sum() == pytest.approx(io.extraction(held, held.place(K))[0], rel=1e-6)
    assert whole.sum() == pytest.approx(66314.41322517395, rel=1e-6)
    half = io.partial_extraction(held, 0.5 * cut).sum()
    assert 0 < half < whole.sum()
    assert io.partial_extraction(held, 0.0 * cut) == pytest.approx(0.0, abs=1e-3)


def test_rounds_of_deliveries_are_the_solve(monkeypatch: pytest.MonkeyPatch, world: Any) -> None:
    held = from_pymrio(world)
    change = 0.1 * held.primary
    solved, idle = io.supply_change(held, change), io.inoperability(held, 0.1 * np.ones(48))
    monkeypatch.setattr(io, "LARGE", 1)
    assert io.supply_change(held, change) == pytest.approx(solved, rel=1e-9)
    assert io.inoperability(held, 0.1 * np.ones(48)) == pytest.approx(idle, rel=1e-9)


def two_sectors() -> Tables:
    flows = np.array([[0.0, 20.0], [10.0, 0.0]])
    output = np.array([50.0, 100.0])
    primary = output - flows.sum(axis=0)
    names = ("mines", "makers")
    held = System(names, flows, output, output - flows.sum(axis=1), primary, primary)
    return Tables(held, {}, (Dependence("dysprosium", "cars", "makers", 0.1, 0.5, 1.0),), "FRA")


def test_extraction_and_inoperability_by_hand() -> None:
    held = two_sectors()
    unmet = {("dysprosium", "cars"): (1.0, 1.0, 1.0)}
    lost, idle = beside(unmet, held)
    # All of the makers: 80 of value added, and the 20 of 50 that mines made for them, of value added 0.8.
    assert lost.high / 1e6 == pytest.approx(80 + 20 * 0.8)
    # Middle: half of 90 of final demand; mines lose the purchases of that output.
    gone = np.linalg.solve(np.array([[1.0, -0.2], [-0.2, 1.0]]), [0.0, 45.0]) / [50.0, 100.0]
    assert {each.industry: each.share.mid for each in idle} == pytest.approx(
        {"makers": gone[1], "mines": gone[0]}
    )
    leontief = loss(unmet, held).by_method["leontief"].mid / 1e6
    assert leontief == pytest.approx(float(gone * [50.0, 100.0] @ [0.8, 0.8]))
    assert beside({("dysprosium", "cars"): (0.0, 0.0, 0.0)}, held)[0].high == 0.0
    assert beside(unmet, held, years=0.5)[0].high == pytest.approx(lost.high / 2)


def test_the_command_prints_both_beside_the_range() -> None:
    words = ["--unmet", "Ga:integrated-circuits=0.2,0.3,0.5"]
    found = run(*words)
    assert found["beside"]["extraction"]["mid"] > 0
    still = found["inoperability"]["industries"]
    assert still[0]["label"].startswith("Semiconductor")
    assert found["industries"][0]["causes"] == ["gallium:integrated-circuits"]
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert "extraction:" in done.output
    assert "Inoperability" in done.output


def test_a_loss_that_cannot_be_computed_is_not_zero() -> None:
    with pytest.raises(UnknownCode, match="E622") as caught:
        run("--unmet", "gallium:hats=0.3")
    assert "integrated-circuits" in caught.value.way_out
    with pytest.raises(UnknownCode, match="E622"):
        run("--unmet", "unobtainium:hats=0.3")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--unmet", "gallium:integrated-circuits=0.1", "--months", "0"], "E614"),
        (["--unmet", "gallium:integrated-circuits=0.1", "--months", "nan"], "E614"),
        (["--unmet", "gallium:integrated-circuits=nan"], "E614"),
        (["--unmet", "gallium:integrated-circuits=0.1"] * 2, "E614"),
        (["--unmet", "gallium:integrated-circuits=0.1", "--picture", "/none/x.svg"], "E372"),
    ],
)
def test_hostile_words_are_refused(words: list[str], code: str) -> None:
    with pytest.raises(DataError, match=code):
        run(*words)

"""`monazite loss` (§A12 to §A19, §A33)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monazite.cli.loss import command
from monazite.errors import DataError, MissingData, UnknownCode

HEAD = "mineral,use,sector,low,value,high\n"


def run(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


def test_the_united_states_from_packaged_tables() -> None:
    found = run("--unmet", "gallium:integrated-circuits=0.2,0.3,0.5", "--unmet", "tin:hats=0.1")
    assert set(found["by_method"]) == {"leontief", "direct", "partially-binding", "ghosh"}
    (chips,) = found["industries"]
    direct = found["by_method"]["direct"]
    assert chips["value_added_usd"]["mid"] == pytest.approx(direct["mid"])
    assert chips["output_multiplier"] > 1
    assert found["unmapped"] == ["tin:hats"]
    half = run("--unmet", "gallium:integrated-circuits=0.2,0.3,0.5", "--months", "6")
    assert half["loss_usd"]["mid"] == pytest.approx(found["loss_usd"]["mid"] / 2)


def test_a_region_of_a_table_of_ones_own(tmp_path: Path) -> None:
    pytest.importorskip("pymrio", reason="pymrio is the extra `mrio`")
    uses = tmp_path / "uses.csv"
    uses.write_text(HEAD + "gallium,chips,electricity,0.1,0.2,0.4\n")
    words = ["--unmet", "gallium:chips=0.5", "--kind", "test", "--concordance", str(uses)]
    found = run(*words, "--importer", "reg2")
    assert found["importer"] == "reg2"
    (hit,) = found["industries"]
    assert hit["industry"] == "reg2/electricity"
    assert hit["cut"]["mid"] == pytest.approx(0.1)
    # What is counted is the region's own: its loss is the cut part of one of its sectors, far below its GDP.
    assert 0 < found["loss_of_gdp"]["mid"] < 0.1
    other = run(*words, "--importer", "reg3")
    assert other["gdp_usd"] != found["gdp_usd"]
    dear = run(*words, "--importer", "reg2", "--musd-per-unit", "2")
    assert dear["loss_usd"]["mid"] == pytest.approx(2 * found["loss_usd"]["mid"])
    assert dear["loss_of_gdp"]["mid"] == pytest.approx(found["loss_of_gdp"]["mid"])


def test_a_table_saved_by_pymrio_is_read(tmp_path: Path) -> None:
    pymrio = pytest.importorskip("pymrio", reason="pymrio is the extra `mrio`")
    pymrio.load_test().save(str(tmp_path / "table"))
    uses = tmp_path / "uses.csv"
    uses.write_text(HEAD + "gallium,chips,reg2/electricity,0.1,0.2,0.4\n")
    words = ["--unmet", "gallium:chips=0.5", "--importer", "reg2", "--concordance", str(uses)]
    saved = run(*words, "--mrio", str(tmp_path / "table"))
    assert saved["loss_usd"] == pytest.approx(run(*words, "--kind", "test")["loss_usd"])
    (tmp_path / "empty").mkdir()
    for kind in ("saved", "exiobase3", "oecd", "wiod", "eora26"):
        with pytest.raises(DataError, match="E621"):
            run(*words, "--mrio", str(tmp_path / "empty"), "--kind", kind)


def test_bad_input_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="E614"):
        run("--unmet", "gallium=0.3")
    with pytest.raises(DataError, match="E614"):
        run("--unmet", "gallium:chips=0.3,0.2,0.1")
    with pytest.raises(MissingData, match="E615"):
        run("--unmet", "gallium:chips=0.3", "--importer", "FRA")
    pytest.importorskip("pymrio", reason="pymrio is the extra `mrio`")
    words = ["--unmet", "gallium:chips=0.5", "--kind", "test", "--importer", "reg2"]
    with pytest.raises(DataError, match="E619"):
        run(*words)
    uses = tmp_path / "uses.csv"
    uses.write_text(HEAD + "gallium,chips,castles,0.1,0.2,0.4\ngallium,chips,mining,0.3,0.2,0.4\n")
    with pytest.raises(ExceptionGroup) as found:
        run(*words, "--concordance", str(uses))
    codes = [error.code for error in found.value.exceptions]  # type: ignore[attr-defined]
    assert codes == ["E611", "E619"]
    uses.write_text(HEAD + "gallium,chips,mining,0.1,0.2,0.4\n")
    with pytest.raises(UnknownCode, match="E611"):
        run(*words[:-1], "Atlantis", "--concordance", str(uses))

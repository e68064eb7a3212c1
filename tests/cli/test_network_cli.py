"""`monazite network` at the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from monazite.cli.app import main, program
from monazite.errors import MissingData


def run(*words: str) -> Any:
    found = CliRunner().invoke(program, ["network", *words, "--json"])
    assert found.exit_code == 0, found.output
    return json.loads(found.output)


def test_stages_and_agreement_of_the_rare_earths() -> None:
    out = run()
    assert {row["stage"] for row in out["stages"]} >= {
        "mine",
        "separation",
        "metal",
        "magnet",
        "use",
    }
    assert [row["agrees"] for row in out["agreement"]].count(True) >= 6


def test_another_mineral() -> None:
    out = run("gallium")
    china = next(row for row in out if row["stage"] == "refining" and row["country"] == "CHN")
    assert china["share"] > 0.95


def test_what_no_61_reaches_abroad() -> None:
    out = run("--measure", "CN-2025-61")
    assert {row["country"] for row in out} == {"JPN", "DEU", "VNM", "THA", "PHL"}
    assert all(row["share"]["low"] <= row["share"]["value"] <= row["share"]["high"] for row in out)


def test_residuals_come_loudest_first() -> None:
    out = run("--residuals")
    loud = [abs(row["standardised"] or 0.0) for row in out]
    assert loud == sorted(loud, reverse=True)


def test_text_output_says_what_agrees_and_what_is_only_shown() -> None:
    found = CliRunner().invoke(program, ["network"])
    assert "agrees" in found.output
    assert "shown" in found.output


def test_an_unknown_mineral_is_an_input_error(monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr("sys.argv", ["monazite", "network", "unobtainium"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 4
    assert "E404" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wanted", "leaf"),
    [
        (
            "network/rare-earths/2024/VNM/neodymium/metal>JPN/magnet-ndfeb-heavy/magnet/neodymium-metal",
            "observed/baci/280530/VNM/JPN/2024",
        ),
        ("network/gallium/2024/CHN/gallium/refining", "network/production/gallium"),
        ("network/rare-earths/2024/reached/JPN/dysprosium/share", "network/routes/rare-earths"),
    ],
)
def test_why_walks_from_a_flow_to_its_sources(wanted: str, leaf: str) -> None:
    found = CliRunner().invoke(program, ["why", wanted, "--json"])
    assert found.exit_code == 0, found.output
    assert leaf in found.output


def test_a_measure_nobody_knows_is_refused() -> None:
    found = CliRunner().invoke(program, ["network", "--measure", "CN-2025-999"])
    assert isinstance(found.exception, MissingData)
    assert found.exception.code == "E317"


def test_a_day_without_the_control_is_said() -> None:
    command = ["network", "--measure", "CN-2025-61"]
    out = CliRunner().invoke(program, [*command, "--on", "2026-03-01"]).output
    assert "No clause of CN-2025-61 reaches them on that day" in out
    assert "On 2026-03-01" in out
    assert "No clause" not in CliRunner().invoke(program, command).output

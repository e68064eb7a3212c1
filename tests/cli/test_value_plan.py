"""`monazite value` and `monazite plan` at the terminal."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from monazite.cli.plan import command as plan
from monazite.cli.value import command as value
from monazite.dates import AsOf
from monazite.errors import DataError, UnitError, UnknownCode

OCTOBER = date(2025, 10, 10)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONAZITE_CACHE", str(tmp_path))


def run(*arguments: str) -> str:
    done = CliRunner().invoke(value, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_shipped_study_at_two_decks(tmp_path: Path) -> None:
    out = tmp_path / "value.xlsx"
    found = json.loads(
        run("nolans-2022", "--deck", "study", "--deck", "floor", "--json", "--out", str(out))
    )
    assert [row["deck"] for row in found["values"]] == ["study", "floor"]
    assert found["values"][1]["public_cost_of_floor_musd"] > 0
    assert "recommendation" in found["note"]
    assert {"Inputs", "Summary", "Flow study"} <= set(load_workbook(out).sheetnames)
    assert "break-even" in run("nolans-2022", "--deck", "home") or "breakeven" in run(
        "nolans-2022", "--deck", "home"
    )


def test_cases_of_a_file_have_the_asked_form(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    case = {
        "id": "x",
        "inputs": {
            "capex_musd": 100,
            "ebitda_musd": 30,
            "life_years": 10,
            "discount_rate": 0.08,
            "tax_rate": 0.3,
        },
        "published": {"npv_post_tax_musd": 40, "irr_post_tax": 0.15},
    }
    path.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    row = json.loads(run("--cases", str(path), "--json"))["cases"][0]
    assert set(row) == {"id", "npv", "published_npv", "irr", "published_irr", "note"}
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(DataError, match="E753"):
        run("--cases", str(path))


def test_the_gap_as_a_workbook_computes_its_shares(tmp_path: Path) -> None:
    out = tmp_path / "gap.xlsx"
    found = json.loads(run("--gap", "--json", "--out", str(out)))
    assert {row["group"] for row in found["rows"]} >= {
        "ndpr",
        "dytb",
        "yttrium",
        "gallium",
        "fluorspar",
        "magnets",
    }
    assert all(row["reliability"] for row in found["rows"])
    assert max(row["year"] for row in found["rows"]) == 2032
    assert all(row["reliability"] and row["source"] for row in found["projects"])
    sheet = load_workbook(out)["rows"]
    assert str(sheet.cell(2, sheet.max_column).value).startswith("=IF(")


def test_the_gap_follows_importer_restrictor_and_the_day() -> None:
    def rows(*arguments: str) -> dict[str, dict[str, object]]:
        found = json.loads(run("--gap", "--json", *arguments))
        return {f"{r['group']} {r['stage']}": r for r in found["rows"] if r["year"] == 2032}

    outside, home = rows(), rows("--at-home", "--for", "Japan")
    assert outside["ndpr metal"]["scope"] == "outside CHN"
    assert home["ndpr metal"]["scope"] == "JPN"
    assert home["ndpr metal"]["gap_t_per_y"] < outside["ndpr metal"]["gap_t_per_y"]  # type: ignore[operator]
    vietnam = rows("--restrictor", "VNM")
    assert (
        vietnam["ndpr separation"]["gap_t_per_y"] < outside["ndpr separation"]["gap_t_per_y"] / 10
    )  # type: ignore[operator]
    early = rows("--known-at", "2025-10-10")
    assert (
        early["gallium refining"]["arriving_t_per_y"][1]
        < outside["gallium refining"]["arriving_t_per_y"][1]
    )  # type: ignore[index]


def test_holdings_and_a_screen(tmp_path: Path) -> None:
    path = tmp_path / "held.csv"
    path.write_text("ticker,weight\nMP,0.5\nZZZZ,0.1\n", encoding="utf-8")
    rows = json.loads(run("--holdings", str(path), "--json"))["holdings"]
    assert rows[0]["effect_usd_per_y"][0] < rows[0]["effect_usd_per_y"][2]
    assert rows[1]["effect_usd_per_y"] is None
    assert "MP Materials" in run("--screen", "stage=magnet,country=US")
    with pytest.raises(DataError, match="E760"):
        run("--screen", "size=big")
    with pytest.raises(DataError, match="E758"):
        run("--holdings", str(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ticker,weight\nLYC.AX,20%\n", 0.2),
        ("Ticker;Weight\nASX:LYC;0,2\n", 0.2),
        ("TICKER\tWEIGHT\nlyc\t0.2\n\n", 0.2),
    ],
)
def test_holdings_are_read_as_people_write_them(tmp_path: Path, text: str, expected: float) -> None:
    path = tmp_path / "held.csv"
    path.write_text(text, encoding="utf-8")
    (row,) = json.loads(run("--holdings", str(path), "--json"))["holdings"]
    assert (row["name"], row["weight"]) == ("LYC", expected)


def test_every_bad_line_of_holdings_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "held.csv"
    path.write_text("ticker,weight\nMP,0.1\n,0.1\nZZZ,abc\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"E758 2 of the lines.*line 3: no ticker.*line 4: ZZZ"):
        run("--holdings", str(path))
    path.write_text(
        "material,tonnes,side\nneodymium oxide,100,purchases\nDy,-1,buys\nx,1,buys\nDy,1,y\n",
        encoding="utf-8",
    )
    with pytest.raises(
        DataError, match=r"E758 3 of.*line 3.*no tonnes.*line 4.*no such.*line 5.*neither"
    ):
        run("--holdings", str(path))
    path.write_text("material,tonnes,side\nneodymium oxide,100,purchases\n", encoding="utf-8")
    (row,) = json.loads(run("--holdings", str(path), "--json"))["holdings"]
    assert row["effect_usd_per_y"][0] == pytest.approx(-100e3 * (110 - 69))


def test_an_unknown_scenario_names_what_there_is() -> None:
    with pytest.raises(DataError, match=r"E712.*october-2025"):
        CliRunner().invoke(plan, ["atlantis", "--budget", "1"], catch_exceptions=False)


def test_an_unknown_statute_names_what_there_is() -> None:
    from monazite.study.plan_inputs import assumed, statutes

    assert [limit.name for limit in statutes(["amp-2025"], "USA")] == [
        "amp-2025-ndpr",
        "amp-2025-ndfeb",
        "amp-2025-smco",
    ]
    for call in (lambda: statutes(["amp-1925"], "USA"), lambda: assumed("nothing")):
        with pytest.raises(UnknownCode, match="E707"):
            call()


def test_the_requirement_has_the_shape_of_the_reports() -> None:
    done = CliRunner().invoke(plan, ["--requirement", "--json"], catch_exceptions=False)
    found = json.loads(done.stdout)
    rows = found["requirement"]
    assert {"dysprosium", "terbium", "yttrium"} <= {row["material"] for row in rows}
    for row in rows:
        assert row["gross_t"] >= row["after_responses_t"] >= row["net_t"] >= 0
        parts = row["military_t"] + row["essential_civilian_t"] + row["industrial_t"]
        assert parts == pytest.approx(row["gross_t"], abs=0.2)
    assert found["total"]["gross_musd"] == pytest.approx(
        sum(row["gross_musd"] for row in rows), abs=0.1
    )


def test_one_plan_over_several_minerals_on_the_same_worlds() -> None:
    from monazite.study import plan as planning

    study = planning.study_of("gallium", AsOf(OCTOBER, OCTOBER), "USA", (40, 1))
    asked = planning.Asked(study, 2e7, minerals=("germanium", "fluorspar"))
    assert [part.mineral for part in asked.parts] == ["gallium", "germanium"]
    assert "fluorspar: no measure on it" in asked.notes[0]
    problem = asked.problem
    assert {item.name for item in problem.items} == {"gallium refined", "germanium refined"}
    assert problem.shortage_t.shape == (40, len(problem.tiers), problem.quarters)
    alone = planning.Asked(study, 2e7).problem
    count = len(alone.tiers)  # the worlds of gallium are the same with and without another mineral
    assert (problem.shortage_t[:, :count] == alone.shortage_t).all()
    found = planning.plan(asked)
    by_name = {entry.name: entry for entry in found.fresh}
    assert by_name["plan"].mean < by_name["do nothing"].mean / 2
    assert {name for name, _ in found.decision.bought_t} == {"gallium refined", "germanium refined"}
    for name, entry in by_name.items():
        if "whole budget" in name and name != "plan, whole budget":
            assert entry.against == "plan, whole budget"


def test_a_mineral_no_plan_can_cover_is_refused() -> None:
    from monazite.study import plan as planning

    day = AsOf(OCTOBER, OCTOBER)
    with pytest.raises(DataError, match="E713"):
        planning.Asked(planning.study_of("fluorspar", day, "USA", (5, 1)), 1e6).problem  # noqa: B018
    gallium = planning.study_of("gallium", day, "USA", (5, 1))
    with pytest.raises(DataError, match=r"E713.*cobalt"):
        planning.Asked(gallium, 1e6, minerals=("cobalt",)).parts  # noqa: B018
    graphite = planning.study_of("natural-graphite", day, "USA", (5, 1))
    with pytest.raises(DataError, match="E714"):
        planning.Asked(graphite, 1e6).problem  # noqa: B018


@pytest.mark.parametrize("budget", [(), ("--budget", "-1")])
def test_a_plan_without_a_budget_is_refused(budget: tuple[str, ...]) -> None:
    with pytest.raises(UnitError, match="E701"):
        CliRunner().invoke(plan, ["october-2025", *budget], catch_exceptions=False)


@pytest.mark.parametrize(
    "option", [("--keep", "0"), ("--runs", "0"), ("--weeks", "-3"), ("--year-budget", "-5")]
)
def test_a_plan_refuses_what_cannot_be(option: tuple[str, ...]) -> None:
    done = CliRunner().invoke(plan, ["--budget", "1e8", *option])
    assert done.exit_code == 2
    assert option[0] in done.output


def test_magnets_bought_are_named_without_a_number(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("material,tonnes,side\nNdFeB magnets,1200,buys\n", encoding="utf-8")
    row = json.loads(run("--holdings", str(path), "--json"))["holdings"][0]
    assert row["effect_usd_per_y"] is None
    assert "not zero" in row["reason"]

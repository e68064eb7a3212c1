"""The main job on real input: from an announcement to a sourced brief."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from monazite import catalog, study
from monazite.brief import as_html, as_json, as_markdown
from monazite.cli.app import program
from monazite.dates import AsOf
from monazite.errors import MonaziteError
from monazite.study import beside, why
from monazite.study.facade import Study

RUNS = 32
SAMPLED = ("run/", "sensitivity/", "economy/", "gap/")
OCTOBER, NOW = date(2025, 10, 10), date(2026, 11, 23)


@cache
def example(seed: int = 1) -> Study:
    return study.example("october-2025", runs=RUNS, seed=seed)


@cache
def example_json(seed: int = 1) -> str:
    return as_json.render(example(seed).brief())


def content(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_the_json_has_the_form_it_states() -> None:
    jsonschema.validate(content(example_json()), catalog.document("schemas", "brief.json"))


def test_there_are_findings_enough_each_with_figure_range_and_source() -> None:
    brief = content(example_json())
    assert len(brief["findings"]) >= 12
    for finding in brief["findings"]:
        assert finding["figures"], finding["id"]
        assert {"low", "high", "unit"} <= set(finding["range"]), finding["id"]
        assert finding["sources"], finding["id"]
        assert "{" not in finding["claim"], finding["id"]
    assert len(brief["lead"]) == 5


def test_every_source_cited_has_its_card_in_the_brief() -> None:
    brief = content(example_json())
    cards = {card["id"] for card in brief["sources"]}
    cited = {figure["source"] for figure in brief["figures"].values() if figure["source"]}
    assert cited <= cards


def test_the_same_seed_gives_the_same_bytes() -> None:
    again = study.example("october-2025", runs=RUNS, seed=1)
    assert as_json.render(again.brief()) == example_json()


def test_another_seed_changes_sampled_figures_only() -> None:
    one, two = content(example_json(1)), content(example_json(2))
    both = one["figures"].keys() & two["figures"].keys()
    changed = {k for k in both if one["figures"][k]["value"] != two["figures"][k]["value"]}
    assert changed
    assert all(key.startswith(SAMPLED) for key in changed)
    # what only one of them cites, a price for example, stands behind a sampled figure alone
    fixed = [f for key, f in one["figures"].items() if not key.startswith(SAMPLED)]
    behind = {parent for figure in fixed for parent in figure["parents"]}
    lost = one["figures"].keys() - two["figures"].keys()
    assert not {key for key in lost if not key.startswith(SAMPLED)} & behind
    assert one["standing"] == two["standing"]
    assert one["claims"] == two["claims"]


def test_a_process_beside_gives_the_same_bytes() -> None:
    with beside.engine():
        made = study.example("october-2025", runs=RUNS, seed=1).brief()
    assert as_json.render(made) == example_json()


def test_both_cases_are_told_by_the_same_draws() -> None:
    one, two = (example().ensembles[case] for case in ("with", "without"))
    assert one.runs == two.runs == RUNS
    assert (one.design == two.design).all()
    text = " ".join(part.note for part in example().brief().parts)
    assert "dashed line is a world with no control at all" in text
    assert "announced only" in text


def test_what_was_published_later_is_marked(shared_dir: Path) -> None:
    brief = of_article(shared_dir, OCTOBER)
    late = {card["id"] for card in brief["sources"] if card["published"] > str(OCTOBER)}
    assert late == {card["id"] for card in brief["sources"] if card["after_known_at"]}
    for finding in brief["findings"]:
        assert set(finding["later_sources"]) == late & set(finding["sources"]), finding["id"]
    # plants and prices: none that was first reported after the day
    for key, figure in brief["figures"].items():
        if key.startswith("capacity/"):
            assert figure["source"] not in late, key


def test_what_is_under_control_walks_to_flows() -> None:
    figures = example().brief().figures
    total = figures["exposure/with/rare-earths/touched"]
    assert len(total.parents) > 20
    assert sum(parent.number for parent in total.parents) == pytest.approx(total.number, rel=1e-4)
    flow = total.parents[0].parents[0]
    assert flow.id.startswith("network/rare-earths/")
    assert flow.parents


def of_text(text: str, on: date, importer: str = "USA") -> dict[str, Any]:
    as_of = AsOf(on, on)
    made = study.announcement(text.encode(), name="text", as_of=as_of, importer=importer, runs=12)
    return content(as_json.render(made.brief()))


def test_an_act_of_no_table_is_computed_as_told() -> None:
    text = (
        "Chile bans exports of lithium\n\n12 March 2026. Chile has banned exports of lithium "
        "with immediate effect, the mines ministry said on Thursday."
    )
    brief = of_text(text, date(2026, 3, 13), "KOR")
    law = [finding for finding in brief["findings"] if finding["section"] == "law"]
    assert any("document's words alone" in " ".join(f["caveats"]) for f in law)
    assert any(finding["section"] == "shortage" for finding in brief["findings"])
    notes = " ".join(part["note"] for part in brief["parts"])
    assert "Output at risk is not computed for South Korea" in notes


def test_every_mineral_of_one_act_is_computed() -> None:
    text = (
        "China to restrict exports of gallium and germanium\n\n3 July 2023. China said exports of gallium and "
        "germanium products will require a licence from 1 August 2023. Announcement No. 23 of 2023."
    )
    brief = of_text(text, date(2023, 7, 4), "JPN")
    told = " ".join(f["claim"] for f in brief["findings"] if f["section"] == "exposure")
    assert "gallium" in told
    assert "germanium" in told


def test_why_works_for_every_figure_of_the_brief(tmp_path: Path) -> None:
    brief = example().brief()
    why.remember(brief.figures, tmp_path)
    flat = why.find(next(iter(brief.figures)), brief=None, cache=tmp_path)
    assert flat
    everything = content((tmp_path / why.LAST).read_text(encoding="utf-8"))
    for key in brief.figures:
        below = [everything[name] for name, _ in why.below(key, everything)]
        leaves = [node for node in below if not node["parents"]]
        assert leaves, key
        assert all(node["source"] and node["at"] for node in leaves), key
        assert why.tree(key, everything)


def test_page_and_markdown_say_the_same_sentences() -> None:
    brief = example().brief()
    page, markdown = as_html.render(brief), as_markdown.render(brief)
    assert page.count("<h2") >= 8
    assert page.count('role="img"') == sum(len(part.charts) for part in brief.parts)
    for part in brief.parts:
        for chart in part.charts:
            assert chart.table.rows
            assert chart.alt
    for sentence in content(example_json())["lead"]:
        assert sentence in markdown


def of_article(shared_dir: Path, on: date) -> dict[str, Any]:
    data = (shared_dir / "examples" / "announcement.txt").read_bytes()
    made = study.announcement(data, name="announcement.txt", as_of=AsOf(on, on), runs=RUNS).brief()
    return content(as_json.render(made))


def test_the_reference_article_in_october_2025(shared_dir: Path) -> None:
    brief = of_article(shared_dir, OCTOBER)
    licensing = [e for e in brief["events"] if e["instrument"] == "export_licensing"]
    assert licensing[0]["extraterritorial"]
    assert licensing[0]["actors"][0]["jurisdiction"] == "CHN"
    assert "rare_earths" in {material["id"] for material in licensing[0]["materials"]}
    money = {m["value"]: e for e in brief["events"] for m in e["money"]}
    assert {250e6, 1e9} <= set(money)
    assert money[250e6] is not money[1e9]
    assert all(money[amount]["actors"][0]["jurisdiction"] == "USA" for amount in (250e6, 1e9))
    claims = {round(claim["value"], 6): claim for claim in brief["claims"]}
    assert {61, 90, 250e6, 1e9} <= set(claims)
    for value in (61, 90, 250e6, 1e9):
        assert claims[value]["verdict"]
        assert claims[value]["figures"], value
    no_61 = {
        entry["clause"]: entry["status"]
        for entry in brief["standing"]
        if entry["measure"] == "CN-2025-61"
    }
    assert no_61["1(1)"] == "announced"
    assert no_61["1(3)"] == "in_force"


def test_the_reference_article_a_year_later_shows_both_branches(shared_dir: Path) -> None:
    brief = of_article(shared_dir, NOW)
    entries = [entry for entry in brief["standing"] if entry["measure"] == "CN-2025-61"]
    assert {entry["status"] for entry in entries} == {"undetermined"}
    assert all(
        {branch["status"] for branch in e["branches"]} == {"suspended", "in_force"} for e in entries
    )
    assert "cannot be determined" in brief["lead"][0]
    titles = {chart["title"] for part in brief["parts"] for chart in part["charts"]}
    assert titles
    cases = {
        finding["claim"].split(":")[0]
        for finding in brief["findings"]
        if finding["section"] == "shortage"
    }
    assert {"With the measures in force", "With the measures suspended"} <= cases


def hostile() -> list[tuple[str, bytes]]:
    deep = b"<html><body>" + b"<div>" * 20_000 + b"China bans gallium exports" + b"</body></html>"
    return [
        ("deep html", deep),
        (
            "broken utf-8",
            "China restricts gallium exports \udcff".encode("utf-8", "surrogateescape"),
        ),
        ("another subject", b"The river rose by two metres and the fair was put off to Sunday."),
        (
            "markup",
            b"<script>alert(1)</script><p>{0} {{x}} China bans gallium exports <b>now</b></p>",
        ),
        ("marks", "\u202eChina\u202c restricts \u200bgallium exports".encode()),
    ]


@pytest.mark.parametrize(
    ("name", "data"), hostile(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_hostile_documents_end_in_a_brief_or_a_clear_error(name: str, data: bytes) -> None:
    try:
        made = study.announcement(data, name=name, as_of=AsOf(OCTOBER, OCTOBER), runs=4).brief()
    except MonaziteError as error:
        assert error.what and error.way_out  # noqa: PT017, PT018 - either outcome is right, silence is not
        return
    page = as_html.render(made)
    assert "<script" not in page
    assert json.loads(as_json.render(made))["lead"]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Any]:
    def call(*arguments: str, data: bytes = b"") -> Any:
        return CliRunner(
            env={"MONAZITE_CACHE": str(tmp_path / "cache"), "MONAZITE_TODAY": "2026-11-23"}
        ).invoke(program, list(arguments), input=data)

    return call


def test_an_article_without_an_event_is_no_error(run: Callable[..., Any]) -> None:
    done = run("brief", "-", data=b"The fair was put off to Sunday because the river rose.")
    assert done.exit_code == 0, done.output
    assert "No policy event" in done.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("brief", "no-such-file.txt"), "E923"),
        (("brief", "https://example.org/a"), "E922"),
        (("brief", "-", "--format", "md"), "E921"),
        (("brief", "-", "--for", "Chnia"), "E102"),
        (("brief", "-", "--on", "yesterday"), "E001"),
    ],
)
def test_bad_calls_say_what_and_the_way_out(
    run: Callable[..., Any], arguments: tuple[str, ...], code: str
) -> None:
    done = run(*arguments, data=b"China restricts the exports of fish.")
    assert isinstance(done.exception, MonaziteError)
    assert done.exception.code == code
    assert done.exception.way_out


def test_what_is_empty_or_no_text_is_refused(run: Callable[..., Any], tmp_path: Path) -> None:
    for name, data, code in [("empty", b"", "E801"), ("binary", bytes(range(256)) * 50, "E803")]:
        path = tmp_path / name
        path.write_bytes(data)
        done = run("brief", str(path))
        assert isinstance(done.exception, MonaziteError)
        assert done.exception.code == code

"""Published studies valued by one convention (§V20 to §V29); misses are listed, not hidden."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from monazite.errors import MonaziteError
from monazite.study.value import as_rows, compare_file, tax_rates
from monazite.value.case_fields import read_case
from monazite.value.cases import Compared, compare, price_slope, streams, terms, with_cash
from monazite.value.cashflow import value

WITHIN = {
    "nolans_2022",
    "nolans_2021",
    "phalaborwa_pea_2022",
    "carina_pea_2024b",
    "carina_pea_2024a",
    "kangankunde_s1_2024",
}
# Name: words of the reason its inputs give for the miss.
EXPLAINED = {
    "nolans_2019": "costs or a slower start that are not printed",
    "vara_mada_2026": "capital at once",
}
NEGATIVE = {"brook_mine_2025"}


@pytest.fixture(scope="module")
def path(shared_dir: Path) -> Path:
    return shared_dir / "reference/markets/npv_cases.json"


@pytest.fixture(scope="module")
def found(path: Path) -> dict[str, Compared]:
    return {entry.id: entry for entry in compare_file(path)}


def test_every_case_is_answered(path: Path, found: dict[str, Compared]) -> None:
    ids = [case["id"] for case in json.loads(path.read_text(encoding="utf-8"))["cases"]]
    assert list(found) == ids
    valued = {name for name, entry in found.items() if entry.npv is not None}
    assert valued == WITHIN | set(EXPLAINED) | NEGATIVE
    assert all("not enough" in found[name].note for name in set(ids) - valued)


@pytest.mark.parametrize("name", sorted(WITHIN))
def test_npv_within_fifteen_percent(found: dict[str, Compared], name: str) -> None:
    entry = found[name]
    assert entry.npv is not None
    assert entry.npv == pytest.approx(entry.published_npv, rel=0.15)
    assert entry.irr is not None
    assert entry.published_irr is not None
    assert abs(entry.irr - entry.published_irr) <= 0.03 or "IRR misses" in entry.note


@pytest.mark.parametrize("name", sorted(EXPLAINED))
def test_a_miss_is_explained_from_the_inputs(found: dict[str, Compared], name: str) -> None:
    assert EXPLAINED[name] in found[name].note


def test_the_negative_case_stays_negative(found: dict[str, Compared]) -> None:
    entry = found["brook_mine_2025"]
    assert entry.irr is not None
    assert entry.irr < 0.28  # 38 % is printed and does not follow from the printed inputs
    assert "cannot give the printed rate" in entry.note


def test_five_dollars_a_kilogram_move_nolans_2019_by_130_million(path: Path) -> None:
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    case = next(c for c in cases if c["id"] == "nolans_2019")
    slope = price_slope(case, 5, tonnes=4440, usd_per_unit=0.714, others=cases, rates=tax_rates())
    assert slope == pytest.approx(130, rel=0.20)


def test_rows_have_the_asked_form(path: Path) -> None:
    for row in as_rows(compare_file(path))["cases"]:
        assert {"id", "npv", "published_npv", "irr", "published_irr", "note"} <= set(row)


FORMS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"capex_maud": 100, "ebitda_maud": 30, "life_years": 10, "discount_rate": 0.08},
        {"npv_post_tax_maud": 50},
    ),
    (
        {
            "capex_musd": {"stage1": 60, "contingency": 40},
            "ebitda_total_musd": 300,
            "life_years": 10,
        },
        {"npv8_musd": 1},
    ),
    (
        {
            "capex_musd": 100,
            "revenue_musd_per_year": 50,
            "opex_musd": {"mining": 10, "plant": 10},
            "mine_life_years": 10,
        },
        {"npv8_post_tax_musd": 1, "irr_post_tax": 0.2},
    ),
    (
        {"capex_musd": 100, "revenue_total_musd": 500, "opex_musd_per_year": 20, "life_years": 10},
        {"npv8_musd": 1},
    ),
    (
        {
            "capex_musd": 100,
            "basket_usd_per_kg": 50,
            "opex_usd_per_kg": [15, 25],
            "output": {"REO_t": 1000},
            "life_years": 10,
            "discount_rate": 8,
        },
        {"npv_musd": 1},
    ),
    (
        {
            "capex_total_musd": 100,
            "contingency_musd": 20,
            "ebitda_musd": {"y1": 10, "from_2029": 30},
            "life_years": 10,
        },
        {"npv8_musd": 1},
    ),
]


@pytest.mark.parametrize(("inputs", "published"), FORMS)
def test_the_same_project_in_other_words_is_worth_the_same(
    inputs: dict[str, Any], published: dict[str, Any]
) -> None:
    currency = "AUD" if "capex_maud" in inputs else "USD"
    entry = {
        "id": "x",
        "project": "X",
        "currency": currency,
        "inputs": inputs | {"tax_rate": 0.3},
        "published": published,
    }
    plain = {
        "id": "x",
        "currency": currency,
        "inputs": {
            f"capex_m{currency.lower()}": 100,
            f"ebitda_m{currency.lower()}": 30,
            "life_years": 10,
            "tax_rate": 0.3,
            "discount_rate": 0.08,
            "revenue_musd": inputs.get("revenue_musd_per_year")
            or (50 if "opex_musd_per_year" in inputs or "basket_usd_per_kg" in inputs else None),
        },
        "published": {"npv_post_tax": 1},
    }
    assert compare(entry).npv == pytest.approx(compare(plain).npv)


def test_two_decks_give_two_values() -> None:
    entry = {
        "id": "two",
        "currency": "AUD",
        "inputs": {
            "life_years": 10,
            "capex_maud": 500,
            "ebitda_maud_per_year": {"base": 120, "incentive": 220},
            "discount_rate": 0.08,
            "tax_rate": 0.3,
        },
        "published": {
            "npv8_base_maud": 100,
            "npv8_incentive_maud": 500,
            "irr_base": 0.1,
            "irr_incentive": 0.3,
        },
    }
    found = compare(entry)
    assert (found.published_npv, found.published_irr) == (100, 0.1)
    assert [(d.published_npv, d.published_irr) for d in found.decks] == [(500, 0.3)]
    assert found.npv is not None
    assert found.decks[0].npv is not None
    assert found.decks[0].npv > found.npv


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"id": "a"},
        {"inputs": None},
        {"inputs": {"capex_musd": "a lot"}, "published": {"npv": "?"}},
        {"inputs": {"capex_musd": [1, "x"], "life_years": -3}},
        {"published": {"irr": 0.3}},
    ],
)
def test_a_case_with_little_says_what_is_missing(entry: dict[str, Any]) -> None:
    found = compare(entry)
    assert found.npv is None
    assert "not enough" in found.note


KEYS = [
    "capex_musd",
    "capex_total_musd",
    "ebitda_musd",
    "ebitda_musd_per_year",
    "revenue_musd",
    "opex_musd",
    "life_years",
    "discount_rate",
    "tax_rate",
    "sustaining_musd",
    "output",
    "basket_usd_per_kg",
    "opex_usd_per_kg",
    "ramp_up_years",
    "royalty",
    "fx_usd_per_aud",
    "construction_years",
    "fcf_musd_per_year",
]
VALUES = [
    None,
    "?",
    -3,
    0,
    0.3,
    40,
    1e6,
    [],
    [1, 2],
    ["x"],
    {},
    {"a": 5},
    {"y2028": 1, "from_2029": 9},
    True,
    "1.2.3-4",
    "..",
    "-",
    "1e5",
    "NaN",
    float("inf"),
    float("nan"),
    1e300,
]


def test_no_case_however_odd_breaks_the_reading() -> None:
    rng = np.random.default_rng(7)
    for _ in range(400):
        inputs = {key: VALUES[int(rng.integers(len(VALUES)))] for key in KEYS if rng.random() < 0.6}
        base = {"capex_musd": 100, "ebitda_musd": 30, "life_years": 10, "discount_rate": 0.08}
        mixed = (base | inputs) if rng.random() < 0.5 else (inputs | base)
        entry = {
            "id": "odd",
            "inputs": mixed,
            "published": {"npv8_musd": VALUES[int(rng.integers(len(VALUES)))]},
        }
        try:
            found = compare(entry, [entry])
        except MonaziteError:
            continue
        assert found.npv is None or np.isfinite(found.npv)
    assert compare({"inputs": [1], "published": 3}).npv is None


def test_other_studies_in_other_words_give_a_value_or_a_clear_note() -> None:
    """Sixteen further studies of other minerals, units and currencies: the convention was chosen on them."""
    found = compare_file(Path(__file__).parent / "npv_other_studies.json")
    assert len(found) == 16
    missing = {entry.id for entry in found if entry.npv is None}
    assert missing == {"kvanefjeld_2016", "wicheeda_pea_2021", "hemerdon_2023"}
    assert all("no EBITDA" in entry.note for entry in found if entry.id in missing)
    errors = [
        entry.npv / entry.published_npv - 1
        for entry in found
        if entry.npv is not None and entry.published_npv
    ]
    assert sum(abs(error) <= 0.15 for error in errors) >= 7
    assert abs(sorted(errors)[len(errors) // 2]) < 0.1  # no lean to one side
    for entry in found:
        if (
            entry.npv is not None
            and entry.published_npv
            and abs(entry.npv / entry.published_npv - 1) > 0.15
        ):
            assert "NPV misses" in entry.note


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"capex_usd": 3.0e8, "ebitda_musd_per_year": 80, "mine_life_years": 10}, 80.0),  # dollars, not millions
        ({"capex_musd": 300, "average_annual_ebitda_musd": 80, "lom_years": 10}, 80.0),
        ({"capex_musd": 300, "ebitda_lom_musd": 800, "life_of_mine": 10}, 80.0),
        (
            {"capex_musd": 300, "output": {"a_tpa": 1000, "b_tpa": 500}, "life_years": 10,
             "price": {"a_usd_per_t": 90_000, "b_usd_per_kg": 40}, "opex_usd_per_t_ore": 30, "throughput_mtpa": 1.0},
            80.0,
        ),
        (
            {"capex_musd": 300, "products": [{"output_kt": 10, "price_usd_per_lb": 5}], "life_years": 10,
             "opex_usd_per_t": 3023.1131},
            80.0,
        ),
        (
            {"capex_musd": 300, "throughput_tpd": 1000, "reserve_mt": 3.5, "revenue_per_year_musd": 100,
             "opex_musd_per_year": "about 17.5", "royalty_pct": 2.5},
            80.0,
        ),
    ],
)  # fmt: skip
def test_the_same_project_in_other_words(inputs: dict[str, object], expected: float) -> None:
    case = read_case(
        {"id": "x", "currency": "US$", "inputs": inputs | {"discount_rate": "8%"}}, [], {}
    )
    assert case.ebitda == pytest.approx(expected, rel=1e-3)
    assert case.capital == pytest.approx(300.0)
    assert case.life_years == pytest.approx(10.0)
    assert case.discount == pytest.approx(0.08)


def test_an_undiscounted_cash_flow_stands_for_the_ebitda_that_adds_up_to_it() -> None:
    case = with_cash(
        read_case(
            {"id": "x", "currency": "C$", "inputs": {"initial_capital_mcad": 100, "life_years": 10,
             "discount_rate": 0.1, "undiscounted_pre_tax_cash_flow_mcad": 300}}, [], {}
        )
    )  # fmt: skip
    assert case.currency == "CAD"
    assert case.ebitda is not None
    flow = value(streams(case, case.ebitda), terms(case, post_tax=False, discount=0.0))
    assert flow.free.sum() == pytest.approx(300.0, rel=1e-6)


def test_phases_and_a_tax_holiday_are_taken_as_printed() -> None:
    inputs = {
        "capex_stage1_musd": 40,
        "capex_stage2_musd": 30,
        "concentrate_tpa_stage1": 50_000,
        "concentrate_tpa_stage2": 100_000,
        "basket_price_usd_per_t": 1_500,
        "opex_usd_per_t": 500,
        "life_years": 10,
        "discount_rate": 0.1,
        "tax_rate": 30,
    }
    case = read_case({"id": "x", "currency": "USD", "inputs": inputs}, [], {})
    assert (case.capital, case.later_capital, case.tonnes, case.first_phase) == (
        40,
        30,
        100_000,
        0.5,
    )
    assert case.tax == 0.3
    made = streams(case, 100.0)
    assert made.revenue[1] < made.revenue[6] / 2  # ramping, and half the plant
    taxed = value(made, terms(case, post_tax=True, discount=0.1))
    free = value(made, terms(replace(case, tax_free_years=3.0), post_tax=True, discount=0.1))
    assert free.npv > taxed.npv
    assert free.taxed[1:4].sum() == 0
    assert free.taxed[4] > 0

"""Numbers and fields as studies print them: marks, words, units and lists (§V20 to §V22)."""

from typing import Any

import pytest

from monazite.value.cases import compare
from monazite.value.printed import number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A$1,250 million", 1250.0),
        ("US$1.2 billion", 1200.0),
        ("€867m", 867.0),
        ("1 250", 1250.0),
        ("1\u00a0250,5", 1250.5),
        ("1.250,5", 1250.5),
        ("16,850", 16850.0),
        ("456,000,000", 456e6),
        ("0,08", 0.08),
        ("8 %", 0.08),
        ("8.0% real, post-tax", 0.08),
        ("30 percent", 0.3),
        ("10 per cent", 0.1),
        ("8-10%", 0.09),
        ("20%-25%", 0.225),
        ("35 to 45", 40.0),
        ("$35 - $45", 40.0),
        ("20-year", 20.0),
        ("25 years", 25.0),
        ("about 690", 690.0),
        ("USD 140", 140.0),
        ("-12.5", -12.5),
        (".5", 0.5),
        ("1.2.3", None),
        ("1.2.3-4", None),
        ("12,34,5", None),
        ("2 phases", None),
        ("10 Mt", None),
        ("33 USD/kg", None),
        ("n/a", None),
        ("..", None),
        ("", None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_numbers_are_read_as_studies_print_them(text: Any, expected: float | None) -> None:
    assert number(text) == (None if expected is None else pytest.approx(expected))


def test_texts_in_fields_give_the_same_value_as_numbers() -> None:
    plain = {
        "capex_musd": 550,
        "ebitda_musd": 150,
        "life_years": 25,
        "discount_rate": 0.1,
        "tax_rate": 0.34,
        "construction_years": 1.5,
    }
    spoken = {
        "capex": "US$ 550 million",
        "annual_ebitda": "US$ 150 million",
        "mine_life": "25-year",
        "discount_rate_pct": "10",
        "corporate_tax_rate": "34 %",
        "construction_months": "18 months",
    }
    one, other = (
        compare({"id": "x", "currency": "USD", "inputs": inputs, "published": {}})
        for inputs in (plain, spoken)
    )
    assert one.npv is not None
    assert one.npv == pytest.approx(other.npv)


def test_products_in_a_list_are_all_counted_or_none_is() -> None:
    listed = [
        {"name": "NdPr oxide", "tpa": "2,000", "price_usd_per_kg": "80"},
        {"name": "Dy oxide", "kg_per_year": "40,000", "price_usd_per_kg": "350"},
        {"name": "antimony", "output": "500 t", "price_usd_per_t": "20,000"},
    ]
    base = {"capex_musd": 300, "life_years": 20, "opex_musd": 70, "discount_rate": 0.08}
    found = compare({"id": "x", "currency": "USD", "inputs": base | {"products": listed}})
    assert "revenue 184" in found.note  # 160 + 14 + 10
    listed[1]["kg_per_year"] = "see table"
    found = compare({"id": "x", "currency": "USD", "inputs": base | {"products": listed}})
    assert found.npv is None
    assert "Dy oxide has a price and no tonnes" in found.note


def test_no_case_lends_what_cannot_be() -> None:
    odd = {"id": "odd", "project": "L", "inputs": {"life_years": 1e9, "tax_rate": 900}}
    asked = {
        "id": "x",
        "project": "L",
        "inputs": {"capex_musd": 100, "ebitda_musd": 30, "discount_rate": 0.08},
    }
    found = compare(asked, [odd, asked])
    assert found.npv is None
    assert "no life" in found.note

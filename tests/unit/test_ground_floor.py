"""The ground floor: errors, dates, units, codes, provenance."""

from __future__ import annotations

import doctest
import importlib
import re
from datetime import date

import pytest

from monazite.codes import country, metal_per_oxide, mineral
from monazite.dates import Interval
from monazite.errors import DataError, UnknownCode
from monazite.provenance import Cited, Figure, derive, walk


@pytest.mark.parametrize(
    "module",
    ["dates", "units", "codes.countries", "codes.elements", "codes.minerals"],
)
def test_docstring_examples_run(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"monazite.{module}"))
    assert result.attempted > 0
    assert result.failed == 0


def test_oxide_factors_agree_with_the_collected_table() -> None:
    published = {"Nd": 0.8574, "Dy": 0.8713, "Tb": 0.8502, "Pr": 0.8277, "Sm": 0.8624, "Y": 0.7874}
    for symbol, factor in published.items():
        assert metal_per_oxide(symbol) == pytest.approx(factor, abs=1e-4)


def test_unknown_names_show_the_way_out() -> None:
    with pytest.raises(UnknownCode, match="E102") as error:
        country("Chnia")
    assert "CHN" in error.value.way_out
    with pytest.raises(UnknownCode, match="E104"):
        mineral("unobtainium")


def test_an_interval_is_half_open() -> None:
    days = Interval(date(2025, 10, 9), date(2025, 11, 7))
    assert date(2025, 11, 6) in days
    assert date(2025, 11, 7) not in days
    with pytest.raises(DataError, match="E002"):
        Interval(date(2025, 1, 2), date(2025, 1, 1))


def test_a_figure_without_a_parent_cannot_be_built() -> None:
    with pytest.raises(DataError, match="E020"):
        Figure("x", "x", 1.0, "t")


def test_walking_back_reaches_each_figure_once() -> None:
    leaf = Figure("a", "a", 2.0, "t", cited=Cited("usgs-mcs-2026", "row 1"))
    left = derive("b", "b", 4.0, "t", formula="2 a", parents=(leaf,))
    top = derive("c", "c", 6.0, "t", formula="a + b", parents=(leaf, left))
    assert [figure.id for _, figure in walk(top)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China, Hong Kong SAR", "HKG"),
        ("Hong Kong SAR, China", "HKG"),
        ("Rep. of Korea", "KOR"),
        ("Korea, Rep.", "KOR"),
        ("Dem. People's Rep. of Korea", "PRK"),
        ("Dem. Rep. of the Congo", "COD"),
        ("Congo, Rep.", "COG"),
        ("Turkiye", "TUR"),
        ("Areas, nes", "OTH"),
    ],
)
def test_countries_as_comtrade_and_the_world_bank_print_them(text: str, code: str) -> None:
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "wanted"), [("CHI", ("CHN", "CHL")), ("Germny", ("DEU",)), ("WLD", ("total",))]
)
def test_hints_name_each_country_once(text: str, wanted: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCode) as caught:
        country(text)
    hint = caught.value.way_out
    assert all(word in hint for word in wanted)
    codes = re.findall(r"\(([A-Z]{3})\)", hint)
    assert len(set(codes)) == len(codes)

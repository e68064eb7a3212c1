"""Event files in every form the schema allows (§M50)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monazite.errors import DataError
from monazite.study.events import parse, read, shipped, span

FULL = {
    "id": "co-2025",
    "restrictor": "COD",
    "targets": ["all"],
    "materials": ["Co"],
    "measures": [
        {
            "known": "2025-02-22",
            "effective": "2025-02-22",
            "ended": "2025-10-16",
            "kind": "suspension of exports",
            "scope": "all cobalt",
        },
        {"known": "2025-09-21", "effective": "2025-10-16", "kind": "quota", "depth": 0.5},
    ],
    "series": [
        {
            "series": "cobalt metal price",
            "market": "Europe",
            "unit": "USD/lb",
            "base_period": "2025-02",
            "points": [
                {"date": "2025-02", "value": 10.0, "reliability": "secondary"},
                {"date": "2025-03-31", "value": [15.0, 17.0]},
                {"period": "2025-Q4", "value": 24.0},
            ],
        },
        {
            "series": "exports",
            "unit": "t",
            "base": {"period": "2024", "value": 18000},
            "points": [{"period": "2025-04..2025-06", "value": 0}],
        },
    ],
}


def test_a_file_in_the_loose_form() -> None:
    event = parse({"events": [FULL]}, "x")[0]
    assert event.materials == ("cobalt",)
    assert [act.kind for act in event.acts] == ["ban", "quota"]
    assert event.known == date(2025, 2, 22)
    price, volume = event.series
    assert (price.kind, price.market, price.material) == ("price", "outside", "cobalt")
    assert [p.value for p in price.points] == [16.0, 24.0]
    assert volume.kind == "exports"
    assert volume.base.value == 18000


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", (2024, 1, 1), (2025, 1, 1)),
        ("2011-Q4", (2011, 10, 1), (2012, 1, 1)),
        ("2025-12", (2025, 12, 1), (2026, 1, 1)),
        ("2025-04-04", (2025, 4, 4), (2025, 4, 5)),
        ("2025-01..2025-07", (2025, 1, 1), (2025, 8, 1)),
    ],
)
def test_periods(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    found = span(text, "x")
    assert (found.start, found.end) == (date(*start), date(*end))


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-Q5", "2025-02-30"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(DataError, match="E850"):
        span(text, "x")


def test_all_problems_of_a_file_at_once(tmp_path: Path) -> None:
    bad = {"id": "x", "restrictor": "CHN", "materials": ["Ga"], "measures": [{}], "series": [{}]}
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(bad))
    with pytest.raises(ExceptionGroup) as caught:
        read(path)
    assert len(caught.value.exceptions) >= 4
    assert all("E852" in str(error) for error in caught.value.exceptions)


def test_a_series_needs_its_base() -> None:
    lost = json.loads(json.dumps(FULL))
    lost["series"][0]["base_period"] = "2024"
    with pytest.raises(DataError, match="E851"):
        parse(lost, "x")


def test_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("a: [")
    with pytest.raises(DataError, match="E853"):
        read(path)


def test_the_shipped_events() -> None:
    events = {event.id: event for event in shipped()}
    assert {e.id for e in events.values() if e.role == "fit"} == {
        "ree-2010",
        "gage-2023",
        "sb-2024",
    }
    assert {e.id for e in events.values() if e.role == "judge"} == {"ree-2025", "graphite-2023"}
    assert events["graphite-2023"].negative_control


def test_other_names_and_a_flat_list_of_points() -> None:
    flat = {
        "id": "x",
        "restrictor": "CHN",
        "materials": "Bi",
        "measures": [{"day_known": "2025-02-04", "day_effective": "2025-02-04", "kind": "licence"}],
        "observed": [
            {
                "series": "bismuth price",
                "market": "Rotterdam",
                "unit": "USD/lb",
                "base": "2025-01",
                "date": d,
                "value": v,
            }
            for d, v in (("2025-01", 6.0), ("2025-03", 40.0), ("2025-04", 50.0))
        ],
    }
    event = parse(flat, "x")[0]
    assert event.known == date(2025, 2, 4)
    assert len(event.series) == 1
    assert [p.value for p in event.series[0].points] == [40.0, 50.0]
    assert event.series[0].base.value == 6.0


def _one(**changes: object) -> dict[str, object]:
    raw = {
        "id": "x",
        "restrictor": "Indonesia",
        "targets": ["USA"],
        "materials": ["nickel ore"],
        "measures": [{"type": "export ban", "date_effective": "2020-01-01"}],
        "series": [
            {
                "series": "price",
                "market": "LME",
                "unit": "USD/t",
                "points": [
                    {"date": "2019-08", "value": 15700},
                    {"date": "2019-12", "value": 14000},
                ],
            }
        ],
    }
    return raw | changes


def test_countries_and_materials_by_name_and_targets_of_the_event() -> None:
    found = parse(_one(), "x")[0]
    assert found.restrictor == "IDN"
    assert found.materials == ("nickel",)
    assert found.acts[0].destinations == ("USA",)
    assert found.acts[0].kind == "ban"
    assert parse(_one(targets=["USA", "ROW"]), "x")[0].acts[0].destinations == ()


@pytest.mark.parametrize(
    ("market", "restrictor", "expected"),
    [
        ("China domestic", "CHN", "home"),
        ("China domestic", "COD", "outside"),
        ("SMM", "CHN", "home"),
        ("FOB China", "CHN", "export"),
        ("Rotterdam", "CHN", "outside"),
        ("US import unit value", "CHN", "volume"),
        ("home", "IDN", "home"),
    ],
)
def test_home_is_the_market_of_the_restrictor(market: str, restrictor: str, expected: str) -> None:
    raw = _one(restrictor=restrictor)
    raw["series"][0]["market"] = market  # type: ignore[index]
    assert parse(raw, "x")[0].series[0].market == expected


def test_what_is_no_price_or_trade_is_left_out_by_name() -> None:
    raw = _one()
    points = [{"date": "2019-12", "value": 1.0}, {"date": "2020-02", "value": 2.0}]
    raw["series"] += [  # type: ignore[operator]
        {"series": "LME stocks", "unit": "t", "points": points},
        {"series": "share of market", "unit": "pct", "points": points},
    ]
    found = parse(raw, "x")[0]
    assert [s.id for s in found.series] == ["price"]
    assert [name for name, _ in found.left_out] == ["LME stocks", "share of market"]


def test_a_file_with_nothing_to_judge_says_why() -> None:
    raw = _one(series=[{"series": "stocks", "unit": "t", "points": [{"date": "2019", "value": 1}]}])
    with pytest.raises(DataError, match="no series can be judged"):
        parse(raw, "x")


def test_volumes_of_a_year_and_of_a_month_are_compared_by_month() -> None:
    series = {"series": "exports", "unit": "t", "base": {"period": "2019", "value": 1200}}
    points = [
        {"date": "2020-01", "value": 50},
        {"date": "2020-Q1", "value": 60},
        {"date": "2020", "value": 600},
    ]
    found = parse(_one(series=[series | {"points": points}]), "x")[0].series[0]
    ratios = {p.period: found.ratio(p) for p in found.points}
    assert ratios == pytest.approx({"2020-01": 0.5, "2020-Q1": 0.2, "2020": 0.5})
    rate = parse(_one(series=[series | {"unit": "t/month", "points": points}]), "x")[0].series[0]
    assert [p.per for p in rate.points] == [1.0, 1.0, 1.0]


def test_all_wrong_periods_of_an_event_at_once() -> None:
    raw = _one()
    raw["measures"][0]["known"] = "soon"  # type: ignore[index]
    raw["series"][0]["points"][1]["date"] = "2025-13"  # type: ignore[index]
    with pytest.raises(ExceptionGroup) as caught:
        parse(raw, "x")
    assert ["E850" in str(error) for error in caught.value.exceptions] == [True, True]


def test_every_point_of_a_shipped_event_has_a_source() -> None:
    from monazite import catalog

    known = {card.id for card in catalog.sources().values()}
    for where, raw in catalog.documents("events"):
        for series in raw["series"]:
            for point in series["points"]:
                assert (point.get("source") or series["source"]) in known, (where, series["id"])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"restrictor": "ZZZ"}, "'ZZZ' is no country"),
        ({"measures": [FULL["measures"][1] | {"kind": "frobnicate"}]}, "names no kind"),  # type: ignore[operator,index]
        ({"measures": [FULL["measures"][1] | {"ended": "2025-01-01"}]}, "before it is known"),  # type: ignore[operator,index]
        (
            {
                "series": [
                    {
                        "series": "price",
                        "unit": "index",
                        "base": {"period": "2025-01", "value": 100},
                        "points": [{"period": "2025-02", "value": -5}],
                    }
                ]
            },
            "has a value of -5",
        ),
    ],
)
def test_what_would_be_read_wrongly_is_refused(change: dict[str, object], what: str) -> None:
    with pytest.raises(DataError, match=what) as caught:
        parse(FULL | change, "event")
    assert caught.value.code == "E851"


def test_a_measure_withdrawn_before_its_first_day_is_none() -> None:
    act = {
        "kind": "licence",
        "known": "2025-10-09",
        "effective": "2025-12-01",
        "ended": "2025-11-10",
    }
    (found,) = parse(FULL | {"measures": [act]}, "event")
    assert found.acts[0].ended == date(2025, 11, 10)


TWO = [{"date": "2019-12", "value": 100.0}, {"date": "2020-02", "value": 200.0}]


@pytest.mark.parametrize(
    ("said", "unit", "why"),
    [
        ("price", "zorkmids/bushel", "not known"),
        ("price", "USD/furlong", "the amount in"),
        ("price", "% change", "a change, not a level"),
        ("price", "pct", "a change, not a level"),
        ("exports", "USD million", "neither a price nor a volume"),
        ("exports", "shiploads", "neither a price nor a volume"),
    ],
)
def test_a_unit_that_is_not_known_is_not_judged(said: str, unit: str, why: str) -> None:
    raw = _one()
    raw["series"] += [{"series": said, "id": "odd", "unit": unit, "points": TWO}]  # type: ignore[operator]
    ((name, reason),) = parse(raw, "x")[0].left_out
    assert name == "odd"
    assert why in reason


@pytest.mark.parametrize(
    "unit",
    "USD/kg;US$/t;USD_per_kg;USc/lb;cents/lb;yuan per tonne;RMB/mt;USD/mtu WO3;EUR/kg Ge;USD/dmtu;USD/flask;CNY/10 kg;"
    "KZT/t;USD per metric ton unit;index;2019=100;% of 2019;USD/t LCE;INR/kg;$/troy ounce;kUSD/t;USD".split(
        ";"
    ),
)
def test_units_of_price(unit: str) -> None:
    raw = _one()
    raw["series"] = [{"series": "price", "market": "LME", "unit": unit, "points": TWO}]
    assert [s.kind for s in parse(raw, "x")[0].series] == ["price"]


def test_what_is_no_mineral_is_not_judged_unless_its_market_is_given() -> None:
    raw = _one()
    raw["series"] += [  # type: ignore[operator]
        {"id": "u", "series": "price", "material": "unobtainium", "unit": "USD/t", "points": TWO}
    ]
    ((name, why),) = parse(raw, "x")[0].left_out
    assert name == "u"
    assert "'unobtainium' is no mineral known here" in why
    given = raw | {"market": [{"material": "unobtainium", "restrictor_share": 0.5}]}
    assert len(parse(given, "x")[0].series) == 2
    for name in ("unobtainium", "kryptonite", "timber"):
        with pytest.raises(DataError, match=f"{name}' is no mineral"):
            parse(_one(materials=[name]), "x")


@pytest.mark.parametrize(
    "name",
    "ferrochrome;tin;bauxite;copper concentrate;phosphate rock;manganese ore;chromite;NdFeB magnets;spherical graphite;"
    "uranium;potash;silicon metal;titanium;helium;platinum;palladium;iron ore;gold;mercury;ferro-vanadium;"
    "lithium carbonate;Dy;zinc;tantalum;niobium;beryllium;barite;rare earths;heavy rare earths;"
    "samarium-cobalt magnets;lead;coal;zirconium".split(";"),
)
def test_minerals_without_a_network_are_known(name: str) -> None:
    assert parse(_one(materials=[name]), "x")[0].series


def test_a_word_of_reliability_that_is_none_is_said() -> None:
    raw = _one()
    raw["series"][0]["points"][1]["reliability"] = "hearsay"  # type: ignore[index]
    (remark,) = parse(raw, "x")[0].remarks
    assert "2019-12: reliability 'hearsay' is none of" in remark
    raw["series"][0]["points"][1]["reliability"] = "memory, unverified"  # type: ignore[index]
    assert not parse(raw, "x")[0].remarks


def test_a_measure_that_names_an_unknown_material_is_told() -> None:
    raw = _one()
    raw["measures"][0]["materials"] = ["dysprosiom"]  # type: ignore[index]
    (remark,) = parse(raw, "x")[0].remarks
    assert "'dysprosiom' is no mineral known here" in remark
    raw["measures"][0]["materials"] = ["dysprosium"]  # type: ignore[index]
    assert not parse(raw, "x")[0].remarks

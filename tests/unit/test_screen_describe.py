"""Descriptions in three languages to concepts and properties (§X40 to §X46)."""

from __future__ import annotations

import pytest

from monazite.exposure import lexicon
from monazite.exposure.describe import describe


@pytest.mark.parametrize(
    ("text", "holds", "lacks"),
    [
        ("Rotor magnet", "form:magnet", "form:assembly"),
        ("Magnet rotor", "form:assembly", "form:magnet"),
        ("Magnetrotor", "form:assembly", "form:magnet"),
        ("Rotormagnet", "form:magnet", "form:assembly"),
        ("EV motor with Dy-NdFeB magnet", "form:assembly", "form:magnet"),
        ("magnets for test equipment", "form:magnet", "form:equipment"),
        ("电机磁铁", "form:magnet", "form:assembly"),
        ("Dy-NdFeB magnet made in Germany, PRC dysprosium metal", "form:magnet", "form:metal"),
        ("Elektromagnet 24 V", "", "form:magnet"),
        ("Magnetventil", "", "form:magnet"),
        ("Phosphor bronze strip", "", "form:phosphor"),
        ("Nickel-plated screw", "", "el:Ni"),
        ("ytterbium oxide", "el:Yb", "el:Tb"),
        ("Terbiumoxid", "form:oxide el:Tb", "el:Er"),
        ("氧化镝", "form:oxide el:Dy", ""),
        ("镝铁合金", "form:alloy el:Dy el:Fe", "form:metal"),
        ("DyFe", "form:alloy el:Dy el:Fe", ""),
        ("Dy2O3 powder", "form:oxide form:powder el:Dy", ""),
        ("dysprosium", "form:metal el:Dy", ""),
        ("Samarium-Kobalt-Magnet", "fam:SmCo form:magnet el:Sm", ""),
        ("GaAs wafer", "sub:GaAs", "el:As"),
        ("INP connector", "", "sub:InP"),
        ("Sensor In 5 V", "", "el:In"),
        ("wire 18 Ga", "", "el:Ga"),
        ("PCB, USB, PVC", "", "el:C"),
        ("natural flake graphite", "sub:natural-graphite", "sub:artificial-graphite"),
        ("know-how for magnet making", "form:technology sub:magnet-making", ""),
    ],
)
def test_a_description_names_what_the_thing_is(text: str, holds: str, lacks: str) -> None:
    concepts = describe(text).concepts
    assert set(holds.split()) <= concepts
    assert not set(lacks.split()) & concepts


@pytest.mark.parametrize(
    "text",
    [
        "NdFeB magnet, no Dy, Tb",
        "NdFeB magnet without dysprosium or terbium",
        "钕铁硼磁铁 不含重稀土",
    ],
)
def test_what_is_denied_is_not_open(text: str) -> None:
    traits = describe(text)
    assert {"el:Dy", "el:Tb"} <= traits.absent
    assert not {"el:Dy", "el:Tb"} & (traits.open | traits.concepts)


def test_a_plain_magnet_leaves_family_and_elements_open() -> None:
    assert {"fam:NdFeB", "fam:SmCo", "el:Dy", "el:Tb"} <= describe("magnet").open
    assert describe("NdFeB magnet N42").open >= {"el:Dy", "el:Tb"}
    assert not describe("ferrite magnet").open


def test_a_full_composition_closes_what_is_open() -> None:
    full = describe("NdFeB magnet", composition=(("Nd", 0.3), ("Fe", 0.68), ("B", 0.01)))
    assert "el:Dy" in full.absent
    part = describe("NdFeB magnet", composition=(("Nd", 0.3),))
    assert "el:Dy" in part.open
    zero = describe("NdFeB magnet", composition=(("Dy", 0.0), ("Tb", 0.001)))
    assert "el:Dy" in zero.absent
    assert "el:Tb" in zero.concepts


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("antimony trioxide 99.98%", "purity_pct", 99.98),
        ("thulium metal 3N", "purity_pct", 99.9),
        ("gallium 6N5", "purity_pct", 99.99995),
        ("NdFeB, Tb 0.11%", "tb_wt_pct", 0.11),
        ("tungsten, 97% W", "w_wt_pct", 97.0),
        ("氧化镝 99.9%", "purity_pct", 99.9),
        ("LFP cathode 2.5 g/cm3, 150 mAh/g", "capacity_mah_g", 150.0),
        ("diamond micropowder 50 µm", "particle_um", 50.0),
        ("artificial graphite 35 MPa", "flexural_strength_mpa", 35.0),
        ("tungsten block 120x120x50 mm", "side_3_mm", 50.0),
        ("tungsten tube ID 65, wall 25", "shape", "tube"),
    ],
)
def test_properties_are_read_with_their_meaning(text: str, name: str, value: object) -> None:
    assert describe(text).properties[name] == value


def test_declared_facts_win_over_the_text() -> None:
    assert (
        describe("antimony oxide 99.9%", facts={"purity_pct": 99.995}).properties["purity_pct"]
        == 99.995
    )


def test_a_bare_part_number_describes_nothing() -> None:
    assert not describe("4711-0815").described
    assert describe("Hex screw M4").described


def test_no_term_hides_behind_another() -> None:
    for term in lexicon.terms():
        met = lexicon.find(term.text)
        assert met, term.text
        assert met[0].term.text == term.text, term.text

"""Which materials an act is on, weighed by where and beside which words they stand (§R19a)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Document, Reading, goods, read
from monazite.reading.goods import FILE, candidates, settled, signs
from monazite.reading.scan import scan
from monazite.reading.weights import weights

ON = date(2024, 5, 6)


def reading(title: str, text: str) -> Reading:
    return read(Document(title, ON, text, "d"))


def main(found: Reading) -> set[str]:
    return {m.value for e in found.events if e.role == "main" for m in e.materials}


def test_a_metal_beside_the_act_is_not_its_material() -> None:
    found = reading(
        "Peru bans exports of tin ore",
        "Peru on Monday banned exports of tin ore with effect from June 1, the mines ministry said. "
        "The ministry has no plans for copper, its largest export. Zinc fell 2% in London.",
    )
    assert main(found) == {"tin"}


def test_a_list_after_the_act_is_what_it_is_on() -> None:
    found = reading(
        "China puts three metals under export licensing",
        "China will require export licences for three metals from June 1, the commerce ministry said on Monday. "
        "The metals covered are tungsten, bismuth and indium. Exporters must apply for a permit.",
    )
    assert main(found) == {"tungsten", "bismuth", "indium"}


def test_a_material_of_a_sentence_that_points_back_is_kept() -> None:
    found = reading(
        "China tightens rare earth export controls",
        "China on Monday tightened its export controls on rare earths. With these export restrictions, buyers face a "
        "lack of materials such as yttrium and europium.",
    )
    assert {"rare_earths", "yttrium", "europium"} <= main(found)


def test_an_act_keeps_at_least_one_material(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Peru on Monday banned exports of tin ore and zinc ore."
    scanned, acts = scan(Document("", ON, text, "d")), reading("", text).events
    monkeypatch.setattr(goods, "UNLIKELY", 1.1)  # no material is likely enough
    assert settled(scanned, acts) == acts
    named = {m.value for m in acts[0].materials}
    assert named == {"tin", "zinc"}


@pytest.mark.parametrize("text", ["没有", "Nothing of the kind."])
def test_without_acts_nothing_is_settled(text: str) -> None:
    assert settled(scan(Document("", ON, text, "d")), ()) == ()


def test_the_chance_is_one_and_the_same_for_any_material_told_alike() -> None:
    def chance(text: str, name: str) -> float:
        scanned = scan(Document("", ON, text, "d"))
        named = candidates(scanned)
        acts = reading("", text).events
        return weights(FILE).chances(signs(name, named[name], named, acts))["main"]

    tin = chance("Peru on Monday banned exports of tin ore.", "tin")
    zinc = chance("Peru on Monday banned exports of zinc ore.", "zinc")
    assert tin == zinc > 0.5


def test_a_product_named_by_its_elements_is_both() -> None:
    found = reading(
        "MP Materials and the Pentagon sign a price floor for NdPr",
        "The Department of Defense on Monday guaranteed MP Materials a floor price of $110 per kilogram for NdPr. "
        "The company digs rare earths in California.",
    )
    assert {"neodymium", "praseodymium", "rare_earths"} <= main(found)

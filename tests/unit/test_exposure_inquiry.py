"""The door for inquiries and what is read from their words (§X1, §X7, §X8)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from monazite import catalog
from monazite.errors import DataError
from monazite.exposure.inquiry import Inquiry, inquiry
from monazite.exposure.logic import leaves
from monazite.study.law import decide, first_change

KNOWN = date(2026, 11, 23)


def ask(**facts: Any) -> Inquiry:
    base = {"product": "Dy-NdFeB magnet", "made_in": "CN", "exporter_in": "CN", "destination": "DE"}
    return inquiry({**base, "date": "2025-12-01", **facts})


def test_the_schema_that_ships_is_that_of_the_form() -> None:
    shipped = json.loads(catalog.text("law", "inquiry.schema.json"))
    assert shipped["properties"] == Inquiry.model_json_schema()["properties"]


def test_a_wrong_inquiry_names_every_field() -> None:
    with pytest.raises(DataError, match=r"E330.*") as found:
        inquiry({"product": "", "date": "soon", "value_share": 2})
    assert all(name in found.value.why for name in ("product", "date", "value_share"))


def test_the_explanation_shows_value_limit_and_citation() -> None:
    answer = decide(ask(), known_at=KNOWN)
    assert answer.outcome == "required"
    assert answer.authority == "MOFCOM"
    seen = {leaf.fact: leaf.seen for leaf in leaves(answer.tree[0])}
    assert seen["exporter_in"] == "CHN"
    assert answer.tree[0].cited is not None
    assert answer.tree[0].cited.source == "mofcom-2025-18"


def test_a_missing_composition_is_the_one_question() -> None:
    answer = decide(ask(product="sintered NdFeB magnet", supplier="Magnet Works"), known_at=KNOWN)
    assert answer.outcome == "undetermined"
    assert [(q.fact, q.holder, q.alone) for q in answer.questions] == [
        ("composition", "Magnet Works", True)
    ]


def test_what_nobody_stated_is_shown_as_assumed() -> None:
    answer = decide(ask(product="gallium metal", destination="US"), known_at=KNOWN)
    assert "military_user" in dict(answer.assumed)


def test_a_reading_that_decides_is_named() -> None:
    form = ask(
        made_in="CN", exporter_in="DE", destination="US", product="SmCo magnet", date="2026-11-10"
    )
    assert decide(form, known_at=KNOWN).depends_on == (("end_date_inclusive", "True"),)


def test_the_first_day_the_answer_changes() -> None:
    change = first_change(ask(product="holmium oxide", date="2026-06-01"), known_at=KNOWN)
    assert change is not None
    assert change[0] == date(2026, 11, 11)
    assert change[1].outcome == "undetermined"


def test_as_known_then_the_suspension_was_not_foreseen() -> None:
    form = ask(product="holmium oxide", date="2025-11-20")
    assert decide(form, known_at=date(2025, 10, 20)).outcome == "required"
    assert decide(form, known_at=date(2025, 11, 7)).outcome == "not_required"


@pytest.mark.parametrize(
    ("product", "outcome"),
    [
        ("NdFeB magnet made in Japan from Chinese oxide, DoD contract", "permitted_procurement"),
        ("NdFeB magnet from alloy melted in China, DoD contract", "excluded_from_procurement"),
        ("NdFeB magnet, DoD contract", "undetermined"),
    ],
)
def test_steps_of_manufacture_are_read_from_the_words(product: str, outcome: str) -> None:
    form = ask(product=product, made_in="JP", exporter_in="JP", destination="US", date="2026-06-30")
    assert decide(form, known_at=KNOWN).outcome == outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"us_controlled_value": 26, "product_value": 100}, "undetermined"),
        ({"us_content_pct": 25}, "not_required"),
        ({"us_controlled_share": 0.2501}, "undetermined"),
    ],
)
def test_us_content_is_read_in_any_form(facts: dict[str, Any], outcome: str) -> None:
    form = ask(product="machine", made_in="DE", exporter_in="DE", destination="IN", **facts)
    assert decide(form, known_at=KNOWN).outcome == outcome


def test_a_vague_destination_is_not_known() -> None:
    answer = decide(ask(product="gallium metal", destination="any third country"), known_at=KNOWN)
    assert answer.outcome == "required"

"""What a percentage measures by the words beside it: where they overrule the patterns and where not (§R29b)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Document, read
from monazite.reading.beside import overruled, signs
from monazite.reading.binding import Around, around
from monazite.reading.scan import scan
from monazite.reading.weights import Weights, weights


def number(text: str) -> Around:
    sentence = scan(Document("", date(2024, 5, 6), text)).sentences[0]
    return around(sentence, next(a for a in sentence.amounts if a.kind == "percent"))


def shares(text: str) -> list[tuple[str, str, float | None]]:
    told = "Peru on Monday banned exports of tin ore, the mines ministry said. " + text
    claims = read(Document("Peru bans tin ore exports", date(2024, 5, 6), told, "d")).claims
    return [(c.claim_type, c.material, c.value) for c in claims if c.unit == "%"]


def test_names_beside_a_number_count_by_their_kind() -> None:
    one = signs(number("Chile digs 24% of the lithium of the world."))
    other = signs(number("Niger digs 4% of the uranium of the world."))
    assert one == other
    assert {"b0:digs", "a:<material> of", "s:<place>"} <= set(one)


@pytest.mark.parametrize(
    "text",
    [
        "In return Japan will receive up to 65% of the tin made from ore dug at San Rafael.",
        "Recycled material should make up 20% of tin supply.",
        "Peru consumes half of the world's tin.",
    ],
)
def test_what_only_looks_like_a_share_is_none(text: str) -> None:
    assert not [c for c in shares(text) if c[0].endswith("_share")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru shipped 20,000 tonnes of tin to China last year, 12% of Chinese imports.", "import_share"),
        ("Peru mines 9% of the world's tin.", "production_share"),
        ("China smelts 50% of the world's tin.", "processing_share"),
        ("The United States relies on imports for 76% of its tin.", "import_reliance"),
    ],
)  # fmt: skip
def test_shares_stay_shares(text: str, kind: str) -> None:
    assert [c[:2] for c in shares(text)] == [(kind, "tin")]


def test_unknown_words_leave_the_answer() -> None:
    assert overruled(number("Qwxz 5% vbnm."), "production_share") is None


def test_chances_are_such_and_do_not_depend_on_the_size_of_all_terms() -> None:
    held = weights("number_words.json")
    found = signs(number("Chile digs 24% of the lithium of the world."))
    assert sum(held.shares(found).values()) == pytest.approx(1.0)
    assert held.chances({t: 7.0 * s for t, s in found.items()}) == pytest.approx(
        held.chances(found)
    )


def test_unknown_terms_leave_the_constant() -> None:
    held = Weights({"yes": 0.0}, {"known": {"yes": 3.0}})
    assert held.chances({"strange": 1.0}) == {"yes": 0.5}
    assert held.chances({"known": 1.0})["yes"] > 0.9

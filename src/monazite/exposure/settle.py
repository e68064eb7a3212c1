"""What would settle an open answer: the smallest set of missing facts, and who holds each (§X8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from monazite.exposure.facts import Facts
from monazite.exposure.logic import MET, NOT_MET, OPEN, Node, Verdict, deciding

_MOST = 8
_LARGEST = 3

# fact: (who holds it, question)
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "exporter_in": ("exporter", "From which country is the item exported?"),
    "destination": ("exporter", "Which country is the final destination?"),
    "made_in": ("supplier", "In which country was the item made?"),
    "prc_origin": ("supplier", "Is the item, or what it was made from, of Chinese origin?"),
    "composition": (
        "supplier",
        "Which controlled elements does the item contain (Sm, Gd, Tb, Dy, Lu, Sc, Y ...), and how much?",
    ),
    "item": ("supplier", "What exactly is the item: material, form, composition?"),
    "part1_share": (
        "supplier",
        "What is the value of the Chinese-origin Part 1 items in it, as a share of the item's value?",
    ),
    "us_controlled_share": (
        "supplier",
        "What is the value of controlled US-origin content, as a share of the item's value?",
    ),
    "prc_technology": (
        "supplier",
        "Was it made with Chinese technology for mining, separation, smelting, magnet making or recycling?",
    ),
    "technology_origin": ("supplier", "Where does the technology come from?"),
    "end_user": ("customer", "Who is the end user, and who owns at least half of it?"),
    "military_user": ("customer", "Is the end user a military user?"),
    "military_use": ("customer", "Is the end use military?"),
    "end_user_owned_by_listed": ("customer", "Which share of the end user do listed parties hold?"),
    "logic_nm": ("customer", "Is it for logic chips, and at which node?"),
    "memory_layers": ("customer", "Is it for memory chips, and with how many layers?"),
    "missile_use": ("customer", "Is it for making missile components?"),
    "state_trader": ("exporter", "Is the exporter on the state-trading list of the year?"),
    "mined_in": ("supplier", "In which country was the material mined?"),
    "refined_in": ("supplier", "In which country was it refined?"),
    "separated_in": ("supplier", "In which country was it separated?"),
    "melted_in": ("supplier", "In which country was the alloy melted?"),
    "produced_in": ("supplier", "In which country was the magnet, metal or powder produced?"),
    "purity_pct": ("supplier", "What is the purity in percent?"),
    "particle_um": ("supplier", "What is the mean particle size in micrometres?"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One missing fact.

    Attributes:
        holder: Who holds it: `supplier` (with the name where it is known), `customer`, `exporter`.
        alone: An answer to this question alone settles the matter, whatever it is.
    """

    fact: str
    holder: str
    text: str
    alone: bool = False


def _question(fact: str, facts: Facts, *, alone: bool) -> Question:
    words = fact.replace("_", " ")
    holder, text = QUESTIONS.get(fact, ("supplier", f"What is the {words} of the item?"))
    name = facts.supplier if holder == "supplier" and facts.supplier else holder
    return Question(fact, name, text, alone)


def ask(
    open_nodes: tuple[Node, ...], facts: Facts, decide: Callable[[Mapping[str, Verdict]], str]
) -> tuple[Question, ...]:
    """The smallest set of facts whose answers settle the outcome; all open facts where no small set does.

    Args:
        open_nodes: Trees that are open.
        facts: The transaction.
        decide: The outcome under supposed verdicts.

    Spec: §X8.
    """
    names = list(
        dict.fromkeys(
            leaf.fact
            for node in open_nodes
            for leaf in deciding(node)
            if leaf.verdict is OPEN and leaf.fact
        )
    )[:_MOST]
    for size in range(1, min(_LARGEST, len(names)) + 1):
        for chosen in combinations(names, size):
            if _settles(chosen, decide):
                return tuple(_question(name, facts, alone=size == 1) for name in chosen)
    return tuple(_question(name, facts, alone=False) for name in names)


def _settles(names: tuple[str, ...], decide: Callable[[Mapping[str, Verdict]], str]) -> bool:
    for verdicts in product((MET, NOT_MET), repeat=len(names)):
        if decide(dict(zip(names, verdicts, strict=True))) == "undetermined":
            return False
    return True

"""The rules that tell an act and what it does, read from reference/reading/acts.yaml (§R15, §R16)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monazite import catalog
from monazite.reading.cues import Cue
from monazite.reading.letters import letters

_AROUND = ".,;:!?()\"'’”“"  # marks around a word


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of reference/reading/acts.yaml."""

    name: str
    instrument: str
    pattern: Cue
    needs: Cue | None
    without: Cue | None
    action: str
    status: str = ""
    stems: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()
    background: bool = False

    def is_named(self, lower: str) -> bool:
        """Whether one of its stems stands in a text, or one of the words that must stand alone."""
        for stem in self.stems:
            if stem in lower:
                return True
        if not self.alone:
            return False
        return not self.alone.isdisjoint(word.strip(_AROUND) for word in lower.split())


def _any(words: list[str]) -> str:
    """A pattern of words that tries the letters they begin with together, the longest word first."""
    rest = {word[0]: [w[1:] for w in words if w[:1] == word[0]] for word in words if word}
    branches = [re.escape(head) + _any(tails) for head, tails in rest.items()]
    if not branches:
        return ""
    return (
        branches[0] if len(branches) == 1 and "" not in words else f"(?:{'|'.join(branches)})"
    ) + "?" * ("" in words)


def _materials() -> str:
    """One pattern for the names of materials of one or two words."""
    names = catalog.document("reading", "substances.yaml")["names"]
    short = {
        n.lower() for group in names.values() for n in group if n.isascii() and n.count(" ") <= 1
    }
    return f"(?:{_any(sorted(short))})"


@cache
def table() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules of acts, then those of what an act does, each in the order in which they are tried."""
    content = catalog.document("reading", "acts.yaml")
    macros: dict[str, str] = {**content["macros"], "MAT": _materials()}

    def written(text: str) -> str:
        while any("{" + name + "}" in text for name in macros):
            for name, body in macros.items():
                text = text.replace("{" + name + "}", body)
        return text.lower()

    build = cache(Cue)  # several rules ask for the same words

    def rule(entry: dict[str, str], name: str, instrument: str) -> Rule:
        stems = str(entry["stems"]).split("|")
        needs = written(entry.get("needs", ""))
        held = frozenset(max(stem.lstrip("=").split(), key=len) for stem in stems)
        return Rule(
            name,
            instrument,
            Cue(written(entry["pattern"]), held=(held, *letters(needs)[:1])),
            build(needs) if needs else None,
            build(written(entry["without"])) if entry.get("without") else None,
            entry.get("action", ""),
            entry.get("status", ""),
            tuple(stem for stem in stems if not stem.startswith("=")),
            frozenset(stem[1:] for stem in stems if stem.startswith("=")),
            bool(entry.get("background")),
        )

    acts = [
        rule(entry, f"{entry['instrument']}#{n}", entry["instrument"])
        for n, entry in enumerate((*content["acts"], *content["chinese"]), 1)
    ]
    actions = [
        rule(entry, f"{entry['action']}#{n}", "") for n, entry in enumerate(content["actions"], 1)
    ]
    return tuple(acts), tuple(actions)


@cache
def acts_by_bit() -> tuple[int, dict[int, Rule]]:
    """The bits of the patterns of all acts, and to which act each bit belongs."""
    mask, owners = 0, dict[int, Rule]()
    for rule in table()[0]:
        mask |= rule.pattern.mask
        owners |= {
            n: rule for n in range(rule.pattern.mask.bit_length()) if rule.pattern.mask >> n & 1
        }
    return mask, owners


@cache
def _codes() -> dict[str, str]:
    return dict(catalog.document("reading", "acts.yaml")["mast"])


def mast(instrument: str) -> str | None:
    """UNCTAD MAST (2019) code of an instrument, where there is one."""
    return _codes().get(instrument)

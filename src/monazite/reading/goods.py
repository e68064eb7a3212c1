"""Which materials a document's acts are on, weighed by where and beside which words they stand (§R19a)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain

from monazite import catalog
from monazite.reading.beside import HAN, words
from monazite.reading.lookback import clause
from monazite.reading.model import Event, Named, Why
from monazite.reading.scan import Scan, Sentence
from monazite.reading.weights import weights
from monazite.reading.words import Mention

FILE = "material_words.json"
_MUCH, _WHOLE, _PART, _LITTLE = 1.5, 1.0, 0.6, 0.3
# words on each side: that count whole, that count, whose place counts
_NEAR, _WIDE, _BESIDE = 3, 6, 2
_BROAD = frozenset(["rare_earths", "critical_minerals"])  # names of groups, often beside one member
# a material of the acts that is less likely than this is none of theirs; another that is likelier than that is
UNLIKELY, LIKELY = 0.25, 0.85

Told = tuple[Sentence, Mention]


def candidates(scan: Scan) -> dict[str, list[Told]]:
    """Each material that a document names, with where."""
    found: dict[str, list[Told]] = {}
    for sentence in scan.sentences:
        for mention in sentence.of("material"):
            printed = sentence.text[mention.start : mention.end]
            for name in (mention.value, *_elements().get(printed, ())):
                found.setdefault(name, []).append((sentence, mention))
    return found


@cache
def _elements() -> dict[str, list[str]]:
    """The elements in products that are named by them: `NdPr`."""
    return catalog.document("reading", "substances.yaml")["elements"]


def signs(
    name: str,
    told: list[Told],
    named: dict[str, list[Told]],
    acts: tuple[Event, ...],
    known: Container[str] | None = None,
) -> dict[str, float]:
    """Where a material is told, beside which acts and which words, and how much each weighs.

    Args:
        name: The material.
        told: Where the document names it.
        named: All materials that the document names.
        acts: The acts it tells.
        known: The signs that count; of the words of its sentences, which are many, others are left out.
    """
    places = [s.index for s, _ in told if not s.title]
    found = {
        f"n:{min(len(told), 4)}": _WHOLE,
        f"of:{min(len(named), 5)}": _WHOLE,
        f"first:{min(places[0], 6) if places else 'title'}": _MUCH,
    }
    if any(s.title for s, _ in told):
        found["title"] = _MUCH
    if name in _BROAD:
        found[f"v:{name}"] = _WHOLE
    elif "rare_earths" in named:
        found["beside a group"] = _WHOLE
    near: dict[str, None] = {}  # the words of its sentences, each once and in order
    for sentence, mention in told:
        for sign, size in _beside_acts(sentence, mention, acts):
            found[sign] = max(size, found.get(sign, 0.0))
        before, after = words(sentence, mention.start, mention.end)
        for sign, size in _beside_words(before, after):
            found[sign] = max(size, found.get(sign, 0.0))
        near |= dict.fromkeys(chain(before, after))
    beside = map("s:".__add__, near)
    counted = beside if known is None else filter(known.__contains__, beside)
    return found | dict.fromkeys(counted, _LITTLE)


def _beside_acts(
    sentence: Sentence, mention: Mention, acts: tuple[Event, ...]
) -> Iterator[tuple[str, float]]:
    near = list(_acts_in(sentence, acts))
    for start, act in near:
        left, right = clause(sentence.text, start, start + 1)
        same = f"{act.role}:{left <= mention.start < right}"
        yield f"act:{same}", _MUCH
        yield f"act:{same}:{act.instrument}", _WHOLE
    if not near:
        yield f"no act:{'title' if sentence.title else min(sentence.index, 5)}", _WHOLE


def _beside_words(before: list[str], after: list[str]) -> Iterator[tuple[str, float]]:
    for side, told in (("b", before), ("a", after)):
        for k, word in enumerate(told[:_WIDE]):
            yield f"{side}:{word}", _WHOLE if k < _NEAR else _PART
            if k < _BESIDE:
                yield f"{side}{k}:{word}", _WHOLE


def _acts_in(sentence: Sentence, acts: tuple[Event, ...]) -> Iterator[tuple[int, Event]]:
    """The acts that a sentence of the text tells, each with where."""
    if sentence.title:
        return
    for act in acts:
        start = act.trigger.start - sentence.start if act.trigger and not _titled(act) else -1
        if 0 <= start < len(sentence.text):
            yield start, act


def _titled(act: Event) -> bool:
    return bool(act.trigger and act.trigger.part == "title")


def settled(scan: Scan, acts: tuple[Event, ...]) -> tuple[Event, ...]:
    """The acts with materials that they are not on taken away and others that they are on given (§R19a)."""
    if not acts or HAN.search(scan.document.text):
        return acts
    named = candidates(scan)
    held = weights(FILE)
    chance = {
        name: held.chances(signs(name, told, named, acts, held.terms)).get("main", 0.5)
        for name, told in named.items()
    }
    own = {m.value for act in acts if act.role == "main" for m in act.materials}
    wrong = {n for n in own if chance.get(n, 1.0) < UNLIKELY and not _pointed_at(named[n])}
    if wrong == own:
        wrong = set()  # an act is on something
    told = tuple(_without(act, wrong) if act.role == "main" else act for act in acts)
    for name in (n for n, p in chance.items() if p > LIKELY and n not in own):
        told = _given(scan, told, name, named[name], chance[name])
    return told


_THESE = re.compile(
    r"\b(?:these|such|the new) (?:[a-z-]+ ){0,2}(?:restrictions|controls|curbs|rules|measures|limits)\b"
)


def _pointed_at(told: list[Told]) -> bool:
    """Whether a material stands in a sentence that points back at the act."""
    return any(_THESE.search(s.lower) for s, _ in told)


def _without(act: Event, wrong: set[str]) -> Event:
    kept = tuple(m for m in act.materials if m.value not in wrong)
    return act if len(kept) == len(act.materials) else replace(act, materials=kept)


def _given(
    scan: Scan, acts: tuple[Event, ...], name: str, told: list[Told], chance: float
) -> tuple[Event, ...]:
    """The acts, the main one nearest to where a material is named being on it."""
    sentence, mention = next(((s, m) for s, m in told if not s.title), told[0])
    at = sentence.start + mention.start
    main = [k for k, act in enumerate(acts) if act.role == "main"]
    k = min(main, key=lambda k: abs((acts[k].trigger.start if acts[k].trigger else 0) - at))  # type: ignore[union-attr]
    span = scan.span(sentence, mention.start, mention.end)
    why = Why("material", f"words weighed: {chance:.2f}", name)
    act = replace(
        acts[k], materials=(*acts[k].materials, Named(name, span)), why=(*acts[k].why, why)
    )
    return (*acts[:k], act, *acts[k + 1 :])

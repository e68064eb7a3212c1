"""The annotated texts as examples: of acts in sentences, of documents about an act, of what a percentage measures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from monazite.reading.beside import NONE
from monazite.reading.beside import signs as beside
from monazite.reading.binding import around
from monazite.reading.events import events
from monazite.reading.goods import candidates
from monazite.reading.goods import signs as told_where
from monazite.reading.model import Document
from monazite.reading.relevance import signs
from monazite.reading.scan import Scan, Sentence, scan
from monazite.reading.terms import terms
from monazite.reading.weighing import ACTION, MARKED, ROLE, STATUS, marks
from pipeline.reading_words.fitting import Example

CORPORA = Path(__file__).parents[2] / "tests" / "corpus"
_NEAR = 60  # characters between a number and the span that an annotator chose for it
_KINDS = frozenset(
    [
        "production_share",
        "processing_share",
        "reserves_share",
        "import_share",
        "import_reliance",
        "growth_rate",
    ]
)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def scans(name: str) -> Iterator[tuple[Scan, dict[str, Any]]]:
    """Each English text of a set, and what is annotated in it."""
    gold = {g["doc_id"]: g for g in lines(CORPORA / f"{name}_gold.jsonl")}
    for entry in lines(CORPORA / f"{name}_corpus.jsonl"):
        if sum(ord(c) > 0x2E80 for c in entry["text"]) > 40:
            continue  # notices in Chinese are read clause by clause
        on = date.fromisoformat(entry["date"])
        yield scan(Document(text=entry["text"], title=entry["title"], date=on)), gold[entry["id"]]


def bodies(name: str) -> Iterator[tuple[list[Sentence], list[dict[str, Any]]]]:
    """The sentences of each English text of a set, and the acts annotated in it."""
    for found, gold in scans(name):
        told = [e for e in gold["events"] if e["trigger"]]
        yield (
            [s for s in found.sentences if not s.title],
            [e for e in told if e["trigger"]["start"] is not None],
        )


def examples(name: str) -> dict[str, list[Example]]:
    """The examples of a set, by question."""
    found: dict[str, list[Example]] = {q: [] for q in ("instrument", ROLE, ACTION, STATUS)}
    for body, told_acts in bodies(name):
        for place, sentence in enumerate(body):
            stop = sentence.start + len(sentence.text)
            own = [e for e in told_acts if sentence.start <= e["trigger"]["start"] < stop]
            words = dict.fromkeys(terms(sentence), 1.0)
            first = {"p:0": 1.0} if not place else {}
            told = frozenset(e["instrument"] for e in own)
            found["instrument"].append(Example(words | first, told))
            for event in own:
                span = tuple(
                    min(event["trigger"][k] - sentence.start, len(sentence.text))
                    for k in ("start", "end")
                )
                marked = dict.fromkeys(
                    marks(sentence, span, event["instrument"], place, known=False),  # type: ignore[arg-type]
                    MARKED,
                )
                for question in (ROLE, ACTION, STATUS):
                    found[question].append(Example(words | marked, frozenset([event[question]])))
    return found


def documents(name: str) -> list[Example]:
    """The documents of a set: whether each is about an act."""
    return [
        Example(signs(found), frozenset(["act"] if gold["relevant"] else []))
        for found, gold in scans(name)
    ]


def percents(name: str) -> list[Example]:
    """The percentages in documents about an act: the kind of claim each is, or none."""
    found: list[Example] = []
    for read, gold in scans(name):
        claims = [
            c for c in gold["claims"] if c["unit"] == "%" and c["span"].get("start") is not None
        ]
        for sentence in read.sentences if gold["relevant"] else ():
            for amount in () if sentence.title else sentence.amounts:
                if amount.kind != "percent":
                    continue
                at = sentence.start + amount.start
                kinds = [
                    claim["claim_type"]
                    for claim in claims
                    if abs(abs(claim["value"]) - amount.value) < 1e-6
                    and claim["span"]["start"] - _NEAR <= at <= claim["span"]["end"] + _NEAR
                ]
                kind = kinds[0] if kinds and kinds[0] in _KINDS else NONE
                found.append(Example(beside(around(sentence, amount)), frozenset([kind])))
    return found


def materials(name: str) -> list[Example]:
    """The materials that documents about an act name: whether a main act is on each."""
    found: list[Example] = []
    for read, gold in scans(name):
        own = {m["id"] for e in gold["events"] if e["role"] == "main" for m in e["materials"]}
        named = candidates(read)
        acts = events(read) if gold["relevant"] else ()
        for value, told in named.items() if acts else ():
            found.append(
                Example(
                    told_where(value, told, named, acts),
                    frozenset(["main"] if value in own else []),
                )
            )
    return found

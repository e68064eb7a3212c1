"""Weights of words learned from the annotated corpora: for the acts they tell, to `reading/act_words.json` (§R15a),
and for documents about an act, to `reading/document_words.json` (§R15b).

Run as `python -m pipeline.reading_words [--without NAME,NAME]`: leave sets out to see what unread texts would score.

Logistic regression for each answer to each question, over the terms that stand in at least two examples; each example
counts as a vector of length one. Questions: which instruments a sentence tells (a sentence that tells one weighs three
times one that does not), and of each act told its role, action and status; and whether a document is about an act.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from monazite.reading.model import Document
from monazite.reading.relevance import signs
from monazite.reading.scan import Scan, Sentence, scan
from monazite.reading.weighing import ACTION, MARKED, ROLE, STATUS, marks, terms

ROOT = Path(__file__).parent.parent.parent
CORPORA = ROOT / "tests" / "corpus"
TARGET = ROOT / "src" / "monazite" / "reference" / "reading"
# The set whose scores are reported as those of texts nobody has read
BLIND = "twelfth"
STRENGTH, TOLD, LEAST, FEWEST = 10.0, 3.0, 2, 4
SMALL = 0.3  # weights below this are left out


@dataclass(frozen=True)
class Example:
    """Terms with their size, and the answers that hold."""

    terms: dict[str, float]
    answers: frozenset[str]


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
    for body, events in bodies(name):
        for place, sentence in enumerate(body):
            stop = sentence.start + len(sentence.text)
            own = [e for e in events if sentence.start <= e["trigger"]["start"] < stop]
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
                    marks(sentence, span, event["instrument"], place),  # type: ignore[arg-type]
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


def fit(x: csr_matrix, y: np.ndarray, told: float) -> np.ndarray:
    """Weights and, last, the constant."""
    sign = np.where(y, 1.0, -1.0)
    cost = STRENGTH * np.where(y, told, 1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w[:-1] + w[-1])
        slope = -cost * sign * expit(-margin)
        value = float(cost @ np.logaddexp(0.0, -margin)) + 0.5 * float(w[:-1] @ w[:-1])
        return value, np.append(x.T @ slope + w[:-1], slope.sum())

    start = np.zeros(x.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x


def matrix(found: list[Example], known: dict[str, int]) -> csr_matrix:
    """Examples x terms, each example of length one."""
    rows, columns, values = [], [], []
    for row, example in enumerate(found):
        own = {known[t]: size for t, size in example.terms.items() if t in known}
        length = np.sqrt(sum(size * size for size in own.values())) or 1.0
        rows += [row] * len(own)
        columns += own
        values += [size / length for size in own.values()]
    return csr_matrix((values, (rows, columns)), shape=(len(found), len(known)))


def vocabulary(found: list[Example]) -> dict[str, int]:
    """The terms that stand in at least two examples, each with its column."""
    counts = Counter(term for example in found for term in example.terms)
    return {t: k for k, t in enumerate(sorted(t for t, n in counts.items() if n >= LEAST))}


def learn(found: list[Example], told: float) -> dict[str, Any]:
    """The weights of one question."""
    known = vocabulary(found)
    x = matrix(found, known)
    answers = Counter(answer for example in found for answer in example.answers)
    bias: dict[str, float] = {}
    by_term: dict[str, dict[str, float]] = {term: {} for term in known}
    for answer in sorted(a for a, n in answers.items() if n >= FEWEST):
        w = fit(x, np.array([answer in example.answers for example in found]), told)
        bias[answer] = round(float(w[-1]), 2)
        for term, k in known.items():
            if abs(w[k]) >= SMALL:
                by_term[term][answer] = round(float(w[k]), 1)
    return {"bias": bias, "terms": by_term}


def relevance(found: list[Example]) -> dict[str, Any]:
    """The weights of documents about an act, fitted once more on the terms that say something."""
    known = vocabulary(found)
    y = np.array([bool(example.answers) for example in found])
    w = fit(matrix(found, known), y, 1.0)
    known = {t: n for n, t in enumerate(t for t, k in known.items() if abs(w[k]) >= SMALL)}
    w = fit(matrix(found, known), y, 1.0)
    return {
        "bias": round(float(w[-1]), 3),
        "terms": {term: round(float(w[k]), 2) for term, k in known.items()},
    }


def text(learned: dict[str, Any]) -> str:
    """JSON with a line for each term, so that a change can be read."""
    parts = []
    for question, found in learned.items():
        rows = ",\n".join(
            f"{json.dumps(term, ensure_ascii=False)}: {json.dumps(by)}"
            for term, by in found["terms"].items()
            if by
        )
        parts.append(
            f'{json.dumps(question)}: {{"bias": {json.dumps(found["bias"])}, "terms": {{\n{rows}\n}}}}'
        )
    return "{" + ",\n".join(parts) + "}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", default=BLIND, help="sets to leave out, with commas")
    parser.add_argument("--to", type=Path, default=TARGET, help="folder to write to")
    parser.add_argument("--only", choices=["acts", "documents"], help="one of the two files")
    given = parser.parse_args()
    left_out = set(given.without.split(","))
    names = sorted(p.name.removesuffix("_gold.jsonl") for p in CORPORA.glob("*_gold.jsonl"))
    names = [name for name in names if name not in left_out]
    if given.only != "acts":
        whole = relevance([example for name in names for example in documents(name)])
        print(f"documents: {len(whole['terms'])} terms")
        path = given.to / "document_words.json"
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    if given.only != "documents":
        learned = acts(names)
        (given.to / "act_words.json").write_text(text(learned), encoding="utf-8")


def acts(names: list[str]) -> dict[str, Any]:
    """The weights of the acts that sentences tell, by question."""
    sets = [examples(name) for name in names]
    learned = {}
    for question in ("instrument", ROLE, ACTION, STATUS):
        found = [example for one in sets for example in one[question]]
        learned[question] = learn(found, TOLD if question == "instrument" else 1.0)
        print(f"{question}: {len(found)} examples, {len(learned[question]['terms'])} terms")
    return learned


if __name__ == "__main__":
    main()

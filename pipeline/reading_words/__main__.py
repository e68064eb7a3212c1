"""Weights of words learned from the annotated corpora, one file of `reading/` for each question:

- `act_words.json`: which acts a sentence tells (one that tells one weighs three times one that does not), and of each
  act its role, action and status (§R15a);
- `document_words.json`: whether a document is about an act (§R15b);
- `number_words.json`: what a percentage measures (§R29b);
- `material_words.json`: whether a material that a document names is one of its main acts' (§R19a).

Run as `python -m pipeline.reading_words [--without NAME,NAME] [--only FILE]`: leave sets out to see what unread texts
would score. The same rules and corpora give the same bytes. The last file is learned from acts as they are read, so it
comes after the others and is to be made anew when rules change.

Logistic regression for each answer to each question, over the terms that stand in at least two examples; each example
counts as a vector of length one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from monazite.reading import relevance, weighing, weights
from monazite.reading.weighing import ACTION, ROLE, STATUS
from pipeline.reading_words.examples import CORPORA, documents, examples, materials, percents
from pipeline.reading_words.fitting import Example, learn, lines, pruned

TARGET = CORPORA.parents[1] / "src" / "monazite" / "reference" / "reading"
# The sets whose scores are reported as those of texts nobody has read
BLIND = "fifteenth,twentieth"
TOLD = 3.0  # few sentences tell an act: without more weight none would be found


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


def acts(names: list[str]) -> dict[str, Any]:
    """The weights of the acts that sentences tell, by question."""
    sets = [examples(name) for name in names]
    learned = {}
    for question in ("instrument", ROLE, ACTION, STATUS):
        found = [example for one in sets for example in one[question]]
        learned[question] = learn(found, TOLD if question == "instrument" else 1.0)
        print(f"{question}: {len(found)} examples, {len(learned[question]['terms'])} terms")
    return learned


def forget() -> None:
    """Let go of the weights, so that the next text is read with those on disk."""
    weighing._learned.cache_clear()  # noqa: SLF001 - the caches of the package, cleared by its own pipeline
    weights.weights.cache_clear()
    relevance._lexicon.cache_clear()  # noqa: SLF001 - the same


def whole(names: list[str], of: Callable[[str], list[Example]]) -> str:
    """The weights of one question over all sets, as text."""
    found = pruned([example for name in names for example in of(name)])
    print(f"{of.__name__}: {len(found['terms'])} terms")
    return lines(found) + "\n"


FILES: dict[str, Callable[[list[str]], str]] = {
    "document_words.json": lambda names: whole(names, documents),
    "number_words.json": lambda names: whole(names, percents),
    "act_words.json": lambda names: text(acts(names)),
    "material_words.json": lambda names: whole(names, materials),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", default=BLIND, help="sets to leave out, with commas")
    parser.add_argument("--to", type=Path, default=TARGET, help="folder to write to")
    parser.add_argument("--only", choices=FILES, action="append", help="one of the files")
    given = parser.parse_args()
    left_out = set(given.without.split(","))
    names = sorted(p.name.removesuffix("_gold.jsonl") for p in CORPORA.glob("*_gold.jsonl"))
    names = [name for name in names if name not in left_out]
    for file in given.only or FILES:
        (given.to / file).write_text(FILES[file](names), encoding="utf-8")
        forget()  # what comes next reads with the weights just made, where they are those of the package


if __name__ == "__main__":
    main()

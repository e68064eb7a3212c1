"""Questions that would settle open lines: the fewest, each to who can answer it (§X76 to §X78)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from monazite.exposure.bill import Bill, Line
from monazite.exposure.classify import Classification
from monazite.exposure.determine import UNDETERMINED
from monazite.exposure.origin import Cause, Rolled, smallest_set
from monazite.exposure.screening import Asked, ScreenedLine

_ORIGIN = frozenset({"exporter_in", "made_in", "prc_origin"})
_THRESHOLD = 0.001  # No. 61, item 1(1): at least 0.1 % of the value
_CUSTOMER = "customer"
_EXPORTER = "exporter"


def holder_of(line: Line, bill: Bill) -> str:
    """Who can answer for a line: its supplier, or the supplier of the line it is part of, or nobody named."""
    by_id = {other.id: other for other in bill.lines}
    here: Line | None = line
    while here is not None:
        if here.supplier:
            return here.supplier
        here = by_id.get(here.parent)
    return f"supplier of {line.description or line.id}"


def _name(line: Line) -> str:
    return f"{line.id} {line.description}".strip()


def questions_for(
    screened: ScreenedLine, rolled: Rolled, bill: Bill, first: Mapping[str, Classification]
) -> ScreenedLine:
    """The line with its questions, where it is open.

    Spec: §X76.
    """
    if screened.outcome != UNDETERMINED:
        return screened
    line = screened.line
    asked: list[Asked] = []
    hangs: list[str] = []
    answer = screened.determination
    if answer is None:
        asked.append(_what(line, bill, screened))
    for question in answer.questions if answer is not None else ():
        if question.fact == "part1_share":
            causes = _causes(rolled, line)
            asked += [_cause(cause, bill) for cause in causes]
            hangs += [cause.line for cause in causes if cause.line != line.id]
        elif question.fact in _ORIGIN:
            asked.append(_origin(line, bill, screened))
        else:
            asked.append(_other(line, bill, question.fact, question.holder, question.text))
    if answer is not None and answer.settles and not answer.questions:
        asked.append(Asked("law", line.id, "law", answer.settles))
    unique = {(one.holder, one.line, one.fact): one for one in asked}
    del first
    return replace(screened, questions=tuple(unique.values()), hangs_on=tuple(dict.fromkeys(hangs)))


def _causes(rolled: Rolled, line: Line) -> tuple[Cause, ...]:
    if line.value:
        return smallest_set(rolled, line.value, _THRESHOLD)
    return rolled.causes or (Cause(line.id, "value", 0.0),)


def _what(line: Line, bill: Bill, screened: ScreenedLine) -> Asked:
    pointer = screened.candidate
    if pointer is not None:
        text = f"What is {_name(line)}: material, form, composition? Its code points to {pointer.item.name}."
    else:
        text = f"What is {_name(line)}: material, form, composition?"
    return Asked(holder_of(line, bill), line.id, "item", text)


def _origin(line: Line, bill: Bill, screened: ScreenedLine) -> Asked:
    top_without = not line.parent and not line.supplier
    if top_without and not screened.exporter_in:
        return Asked(
            _EXPORTER,
            line.id,
            "origin",
            f"From which country is {_name(line)} exported, and where is it made?",
        )
    text = f"In which country is {_name(line)} made, and where do its materials come from?"
    return Asked(holder_of(line, bill), line.id, "origin", text)


def _other(line: Line, bill: Bill, fact: str, holder: str, text: str) -> Asked:
    if fact == "destination":
        return Asked(_EXPORTER, line.id, fact, f"To which country does {_name(line)} go?")
    if holder == _CUSTOMER or (holder == _EXPORTER and not line.parent):
        return Asked(holder, line.id, fact, text)
    return Asked(holder_of(line, bill), line.id, fact, f"{_name(line)}: {text}")


def _cause(cause: Cause, bill: Bill) -> Asked:
    line = next(other for other in bill.lines if other.id == cause.line)
    name = _name(line)
    texts = {
        "origin": f"In which country is {name} made, and where do its materials come from?",
        "value": f"What is the value of {name}, in the currency of the bill?",
        "composition": f"Which of Sm, Gd, Tb, Dy, Lu, Sc, Y does {name} contain, and how much?",
        "contents": f"Does {name} hold SmCo, or Dy or Tb NdFeB magnets: from where, worth what share of it?",
    }
    return Asked(holder_of(line, bill), line.id, cause.fact, texts[cause.fact])

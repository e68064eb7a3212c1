"""Documents read, linked to the law and judged against the reference figures (§R39 to §R42)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from monazite.dates import parse_day
from monazite.errors import DataError
from monazite.reading import Document, Judgement, Reading, Sum, as_dict, judge, load, read, sums

CHECKED = 100_000  # characters of a document whose sums are checked
LONGEST_LINE = 20_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """A reading with its claims judged twice, and the sums that the text states."""

    reading: Reading
    judgements: tuple[Judgement, ...]
    sums: tuple[Sum, ...] = ()


def study(data: bytes, *, name: str = "", on: date | None = None, known_at: date) -> Read:
    """A document read, its claims judged on its own day and on `known_at`.

    Args:
        data: Bytes of text or HTML.
        name: File name or address, for messages.
        on: Day of the document where it does not state one itself.
        known_at: Day up to which reference figures are taken.

    Raises:
        MissingData, DataError: E801 to E803 as `reading.load`.
    """
    document = load(data, name=name, on=on)
    reading = read(document)
    day = document.date or on or known_at
    judged = tuple(judge(claim, on=day, known_at=known_at) for claim in reading.claims)
    return Read(reading, judged, sums(document) if len(document.text) <= CHECKED else ())


def text_of(data: bytes) -> str:
    """The words of a page or file, for callers that keep them.

    Raises:
        MissingData, DataError: E801 to E803.
    """
    return load(data).text


def with_verdicts(found: Read) -> dict[str, Any]:
    """The reading in schema form, each claim with its verdict now and the reason."""
    content = as_dict(found.reading)
    for claim, judgement in zip(content["claims"], found.judgements, strict=True):
        claim["verdict"] = judgement.verdict_now
        claim["verdict_note"] = f"At publication {judgement.verdict_then}. {judgement.reason}"
    if found.sums:
        content["sums"] = [
            {
                "parts": list(one.parts),
                "total": one.total,
                "unit": one.unit,
                "comes_to": one.comes_to,
                "at_most": one.at_most,
                "holds": one.holds,
                "quote": one.span.quote,
            }
            for one in found.sums
        ]
    return content


def _line(number: int, line: str, where: str) -> Document:
    try:
        entry = json.loads(line)
        return Document(
            str(entry.get("title") or ""),
            parse_day(str(entry["date"])[:10], where=f"{where}:{number}")
            if entry.get("date")
            else None,
            str(entry["text"]),
            str(entry["id"]),
        )
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            "E804",
            "the line is not a document",
            where=f"{where}:{number}",
            why=f"Each line is a JSON object with id, date, title and text ({error})",
            way_out="Correct the line or take it out",
        ) from error


def corpus(lines: Iterable[str], *, where: str = "") -> Iterator[dict[str, Any]]:
    """One reading a line, in schema form, for lines of id, date, title and text; claims only beside an act.

    All lines are read; those that are no documents are told together at the end.

    Raises:
        DataError: E804 if a line is not such a document; a group of them if several are.
    """
    wrong: list[DataError] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = _line(number, line, where)
        except DataError as error:
            wrong.append(error)
            continue
        yield as_dict(read(document), always=False)
    if len(wrong) > 1:
        raise ExceptionGroup("lines that are no documents", wrong)
    if wrong:
        raise wrong[0]


def explained(found: Read) -> Iterator[str]:
    """Which rule read which field from which words, line by line."""
    for event in found.reading.events:
        yield f"{event.id} {event.instrument} ({event.role}, {event.action}, {event.status})"
        for why in event.why:
            yield f"  {why.field}: rule {why.rule}" + (f", from {why.words!r}" if why.words else "")
    for claim in found.reading.claims:
        yield f"{claim.id} {claim.claim_type} from {claim.span.quote!r}"
        for why in claim.why:
            yield f"  {why.field}: {why.rule}" + (f" ({why.words})" if why.words else "")

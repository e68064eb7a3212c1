# ruff: noqa: E501 - a call with many named facts reads best on one line
"""Bytes of a feed to stories, and a story to its brief (§R53, §R56)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from monazite.errors import DataError, MissingExtra, MonaziteError
from monazite.study import reading

if TYPE_CHECKING:
    from monazite.study.reading import Read
    from monazite.watch.config import Interests, Output

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    key: str
    title: str
    link: str
    published: str
    text: str


def _text(entry: Any) -> str:
    parts = [str(c.get("value", "")) for c in entry.get("content", [])]
    return max([*parts, str(entry.get("summary", ""))], key=len)[:LONGEST]


def _day(entry: Any) -> str:
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return date(when.tm_year, when.tm_mon, when.tm_mday).isoformat() if when else ""
    except (ValueError, AttributeError):
        return ""


def items(body: bytes, url: str, limit: int) -> list[Item]:
    """The entries of an RSS or Atom feed, oldest first, as many as can be read from broken XML.

    Raises:
        DataError: E817 if nothing in it is a feed.
        MissingExtra: E816.
    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtra(
            "E816", "the watch needs httpx and feedparser", way_out="Install monazite[watch]"
        ) from error
    try:
        parsed: Any = feedparser.parse(body, sanitize_html=True, resolve_relative_uris=False)
    except Exception as error:
        raise DataError(
            "E817",
            "the feed cannot be read",
            where=url,
            why=type(error).__name__,
            way_out="Check the address",
        ) from error
    if not parsed.entries and (parsed.bozo or not parsed.get("version")):
        raise DataError(
            "E817", "the answer is not an RSS or Atom feed", where=url, way_out="Check the address"
        )
    found: list[Item] = []
    for entry in parsed.entries[:limit]:
        title, link, text = (
            str(entry.get("title", ""))[:500],
            str(entry.get("link", ""))[:2000],
            _text(entry),
        )
        mark = str(entry.get("id", "")) or link or title + text
        key = hashlib.sha256(f"{url}\0{mark}".encode("utf-8", "replace")).hexdigest()
        found.append(Item(key, title, link, _day(entry), text))
    return found[::-1]


def _touches(found: Read, interests: Interests) -> bool:
    """Whether any event meets each list of interests that is not empty."""
    for event in found.reading.events:
        materials = {m.value for m in event.materials}
        countries = {a.jurisdiction for a in event.actors} | {t.value for t in event.targets}
        tests = (
            (interests.materials, materials),
            (interests.countries, countries),
            (interests.instruments, {event.instrument}),
            (interests.products, {p.value for p in event.products}),
        )
        if all(not wanted or set(wanted) & have for wanted, have in tests):
            return True
    return False


def _lines(found: Read) -> list[str]:
    lines = [
        f"{e.role}: {e.instrument.replace('_', ' ')} by {', '.join(a.jurisdiction for a in e.actors)}, {e.action}, {e.status}: "
        + ", ".join(m.value.replace("_", " ") for m in e.materials)
        for e in found.reading.events
    ]
    for judgement in found.judgements:
        claim = judgement.claim
        lines.append(f"claim {claim.span.quote!r}: {judgement.verdict_now}. {judgement.reason}")
    return lines


def brief(
    title: str, published: str, text: str, interests: Interests, output: Output, *, today: date
) -> tuple[str, str]:
    """A story's brief as JSON, or an empty text with the reason why it does not pass.

    With `full_briefs` the whole chain runs and the brief's own JSON is kept beside the reading.
    """
    day = date.fromisoformat(published) if published else today
    data = f"{title}\n\n{text}".encode("utf-8", "replace")
    held = [name for name in interests.holdings if name.casefold() in f"{title} {text}".casefold()]
    try:
        found = reading.study(data, name=title[:80], on=day, known_at=max(day, today))
    except MonaziteError as error:
        return "", str(error)
    if not found.reading.events:
        return "", "no act of a government"
    if not held and not _touches(found, interests):
        return "", "outside the interests"
    content: dict[str, Any] = {
        "lines": _lines(found),
        "reading": reading.with_verdicts(found),
        "holdings": held,
    }
    if output.full_briefs:
        content["brief"] = _full(data, title, day, output)
    return json.dumps(content, ensure_ascii=False), ""


def _full(data: bytes, title: str, day: date, output: Output) -> Any:
    from monazite.brief import as_json
    from monazite.dates import AsOf
    from monazite.study import announcement

    made = announcement(
        data, name=title[:80], as_of=AsOf(day, day), importer=output.importer
    ).brief()
    return json.loads(as_json.render(made))

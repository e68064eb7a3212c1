"""Source cards for facts quoted one by one from many publishers (§D6)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path

import yaml

from monazite.catalog.official.words import slug
from pipeline.common.rows import REFERENCE

UNDATED = date(2026, 7, 31)
_FACT = {
    "name": "single facts quoted with their source",
    "redistribute": True,
    "url": "",
    "note": "Facts and figures are quoted one by one; no text, table or series of the source is copied.",
}


def known_day(text: str) -> date:
    """The last day a printed date can mean: a month or year counts as known only once it is over.

    An undated source counts as known from the day the collection closed.
    """
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", text.strip())
    if not found:
        return UNDATED
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    last = calendar.monthrange(year, month)[1]
    known = date(year, month, int(day) if day else last)
    return min(known, UNDATED)


class Cards:
    """Cards met while reading facts; the same publisher, title and date share one."""

    def __init__(self) -> None:
        self.cards: dict[str, dict[str, object]] = {}

    def add(self, publisher: str, title: str, day: str, url: str = "") -> str:
        """The id of the card for that source, made when it is new."""
        title = title.strip() or "statement as reported"
        head = "" if title.casefold().startswith(publisher[:20].casefold()) else publisher[:40]
        key = slug(f"{head} {title[:50]} {day}")
        self.cards.setdefault(
            key,
            {
                "id": key,
                "publisher": publisher.strip(),
                "title": title,
                "edition": day.strip() or "undated",
                "published": known_day(day),
                "url": url.strip() if url.strip().startswith("http") else "",
                "licence": _FACT,
                "note": ""
                if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day.strip())
                else "The day is not printed; the last day the printed date can mean stands in.",
            },
        )
        return key

    def write(self, name: str) -> int:
        """Write `reference/sources/<name>.yaml`."""
        return write_cards(name, list(self.cards.values()))


def write_cards(name: str, cards: list[dict[str, object]]) -> int:
    """Write cards sorted by id, so that the same facts give the same file."""
    target: Path = REFERENCE / "sources" / f"{name}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    listed = [
        dict(card, licence=dict(card["licence"]))
        for card in sorted(cards, key=lambda card: str(card["id"]))
    ]  # type: ignore[call-overload]
    target.write_text(
        yaml.safe_dump({"sources": listed}, sort_keys=False, allow_unicode=True, width=110),
        encoding="utf-8",
    )
    return len(listed)

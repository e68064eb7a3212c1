"""Event files: a past control and what was observed after it, read and checked (§M50)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from monazite import catalog
from monazite.codes import search_mineral
from monazite.dates import ONE_DAY, Interval
from monazite.errors import DataError

_DAYS = {"year": 366, "month": 31}
_VOLUME_UNITS = re.compile(r"^(k?t|kt|tonnes?|kg|g|Mt|mt)(\b|/|$)")
_PRICE_UNITS = re.compile(r"(USD|CNY|EUR|JPY|GBP|RMB|yuan|\$|€|¥)", re.IGNORECASE)
_MARKETS = (
    ("home", r"^home$|domestic|smm|inside"),
    ("volume", r"^volume$|import unit value|average|contract"),
    ("export", r"^export$|fob|export price|export unit"),
    ("outside", r""),
)
_KINDS = (
    ("ban", r"\bban|prohib|embargo|suspen|halt|stop"),
    ("quota", r"quota|ceiling|cap\b|cut"),
    ("tariff", r"tariff|dut(y|ies)|tax|royalt|levy"),
    ("licence", r"licen|permit|authoris|authoriz|approval|control|list"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One measure of an event."""

    id: str
    kind: str
    known: date
    effective: date
    ended: date | None
    destinations: tuple[str, ...]
    materials: tuple[str, ...]
    depth: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """One observed value."""

    period: str
    span: Interval
    value: float
    reliability: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Observed values of one price or volume; `market` as in the schema."""

    id: str
    kind: str
    material: str
    market: str
    destination: str
    unit: str
    base: Point
    points: tuple[Point, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """A past control with its measures and observations."""

    id: str
    title: str
    role: str
    negative_control: bool
    restrictor: str
    materials: tuple[str, ...]
    acts: tuple[Act, ...]
    shares: Mapping[str, tuple[float, float, float]]
    series: tuple[Series, ...]
    fit_without: tuple[str, ...]
    stoppages: Mapping[str, Any]

    @property
    def known(self) -> date:
        """First day any of it was public."""
        return min(act.known for act in self.acts)


def span(period: str, where: str) -> Interval:
    """The days of a period: a year, quarter, month, day, or two of them joined by `..`.

    Raises:
        DataError: E850 if it is none of these.

    >>> str(span("2011-Q3", "x"))
    '[2011-07-01, 2011-10-01)'
    """
    if ".." in period:
        first, last = (span(part, where) for part in period.split("..", 1))
        return Interval(first.start, last.end)
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d{1,2})(?:-(\d{1,2}))?))?", period.strip())
    if not found:
        raise DataError(
            "E850",
            f"{period!r} is no period",
            where=where,
            way_out="Write 2024, 2011-Q3, 2025-04, 2025-04-04 or two of them joined by ..",
        )
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            start = date(year, month, day)
            return Interval(start, start + ONE_DAY)
        start = date(year, (3 * quarter - 2) if quarter else (month or 1), 1)
    except ValueError as error:
        raise DataError("E850", f"{period!r} is no period", where=where, why=str(error)) from error
    months = 3 if quarter else (1 if month else 12)
    after = start.month - 1 + months
    return Interval(start, date(start.year + after // 12, after % 12 + 1, 1))


def _words(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else list(value or ())
    return tuple(str(item) for item in items)


def _material(text: str) -> str:
    """An id where the text is a known mineral or symbol, else the text in lower-kebab."""
    known = search_mineral(text)
    return known.id if known else re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _number(value: Any) -> float:
    return sum(map(float, value)) / len(value) if isinstance(value, list) else float(value)


def _pick(text: str, table: Sequence[tuple[str, str]], default: str) -> str:
    for name, pattern in table:
        if re.search(pattern, text.casefold()):
            return name
    return default


def _act(raw: Mapping[str, Any], where: str) -> Act:
    scope = raw.get("scope")
    inner: Mapping[str, Any] = scope if isinstance(scope, dict) else {}
    goes = [
        w
        for w in _words(raw.get("destinations") or inner.get("destinations"))
        if w.casefold() not in {"all", "row", "world", "any"}
    ]
    minerals = _words(raw.get("materials") or inner.get("materials"))
    effective = span(str(raw["effective"]), where).start
    ended = raw.get("ended")
    depth = raw.get("depth")
    return Act(
        id=str(raw.get("id") or raw["kind"]),
        kind=_pick(str(raw["kind"]), _KINDS, "licence"),
        known=span(str(raw.get("known") or raw["effective"]), where).start,
        effective=effective,
        ended=span(str(ended), where).start if ended else None,
        destinations=tuple(goes),
        materials=tuple(_material(m) for m in minerals if m.casefold() != "all"),
        depth=None if depth is None else float(depth),
    )


def _series(raw: Mapping[str, Any], k: int, event: Mapping[str, Any], where: str) -> Series:
    unit = str(raw["unit"])
    said = f"{raw.get('series') or ''} {raw.get('variable') or ''}".strip()
    priced = bool(_PRICE_UNITS.search(unit)) or (
        "price" in said.casefold() and not _VOLUME_UNITS.match(unit)
    )
    name = str(raw.get("id") or said or f"series-{k + 1}")
    materials = _words(event["materials"])
    material = raw.get("material")
    if material is None:
        named = [m for m in materials if re.search(rf"\b{re.escape(m)}", said)]
        material = (named or list(materials) or ["all"])[0]
    where = f"{where}, {name}"
    points = [
        Point(
            period := str(p.get("period") or p["date"]),
            span(period, where),
            _number(p["value"]),
            str(p.get("reliability") or raw.get("reliability") or "secondary"),
            str(p.get("note") or ""),
        )
        for p in raw["points"]
    ]
    points.sort(key=lambda p: (p.span.start, p.period))
    base, rest = _base(raw, points, where)
    market = _pick(str(raw.get("market") or ""), _MARKETS, "outside") if priced else "exports"
    return Series(
        id=name,
        kind="price" if priced else "exports",
        material=_material(str(material)),
        market=market,
        destination=str(raw.get("destination") or ""),
        unit=unit,
        base=base,
        points=tuple(rest),
        source=str(raw.get("source") or ""),
    )


def _base(raw: Mapping[str, Any], points: list[Point], where: str) -> tuple[Point, list[Point]]:
    said = raw.get("base") or {}
    period = str(said.get("period") or raw.get("base_period") or points[0].period)
    value = said.get("value", raw.get("base_value"))
    same = [p for p in points if p.period == period]
    if value is None and not same:
        raise DataError(
            "E851",
            f"no value in the base period {period}",
            where=where,
            why="Observed values are judged relative to the base period",
            way_out="Give base.value, or a point in the base period",
        )
    number = float(value) if value is not None else same[0].value
    base = Point(period, span(period, where), number, "secondary")
    if number <= 0.0:
        raise DataError(
            "E851", f"the base value is {number:g}", where=where, way_out="Give one above zero"
        )
    return base, [p for p in points if p.period != period]


def event(raw: Mapping[str, Any], where: str) -> Event:
    """An event from its file form."""
    return Event(
        id=str(raw["id"]),
        title=str(raw.get("title") or raw["id"]),
        role=str(raw.get("role") or "judge"),
        negative_control=bool(raw.get("negative_control")),
        restrictor=str(raw["restrictor"]),
        materials=tuple(_material(m) for m in _words(raw["materials"])),
        acts=tuple(_act(act, where) for act in raw["measures"]),
        shares={
            _material(m["material"]): (
                float(m.get("low", m["restrictor_share"])),
                float(m["restrictor_share"]),
                float(m.get("high", m["restrictor_share"])),
            )
            for m in raw.get("market") or ()
        },
        series=tuple(_series(s, k, raw, where) for k, s in enumerate(raw["series"])),
        fit_without=tuple(_material(m) for m in raw.get("fit_without") or ()),
        stoppages=raw.get("stoppages") or {},
    )


def check(content: Any, where: str) -> None:
    """Raise all that a file of events does wrong, at once.

    Raises:
        ExceptionGroup: of DataError E852, one for each place.
    """
    from jsonschema import Draft202012Validator

    schema = json.loads(catalog.text("events", "event.schema.json"))
    inner = {"$defs": schema["$defs"], "$ref": "#/$defs/event"}
    listed = content.get("events") if isinstance(content, dict) else content
    found = listed if isinstance(listed, list) else [content]
    problems = [
        DataError(
            "E852",
            problem.message[:300],
            where=f"{where}, event {k + 1}, {'/'.join(map(str, problem.absolute_path)) or 'top'}",
            way_out="The form is reference/events/event.schema.json",
        )
        for k, entry in enumerate(found)
        for problem in Draft202012Validator(inner).iter_errors(entry)
    ]
    if problems:
        raise ExceptionGroup(f"{where} is no file of events", problems)


_OTHER_NAMES = {
    "day_known": "known",
    "known_on": "known",
    "announced": "known",
    "day_effective": "effective",
    "effective_on": "effective",
    "in_force": "effective",
    "observed": "series",
    "observations": "series",
    "observed_points": "series",
}


def _plain_names(raw: Any) -> Any:
    """Other common names of the same fields, a base period given as text, and points in a flat list (§M50)."""
    if isinstance(raw, list):
        return [_plain_names(entry) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    made = {k: _plain_names(v) for k, v in raw.items() if k not in _OTHER_NAMES}
    made |= {n: _plain_names(raw[k]) for k, n in _OTHER_NAMES.items() if k in raw and n not in made}
    if isinstance(made.get("base"), (str, int)):
        made["base"] = {"period": str(made["base"])}
    listed = made.get("series")
    if (
        isinstance(listed, list)
        and listed
        and all("points" not in e and "value" in e for e in listed)
    ):
        made["series"] = _grouped(listed)
    return made


def _grouped(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    own = ("date", "period", "value", "reliability", "note")
    found: dict[str, dict[str, Any]] = {}
    for point in points:
        shared = {k: v for k, v in point.items() if k not in own}
        key = json.dumps(shared, sort_keys=True)
        found.setdefault(key, shared | {"points": []})["points"].append(
            {k: point[k] for k in own if k in point}
        )
    return list(found.values())


def parse(content: Any, where: str) -> tuple[Event, ...]:
    """Events of a loaded file: one event, a list, or a mapping with `events`."""
    plain = _plain_names(json.loads(json.dumps(content, default=str)))  # days in YAML become text
    check(plain, where)
    listed = plain.get("events") if isinstance(plain, dict) else plain
    return tuple(event(e, where) for e in (listed if isinstance(listed, list) else [plain]))


def read(path: Path) -> tuple[Event, ...]:
    """Events of a YAML or JSON file.

    Raises:
        DataError: E853 if it cannot be read as YAML or JSON.
    """
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(
            "E853",
            "the file of events cannot be read",
            where=str(path),
            why=str(error).splitlines()[0],
            way_out="Give a YAML or JSON file of the form reference/events/event.schema.json",
        ) from error
    return parse(content, str(path))


def shipped() -> Iterator[Event]:
    """The past events in the package."""
    for where, content in catalog.documents("events"):
        yield from parse(content, where)


def weeks_between(start: date, end: date) -> float:
    """Weeks from one day to another.

    >>> weeks_between(date(2025, 1, 1), date(2025, 1, 15))
    2.0
    """
    return (end - start) / timedelta(weeks=1)

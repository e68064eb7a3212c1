"""An event from its file form, in the words of the schema or others that mean the same (§M50)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from monazite.codes import search_country, search_mineral
from monazite.errors import DataError
from monazite.study.event_types import Act, Event, Point, Series, span
from monazite.study.event_units import is_priced, unforeseen
from monazite.study.forecast_share import is_known

_CHINESE = re.compile(r"\b(smm|wuxi|shanghai)\b", re.IGNORECASE)
_HOME = re.compile(r"^home$|domestic|inside|local market", re.IGNORECASE)
_VOLUME = re.compile(
    r"^volume$|unit value of imports|import (average )?(unit )?value|average value|contract",
    re.IGNORECASE,
)
_EXPORT = re.compile(r"^export$|\bfob\b|export price|export unit", re.IGNORECASE)
_KINDS = (
    (
        "outage",
        r"outage|\b(mining|mine|smelt\w*|production|output)\b.*(halt|stop|suspen|ban|strike)|strike",
    ),
    ("ban", r"\bban|prohib|embargo|suspen|halt|stop"),
    ("quota", r"quota|ceiling|cap\b|cut"),
    ("tariff", r"tariff|dut(y|ies)|tax|royalt|levy"),
    (
        "licence",
        r"licen|permit|authoris|authoriz|approv|control|list|restrict|regul|certif|regist|inspect|screen|verif",
    ),
)
_RELIABILITY = {"primary", "secondary", "weak", "computed", "derived", "memory", "unverified"}
_EVERYONE = {"all", "row", "world", "any", "everyone", "global", "rest of world"}


def _words(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else list(value or ())
    return tuple(str(item) for item in items)


def _material(text: str) -> str:
    """An id where the text, or a word of it, is a known mineral or symbol, else the text in lower-kebab."""
    words = [] if "magnet" in text.casefold().split() else re.findall(r"[A-Za-z]{4,}", text)
    known = next((m for m in map(search_mineral, [text, *words]) if m is not None), None)
    return known.id if known else re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _country(text: str) -> str:
    return search_country(text) or text


def _number(value: Any) -> float:
    return sum(map(float, value)) / len(value) if isinstance(value, list) else float(value)


def _kind(text: str, where: str) -> str:
    kind = next((name for name, pattern in _KINDS if re.search(pattern, text.casefold())), None)
    if kind is None:
        raise DataError(
            "E851",
            f"{text!r} names no kind of measure",
            where=where,
            way_out="Say licence, ban, quota, tariff, or outage where mines stop",
        )
    return kind


def _check_restrictor(text: str, where: str) -> None:
    if not search_country(text) and not re.fullmatch(r"eu(27)?|european union", text.casefold()):
        raise DataError(
            "E851",
            f"the restrictor {text!r} is no country",
            where=where,
            why="The size of the market outside hangs on who restricts",
            way_out="Give an ISO 3166-1 alpha-3 code, or a name",
        )


def _named(value: Any) -> tuple[str, ...]:
    """Destinations that are named; none where a list says that it means everyone."""
    words = _words(value)
    everyone = any(word.casefold() in _EVERYONE for word in words)
    return () if everyone else tuple(_country(word) for word in words)


def _act(raw: Mapping[str, Any], targets: Any, where: str) -> Act:
    scope = raw.get("scope")
    inner: Mapping[str, Any] = scope if isinstance(scope, dict) else {}
    goes = raw.get("destinations") or inner.get("destinations") or targets
    minerals = _words(raw.get("materials") or inner.get("materials"))
    ended, depth = raw.get("ended"), raw.get("depth")
    known = span(str(raw.get("known") or raw["effective"]), where).start
    ends = span(str(ended), where).start if ended else None
    # one that is withdrawn before its first day is no mistake
    if ends is not None and ends < known:
        raise DataError(
            "E851",
            f"a measure ends on {ends}, before it is known on {known}",
            where=where,
            way_out="Give as `ended` the first day without it",
        )
    return Act(
        id=str(raw.get("id") or raw["kind"]),
        kind=_kind(str(raw["kind"]), where),
        known=known,
        effective=span(str(raw["effective"]), where).start,
        ended=ends,
        destinations=_named(goes),
        materials=tuple(_material(m) for m in minerals if m.casefold() != "all"),
        depth=None if depth is None else float(depth),
        rate=None if raw.get("rate") is None else float(raw["rate"]),
    )


def _market(text: str, restrictor: str) -> str:
    """Home and export prices are those of the restrictor: of another country they are prices outside."""
    words = re.findall(r"[A-Za-z()]+", text)
    named = {search_country(w) for w in [text, *words] if len(w) > 2} - {None}  # noqa: PLR2004 - no two-letter words
    if _CHINESE.search(text):
        named.add("CHN")
    if named and restrictor not in named and not _VOLUME.search(text):
        return "outside"
    if _EXPORT.search(text):
        return "export"
    if _HOME.search(text) or (restrictor in named and not _VOLUME.search(text)):
        return "home"
    return "volume" if _VOLUME.search(text) else "outside"


def _point(raw: Mapping[str, Any], reliability: str, where: str) -> Point:
    period = str(raw.get("period") or raw["date"])
    return Point(
        period,
        span(period, where),
        _number(raw["value"]),
        str(raw.get("reliability") or reliability),
        str(raw.get("note") or ""),
    )


def _which(raw: Mapping[str, Any], said: str, materials: Sequence[str]) -> str:
    named = [m for m in materials if re.search(rf"\b{re.escape(m)}", said, re.IGNORECASE)]
    return _material(str(raw.get("material") or (named or list(materials) or ["all"])[0]))


def _series(
    raw: Mapping[str, Any], k: int, event: Mapping[str, Any], where: str
) -> Series | tuple[str, str]:
    unit = str(raw["unit"])
    said = f"{raw.get('series') or ''} {raw.get('variable') or ''}".strip()
    name = str(raw.get("id") or said or f"series-{k + 1}")
    where = f"{where}, {name}"
    priced = is_priced(said, unit)
    why_not = unforeseen(said, unit, priced=priced)
    if why_not:
        return name, why_not
    reliability = str(raw.get("reliability") or "secondary")
    points = sorted(
        (_point(p, reliability, where) for p in raw["points"]),
        key=lambda p: (p.span.start, p.period),
    )
    base, rest = _base(raw, points, where)
    least = min((p.value for p in rest), default=1.0)
    if least < 0.0 or (priced and least == 0.0):
        raise DataError(
            "E851",
            f"series {name!r} has a value of {least:g}",
            where=where,
            why="Prices are above zero and volumes not below; changes in percent are no levels",
            way_out="Give levels in the unit of the base, or an index with a base of 100",
        )
    if not rest:
        return name, "it has no value beside that of its base period"
    if not priced and not re.search(r"/|\bper\b|\ba (month|year)", unit):
        rest = [replace(p, per=_months(p) / _months(base)) for p in rest]
    restrictor = _country(str(event["restrictor"]))
    return Series(
        id=name,
        kind="price" if priced else "exports",
        material=_which(raw, said, _words(event["materials"])),
        market=_market(str(raw.get("market") or ""), restrictor) if priced else "exports",
        destination=_country(str(raw.get("destination") or "")),
        unit=unit,
        base=base,
        points=tuple(rest),
        source=str(raw.get("source") or ""),
    )


def _months(point: Point) -> float:
    """Months a volume is the sum of: twelve of a year, three of a quarter, but one of a span, which is a mean."""
    if ".." in point.period or point.span.end is None:
        return 1.0
    return max(float(round((point.span.end - point.span.start).days / 30.4)), 1.0)


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
    number = _number(value) if value is not None else same[0].value
    base = Point(period, span(period, where), number, "secondary")
    if number <= 0.0:
        raise DataError(
            "E851", f"the base value is {number:g}", where=where, way_out="Give one above zero"
        )
    return base, [p for p in points if p.period != period]


def event(raw: Mapping[str, Any], where: str) -> Event:
    """An event from its file form, all that is wrong with it at once.

    Raises:
        DataError: E850 or E851, in an ExceptionGroup where there are several.
    """
    problems: list[DataError] = []
    acts: list[Act] = []
    found: list[Series | tuple[str, str]] = []
    try:
        _check_restrictor(str(raw["restrictor"]), where)
    except DataError as error:
        problems.append(error)
    for act in raw["measures"]:
        try:
            acts.append(_act(act, raw.get("targets"), where))
        except DataError as error:
            problems.append(error)
    for k, entry in enumerate(raw["series"]):
        try:
            found.append(_series(entry, k, raw, where))
        except DataError as error:
            problems.append(error)
    shares = _shares(raw.get("market") or ())
    found = [_of_known(s, shares) for s in found]
    series = tuple(s for s in found if isinstance(s, Series))
    left_out = tuple(s for s in found if not isinstance(s, Series))
    if not problems and not series:
        problems.append(_nothing(left_out, where))
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ExceptionGroup(f"{where} cannot be judged", problems)
    return Event(
        id=str(raw["id"]),
        title=str(raw.get("title") or raw["id"]),
        role=str(raw.get("role") or "judge"),
        negative_control=bool(raw.get("negative_control")),
        restrictor=_country(str(raw["restrictor"])),
        materials=tuple(_material(m) for m in _words(raw["materials"])),
        acts=tuple(acts),
        shares=shares,
        series=series,
        fit_without=tuple(_material(m) for m in raw.get("fit_without") or ()),
        stoppages=raw.get("stoppages") or {},
        left_out=left_out,
        remarks=(
            *(remark for s in series for remark in _remarks(s)),
            *_strangers(acts, _words(raw["materials"]), shares),
        ),
    )


def _of_known(
    series: Series | tuple[str, str], shares: Mapping[str, Any]
) -> Series | tuple[str, str]:
    """The series, or why not where its material is no mineral and the event says nothing of its market."""
    if not isinstance(series, Series) or series.material in shares or is_known(series.material):
        return series
    return series.id, (
        f"{series.material!r} is no mineral known here: check the name, "
        "or give the event a `market` with the restrictor's share of it"
    )


def _remarks(series: Series) -> Iterator[str]:
    """Words of reliability that are none; they are passed on as written, and weigh nothing in the scores."""
    for point in series.points:
        if not set(re.findall(r"[a-z]+", point.reliability.casefold())) <= _RELIABILITY:
            yield (
                f"{series.id}, {point.period}: reliability {point.reliability!r} is none of "
                f"{', '.join(sorted(_RELIABILITY))}; passed on as written, the scores do not use it"
            )


def _strangers(
    acts: Sequence[Act], materials: Sequence[str], shares: Mapping[str, Any]
) -> Iterator[str]:
    """Materials of measures that are no mineral and none of the event's: a slip would leave its series untouched."""
    of_event = {*shares, *map(_material, materials)}
    for act in acts:
        for name in act.materials:
            if name not in of_event and not is_known(name):
                yield (
                    f"{act.id}: {name!r} is no mineral known here and none of the event's materials, "
                    "so this measure touches no series by that name"
                )


def _nothing(left_out: Sequence[tuple[str, str]], where: str) -> DataError:
    return DataError(
        "E851",
        "no series can be judged",
        where=where,
        why="; ".join(f"{name}: {why}" for name, why in left_out),
        way_out="Give prices or exports, each with a base period and a later value",
    )


def _shares(raw: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float, float]]:
    found: dict[str, tuple[float, float, float]] = {}
    for entry in raw:
        share = float(entry["restrictor_share"])
        low, high = float(entry.get("low", share)), float(entry.get("high", share))
        found[_material(entry["material"])] = (low, share, high)
    return found


_OTHER_NAMES = {
    "day_known": "known",
    "date_known": "known",
    "known_on": "known",
    "announced": "known",
    "day_effective": "effective",
    "date_effective": "effective",
    "effective_on": "effective",
    "effective_from": "effective",
    "in_force": "effective",
    "effective_until": "ended",
    "ends": "ended",
    "lifted": "ended",
    "type": "kind",
    "observed": "series",
    "observations": "series",
    "observed_points": "series",
    "importer": "destination",
    "values": "points",
}


def plain_names(raw: Any) -> Any:
    """Other common names of the same fields, a base period given as text, and points in a flat list."""
    if isinstance(raw, list):
        return [plain_names(entry) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    made = {k: plain_names(v) for k, v in raw.items() if k not in _OTHER_NAMES}
    made |= {n: plain_names(raw[k]) for k, n in _OTHER_NAMES.items() if k in raw and n not in made}
    if isinstance(made.get("base"), (str, int)):
        made["base"] = {"period": str(made["base"])}
    listed = made.get("series")
    if (
        isinstance(listed, list)
        and listed
        and all(isinstance(e, dict) and "points" not in e and "value" in e for e in listed)
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

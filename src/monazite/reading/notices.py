"""Chinese notices: numbers, items, clauses and dates of the standard form (§R24a)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from monazite import catalog
from monazite.reading.chinese import (
    ROW,
    Clause,
    agencies,
    clauses_of,
    materials_in,
    names,
    parts,
    stages,
    thresholds,
)
from monazite.reading.model import (
    Dated,
    Document,
    Event,
    InstrumentRef,
    Named,
    Quantity,
    Span,
    Why,
)
from monazite.reading.rules import mast

_NUMBER = re.compile(
    r"(?:商务部\s?)?(?:海关总署\s?)?(?:公告|令)?\s?(?P<y>20\d\d)\s?年\s?第\s?(?P<n>\d+)\s?号(?:公告)?|公告\s?第\s?\d+\s?号"
)
_DAY = r"(?P<{0}y>20\d\d)\s?年\s?(?P<{0}m>\d{{1,2}})\s?月\s?(?P<{0}d>\d{{1,2}})\s?日"
_FROM = re.compile(
    rf"自\s?(?:{_DAY.format('a')}|(?P<now>(?:公布|发布|本公告公布|本公告发布)之日|即日))\s?起|(?P<soon>即日起)|有效期(?:限)?(?:为|自)?\s?{_DAY.format('e')}"
)
_UNTIL = re.compile(rf"(?:至|到)\s?{_DAY.format('b')}")
_SIGNED = re.compile(rf"^\s*{_DAY.format('c')}\s*$", re.MULTILINE)
_PUBLISHED = re.compile(rf"于\s?{_DAY.format('c')}\s?(?:公布|发布|印发)")
_WEEK = 7
_ITEMS = re.compile(
    r"对(?:部分|下列|原产于[^、。]{1,8}的)?([^。;;对]{1,60}?)(?:等)?(?:相关)?(?:两用)?(?:物项|产品|制品)|([^、。::((\s]{1,12})相关物项"
)
_EARLIER = re.compile("此前|早在|已被|已(?:下达|纳入|列入)|已不再|我们又|去年")
_KEPT = re.compile("继续有效|不在暂停|继续遵守|该公告对")
_PROCEDURE = re.compile("出口经营者|应当通过|申请表|办理|行政处罚|刑事责任|依法追究|根据《|依据")


@dataclass(slots=True)
class _Act:
    instrument: str
    action: str
    role: str
    clause: Clause
    trigger: tuple[int, int]
    materials: dict[str, Span] = field(default_factory=dict)


@cache
def _rules() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    """Instrument, action, role and pattern; the first that fits a clause counts."""
    rules = catalog.document("reading", "notices.yaml")["rules"]
    return tuple(
        (row["instrument"], row["action"], row["role"], re.compile(row["pattern"])) for row in rules
    )


def _day(found: re.Match[str], key: str) -> str | None:
    try:
        return date(int(found[key + "y"]), int(found[key + "m"]), int(found[key + "d"])).isoformat()
    except ValueError:
        return None


def _listed(document: Document, clauses: list[Clause]) -> dict[str, Span | None]:
    """The materials the notice is about: those of `对…物项`, of its title and of its headings."""
    found: dict[str, Span | None] = {}
    for text, start in ((document.title, -1), *((c.text, c.start) for c in clauses)):
        procedure = _PROCEDURE.match(text.strip()) and "管制" not in text[20:]
        if procedure or _KEPT.search(text) or _EARLIER.search(text):
            continue
        for hit in _ITEMS.finditer(text):
            for key, span in materials_in(hit.group(0), max(start, 0) + hit.start()).items():
                if found.get(key) is None:
                    found[key] = span if start >= 0 else None
    if not found:
        found.update(dict.fromkeys(materials_in(document.title, 0)))
    if "rare_earths" in found and len(found) > 1:
        del found["rare_earths"]
    return found


_ANY_DAY = re.compile(r"(20\d\d)\s?年\s?(\d{1,2})\s?月")
_SEASON = 2  # months


def _is_earlier(text: str, on: date | None) -> bool:
    """Whether a clause tells an earlier act: words that look back, or a month well before the notice."""
    if re.search("暂停|停止实施", text):
        return False
    if _EARLIER.search(text):
        return True
    months = [int(y) * 12 + int(m) for y, m in _ANY_DAY.findall(text) if int(m) <= 12]  # noqa: PLR2004 - months
    return on is not None and bool(months) and max(months) < on.year * 12 + on.month - _SEASON


def _find(clauses: list[Clause], on: date | None = None) -> list[_Act]:
    acts: list[_Act] = []
    for clause in clauses:
        for instrument, action, role, pattern in _rules():
            hit = pattern.search(clause.text)
            if hit is None:
                continue
            if not instrument:
                instrument = _paused(clause.text)  # noqa: PLW2901 - what is suspended decides
            if role == "main" and _is_earlier(clause.text, on):
                role = "background"  # noqa: PLW2901 - told as an earlier act
            act = _Act(
                instrument,
                action,
                role,
                clause,
                hit.span(),
                materials_in(clause.text, clause.start),
            )
            same = next((a for a in acts if (a.instrument, a.role) == (instrument, role)), None)
            if same is None:
                acts.append(act)
            elif action in {same.action, "suspend"} or instrument == "export_prohibition":
                same.materials = {**act.materials, **same.materials}
                if same.action != "suspend":
                    same.action = "tighten" if "tighten" in {action, same.action} else same.action
            break
    return acts


def _paused(text: str) -> str:
    if re.search("名单|不可靠实体", text):
        return "sanctions"
    if "关税" in text:
        return "import_tariff"
    return "export_prohibition" if "2024年第46号" in text or "禁止" in text else "export_licensing"


def _is_late(hit: re.Match[str], on: date | None) -> bool:
    """Whether a day is in the week up to the document's: the day of an earlier notice is not its own."""
    day = _day(hit, "c")
    return bool(on and day) and 0 <= (on - date.fromisoformat(day)).days <= _WEEK  # type: ignore[operator]


def _dates(
    document: Document, clauses: list[Clause]
) -> tuple[Dated | None, Dated | None, Dated | None]:
    told = document.date.isoformat() if document.date else None
    signed = list(_SIGNED.finditer(document.text))
    signed = signed or [h for h in _PUBLISHED.finditer(document.text) if _is_late(h, document.date)]
    announced = Dated(told, "day", None, implicit=True) if told else None
    if signed and (day := _day(signed[-1], "c")):
        announced = Dated(day, "day", Span(signed[-1].group(0), *signed[-1].span()))
    effective = expires = None
    for clause in clauses:
        if re.search("工作日|受理之日|收到", clause.text) or _EARLIER.search(clause.text):
            continue
        begin, end = _FROM.search(clause.text), _UNTIL.search(clause.text)
        if begin:
            key = "a" if begin["ay"] else "e"
            value = (
                _day(begin, key) if begin[key + "y"] else (announced.value if announced else None)
            )
            if value:
                span = Span(
                    begin.group(0), clause.start + begin.start(), clause.start + begin.end()
                )
                if effective is None or value > effective.value:
                    effective = Dated(value, "day", span)
        if end and expires is None and (value := _day(end, "b")):
            expires = Dated(
                value,
                "day",
                Span(end.group(0), clause.start + end.start(), clause.start + end.end()),
            )
    return announced, effective, expires


_SHORTS = {"美": "USA", "日": "JPN", "韩": "KOR"}
_SHORT = re.compile(r"对(美|日|韩)(?=[出军镓锗锑稀两物])")


def _targets(document: Document, act: _Act) -> tuple[Named, ...]:
    _, _, pattern, table = names()
    found: dict[str, Named] = {}
    text, start = act.clause.text, act.clause.start
    for hit in pattern.finditer(text):
        before = text[max(0, hit.start() - 12) : hit.start()]
        if table[hit.group(0)] != "CHN" and re.search("对$|原产于$|向$", before):
            span = Span(hit.group(0), start + hit.start(), start + hit.end())
            found.setdefault(table[hit.group(0)], Named(table[hit.group(0)], span))
    short = None if found else _SHORT.search(document.title + text)
    if short and act.instrument.startswith("export"):
        found[_SHORTS[short.group(1)]] = Named(_SHORTS[short.group(1)], None, implicit=True)
    title = re.search("对(" + pattern.pattern + ")", document.title)
    if not found and title and table[title.group(1)] != "CHN":
        found[table[title.group(1)]] = Named(table[title.group(1)], None, implicit=True)
    if not found and act.role == "main" and act.instrument.startswith("export"):
        found["WLD"] = Named("WLD", None, implicit=True)
    return tuple(found.values())


def _products(clauses: list[Clause]) -> tuple[Named, ...]:
    found: dict[str, Named] = {}
    for clause in parts(clauses):
        listed = ROW.match(clause.text) or "等物项" in clause.text
        if _PROCEDURE.search(clause.text) and not listed:
            continue
        if _KEPT.search(clause.text):
            continue
        for stage, pattern in stages():
            hit = pattern.search(clause.text)
            if hit and stage not in found:
                span = Span(hit.group(0), clause.start + hit.start(), clause.start + hit.end())
                found[stage] = Named(stage, span)
    return tuple(found.values())


def _quantities(clauses: list[Clause], act: _Act) -> tuple[Quantity, ...]:
    if act.instrument not in {
        "export_quota",
        "production_quota",
        "stockpile_purchase",
        "stockpile_release",
    }:
        return ()
    found: list[Quantity] = []
    for clause in clauses:
        for hit in re.finditer(r"(\d[\d,,]*(?:\.\d+)?)\s?(万)?吨", clause.text):
            value = float(re.sub("[,,]", "", hit.group(1))) * (1e4 if hit.group(2) else 1.0)
            span = Span(hit.group(0), clause.start + hit.start(), clause.start + hit.end())
            found.append(Quantity(value, "t", act.instrument, None, span))
    return tuple(found)


def _status(act: _Act, effective: Dated | None, announced: Dated | None) -> str:
    fixed = {
        "suspend": "suspended",
        "remove": "cancelled",
        "propose": "proposed",
        "award": "adopted",
    }
    if act.action in fixed:
        return fixed[act.action]
    if act.role == "background":
        return "in_force"
    if effective and announced:
        return "in_force" if effective.value <= announced.value else "announced"
    return "announced"


def _acts(document: Document, clauses: list[Clause]) -> list[_Act]:
    """The acts of the clauses, or of the title where they tell none; what a draft says is proposed."""
    acts = _find(clauses, document.date)
    quoted = re.search("该款|内容为|第[一二三四]款", document.text)
    paused = quoted and any(a.action == "suspend" for a in acts)
    if not any(a.role == "main" for a in acts):
        acts += _find([Clause(document.title, 0)])
    draft = bool(re.search("征求意见", document.title))
    for act in acts:
        if act.role == "main" and (paused or draft):
            act.action = "propose" if draft else "suspend"
    return acts


def _goods(act: _Act, main: list[_Act], listed: dict[str, Span | None]) -> dict[str, Span | None]:
    """The materials of an act: those of its clause, and those of the notice where it is the only one."""
    own: dict[str, Span | None] = dict(act.materials)
    if act.role != "main" or (len(main) > 1 and own):
        return own
    if act.action == "suspend" and own:
        return own
    if own or act.instrument != "export_prohibition" or act.action == "suspend":
        return {**listed, **own}
    return own


def notice(document: Document) -> tuple[Event, ...]:
    """The acts of a Chinese notice, from its title, its clauses and its day."""
    clauses = clauses_of(document.text)
    acts = _acts(document, clauses)
    announced, effective, expires = _dates(document, clauses)
    listed, products = _listed(document, clauses), _products(clauses)
    offices = agencies(document)
    limits = thresholds(clauses)
    refs = tuple(
        InstrumentRef(m.group(0).strip(), Span(m.group(0), *m.span()))
        for m in _NUMBER.finditer(document.text)
    )
    main = [a for a in acts if a.role == "main"]
    label = document.name or "document"
    events: list[Event] = []
    for number, act in enumerate(acts, 1):
        own = _goods(act, main, listed)
        is_main = act.role == "main"
        quote = act.clause.text[slice(*act.trigger)]
        at = act.clause.start + act.trigger[0]
        events.append(
            Event(
                id=f"{label}-e{number}",
                instrument=act.instrument,
                mast=mast(act.instrument),
                role=act.role,
                action=act.action,
                status=_status(act, effective, announced),
                extraterritorial="境外" in document.text or "任何国家和地区" in document.text,
                trigger=Span(quote, at, at + len(quote)),
                actors=offices,
                targets=_targets(document, act),
                materials=tuple(Named(k, v, implicit=v is None) for k, v in own.items()),
                products=products if is_main and len(main) == 1 else _products([act.clause]),
                thresholds=limits if number == 1 else (),
                announced=announced if is_main else None,
                effective=effective if is_main else None,
                expires=expires if is_main else None,
                quantities=_quantities(clauses, act) if is_main else (),
                instrument_refs=refs if number == 1 else (),
                why=(Why("instrument", "clause of a Chinese notice", quote),),
            )
        )
    return tuple(events)

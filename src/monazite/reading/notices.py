"""Chinese notices: numbers, items, clauses and dates of the standard form (§R24a)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from monazite import catalog
from monazite.reading.model import (
    Actor,
    Dated,
    Document,
    Event,
    InstrumentRef,
    Named,
    Quantity,
    Span,
    Threshold,
    Why,
)
from monazite.reading.rules import mast

_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST = 0.25  # of the characters; fewer is a text that quotes Chinese
_SENTENCE = re.compile(r"[^。；;！!\n]+[。；;！!]?")
_NUMBER = re.compile(
    r"(?:商务部\s?)?(?:海关总署\s?)?(?:公告|令)?\s?(?P<y>20\d\d)\s?年\s?第\s?(?P<n>\d+)\s?号(?:公告)?|公告\s?第\s?\d+\s?号"
)
_DAY = r"(?P<{0}y>20\d\d)\s?年\s?(?P<{0}m>\d{{1,2}})\s?月\s?(?P<{0}d>\d{{1,2}})\s?日"
_FROM = re.compile(
    rf"自\s?(?:{_DAY.format('a')}|(?P<now>(?:公布|发布|本公告公布|本公告发布)之日|即日))\s?起|(?P<soon>即日起)|有效期(?:限)?(?:为|自)?\s?{_DAY.format('e')}"
)
_UNTIL = re.compile(rf"(?:至|到)\s?{_DAY.format('b')}")
_SIGNED = re.compile(rf"^\s*{_DAY.format('c')}\s*$", re.MULTILINE)
_ITEMS = re.compile(
    r"对(?:部分|下列|原产于[^、。]{1,8}的)?([^。;;对]{1,60}?)(?:等)?(?:相关)?(?:两用)?(?:物项|产品|制品)|([^、。::((\s]{1,12})相关物项"
)
_EARLIER = re.compile("此前|早在|已被|已(?:下达|纳入|列入)|已不再|我们又|去年")
_PROCEDURE = re.compile("出口经营者|应当通过|申请表|办理|行政处罚|刑事责任|依法追究|根据《|依据")
_ROW = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))]|\d+[..、]|\d[A-Z]\d{3})"
)

_PART = re.compile(
    r"(?:(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、](?!\d))|[^：:])"
    r"(?:(?![一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|(?<![\d.])\d{1,2}[.．、](?!\d))[^：:])*[：:]?"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    start: int


@dataclass(slots=True)
class _Act:
    instrument: str
    action: str
    role: str
    clause: _Clause
    trigger: tuple[int, int]
    materials: dict[str, Span] = field(default_factory=dict)


@cache
def _rules() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    """Instrument, action, role and pattern; the first that fits a clause counts."""
    rules = catalog.document("reading", "notices.yaml")["rules"]
    return tuple(
        (row["instrument"], row["action"], row["role"], re.compile(row["pattern"])) for row in rules
    )


@cache
def _stages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    stages = catalog.document("reading", "notices.yaml")["stages"]
    return tuple((row["stage"], re.compile(row["pattern"])) for row in stages)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], dict[str, str]]:
    things = catalog.document("reading", "substances.yaml")["chinese"]
    places = catalog.document("reading", "places.yaml")["chinese"]

    def one(names: dict[str, str]) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

    return one(things), things, one(places), places


def is_notice(document: Document) -> bool:
    """Whether a document is written in Chinese."""
    sample = document.title + document.text[:1_000]
    return not document.text.isascii() and len(_HAN.findall(sample)) > _LEAST * len(sample)


def _clauses(text: str) -> list[_Clause]:
    return [_Clause(m.group(0), m.start()) for m in _SENTENCE.finditer(text) if m.group(0).strip()]


def _day(found: re.Match[str], key: str) -> str | None:
    try:
        return date(int(found[key + "y"]), int(found[key + "m"]), int(found[key + "d"])).isoformat()
    except ValueError:
        return None


def _materials(text: str, start: int) -> dict[str, Span]:
    pattern, table, _, _ = _names()
    found: dict[str, Span] = {}
    for hit in pattern.finditer(text):
        found.setdefault(
            table[hit.group(0)], Span(hit.group(0), start + hit.start(), start + hit.end())
        )
    return found


def _listed(document: Document, clauses: list[_Clause]) -> dict[str, Span | None]:
    """The materials the notice is about: those of `对…物项`, of its title and of its headings."""
    found: dict[str, Span | None] = {}
    for text, start in ((document.title, -1), *((c.text, c.start) for c in clauses)):
        procedure = _PROCEDURE.match(text.strip()) and "管制" not in text[20:]
        if procedure or "继续有效" in text or "不在暂停" in text or _EARLIER.search(text):
            continue
        for hit in _ITEMS.finditer(text):
            for key, span in _materials(hit.group(0), max(start, 0) + hit.start()).items():
                if found.get(key) is None:
                    found[key] = span if start >= 0 else None
    if not found:
        found.update(dict.fromkeys(_materials(document.title, 0)))
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


def _find(clauses: list[_Clause], on: date | None = None) -> list[_Act]:
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
                instrument, action, role, clause, hit.span(), _materials(clause.text, clause.start)
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


def _dates(
    document: Document, clauses: list[_Clause]
) -> tuple[Dated | None, Dated | None, Dated | None]:
    told = document.date.isoformat() if document.date else None
    signed = list(_SIGNED.finditer(document.text))
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
    _, _, pattern, table = _names()
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


def _parts(clauses: list[_Clause]) -> list[_Clause]:
    """The clauses cut before each item of a list, as some notices print a whole list as one sentence."""
    return [
        _Clause(part.group(0), clause.start + part.start())
        for clause in clauses
        for part in _PART.finditer(clause.text)
    ]


def _products(clauses: list[_Clause]) -> tuple[Named, ...]:
    found: dict[str, Named] = {}
    for clause in _parts(clauses):
        listed = _ROW.match(clause.text) or "等物项" in clause.text
        if _PROCEDURE.search(clause.text) and not listed:
            continue
        if "继续有效" in clause.text or "不在暂停" in clause.text:
            continue
        for stage, pattern in _stages():
            hit = pattern.search(clause.text)
            if hit and stage not in found:
                span = Span(hit.group(0), clause.start + hit.start(), clause.start + hit.end())
                found[stage] = Named(stage, span)
    return tuple(found.values())


@cache
def _offices() -> dict[str, tuple[str, str]]:
    """Chinese names of agencies with their country and identifier, read once."""
    return catalog.document("reading", "places.yaml")["chinese_agencies"]


def _agencies(document: Document) -> tuple[Actor, ...]:
    table = _offices()
    head = document.title + "\n" + document.text
    found: list[Actor] = []
    for name, (of, agency) in table.items():
        if agency == "State Council" and name not in document.title:
            continue
        if name in head[:60] or document.text.rstrip()[-80:].find(name) >= 0:
            at = document.text.find(name)
            found.append(Actor(of, agency, Span(name, at, at + len(name)) if at >= 0 else None))
    return tuple(found) or (Actor("CHN", None, None, implicit=True),)


def _quantities(clauses: list[_Clause], act: _Act) -> tuple[Quantity, ...]:
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


_CONTENT = re.compile(
    r"(?P<what>含量|纯度|比例|丰度)[^。;;%]{0,16}?(?P<op>大于等于|不低于|不少于|大于|超过|≥|>)\s?(?P<n>\d+(?:\.\d+)?)\s?[%%]|"
    r"(?P<m>\d+(?:\.\d+)?)\s?[%%](?:及以上|以上)"
)


def _thresholds(clauses: list[_Clause]) -> tuple[Threshold, ...]:
    found: list[Threshold] = []
    for clause in clauses:
        for hit in _CONTENT.finditer(clause.text):
            op = ">" if hit["op"] in {"大于", "超过", ">"} else ">="
            span = Span(hit.group(0), clause.start + hit.start(), clause.start + hit.end())
            found.append(Threshold("content", op, float(hit["n"] or hit["m"]), "%", span))
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


def notice(document: Document) -> tuple[Event, ...]:
    """The acts of a Chinese notice, from its title, its clauses and its day."""
    clauses = _clauses(document.text)
    acts = _find(clauses, document.date)
    if any(a.action == "suspend" for a in acts) and re.search(
        "该款|内容为|第[一二三四]款", document.text
    ):
        for act in acts:
            if act.role == "main":
                act.action = "suspend"
    if not any(a.role == "main" for a in acts):
        acts += _find([_Clause(document.title, 0)])
    draft = bool(re.search("征求意见", document.title))
    announced, effective, expires = _dates(document, clauses)
    listed, products = _listed(document, clauses), _products(clauses)
    agencies = _agencies(document)
    refs = tuple(
        InstrumentRef(m.group(0).strip(), Span(m.group(0), *m.span()))
        for m in _NUMBER.finditer(document.text)
    )
    main = [a for a in acts if a.role == "main"]
    label = document.name or "document"
    events: list[Event] = []
    for number, act in enumerate(acts, 1):
        if draft and act.role == "main":
            act.action = "propose"
        own: dict[str, Span | None] = dict(act.materials)
        whole = len(main) == 1 or not own
        paused = act.action == "suspend" and own
        if (
            act.role == "main"
            and whole
            and not paused
            and (own or act.instrument != "export_prohibition" or act.action == "suspend")
        ):
            own = {**listed, **own}
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
                actors=agencies,
                targets=_targets(document, act),
                materials=tuple(Named(k, v, implicit=v is None) for k, v in own.items()),
                products=products if is_main and len(main) == 1 else _products([act.clause]),
                thresholds=_thresholds(clauses) if number == 1 else (),
                announced=announced if is_main else None,
                effective=effective if is_main else None,
                expires=expires if is_main else None,
                quantities=_quantities(clauses, act) if is_main else (),
                instrument_refs=refs if number == 1 else (),
                why=(Why("instrument", "clause of a Chinese notice", quote),),
            )
        )
    return tuple(events) if main or events else ()

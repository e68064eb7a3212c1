"""Screens a bill of materials line by line: decision, reason, and who can settle what is open (§X70 to §X79)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from monazite.codes import country_name
from monazite.exposure.bill import Bill, Line, children, in_tree_order
from monazite.exposure.classify import (
    Classification,
    ItemIndex,
    Stand,
    classify,
    facts_asked,
    index,
    reduce,
)
from monazite.exposure.describe import Traits, describe
from monazite.exposure.determine import NOT_REQUIRED, UNDETERMINED, Determination, determine
from monazite.exposure.facts import Facts, Readings, Span
from monazite.exposure.logic import MET, NOT_MET, OPEN, Verdict, either
from monazite.exposure.origin import Counted, Rolled, origin_span, roll_up
from monazite.exposure.screening import ScreenedLine, Screening, Shipment
from monazite.regime import Standing


@dataclass(slots=True)
class Desk:
    """What one screening works with; holds the caches, is never seen outside."""

    standing: Standing
    shipment: Shipment
    readings: Readings
    found: ItemIndex
    measured: frozenset[str]
    decided: dict[object, Determination] = field(default_factory=dict[object, Determination])
    classified: dict[object, Classification] = field(default_factory=dict[object, Classification])
    asked: dict[frozenset[str], frozenset[str]] = field(
        default_factory=dict[frozenset[str], frozenset[str]]
    )


def desk(
    standing: Standing, shipment: Shipment | None = None, readings: Readings | None = None
) -> Desk:
    """A desk for one standing and shipment; screening several bills on it shares what was worked out."""
    return Desk(
        standing,
        shipment or Shipment(),
        readings or Readings(),
        index(standing),
        facts_asked(standing),
    )


def screen(
    bill: Bill,
    standing: Standing,
    shipment: Shipment | None = None,
    readings: Readings | None = None,
    *,
    explain: bool = True,
) -> Screening:
    """Every line of a bill decided under the law of a day.

    Each line is one transaction: from where it is made to where the line it is part of is made; the top line from
    the exporter to the destination. What is inside a line is rolled up as an interval of its value.

    Args:
        bill: The bill.
        standing: The law.
        shipment: Exporter, destination, parties.
        readings: How open points of the rules are read.
        explain: Also find which readings decide and what would settle an open line.

    Spec: §X70.
    """
    from monazite.exposure.asking import questions_for

    work = desk(standing, shipment, readings)
    traits = {line.id: traits_of(line) for line in bill.lines}
    first = {line.id: _classified(work, line, traits[line.id], NOT_MET) for line in bill.lines}
    parents = {line.parent for line in bill.lines}
    counted = {
        line.id: _counted(work, traits[line.id], first[line.id], closed=line.id not in parents)
        for line in bill.lines
    }
    rolled = roll_up(bill, counted, summed=work.readings.aggregate_part1)
    otherwise = _otherwise(work, bill, traits, first, counted)
    holds = _holds(bill, first, counted, work.found)
    places = _places(bill, work.shipment)
    order = {line.id: level for line, level in in_tree_order(bill)}
    out: list[ScreenedLine] = []
    for line in bill.lines:
        other = {name: {"part1": found[line.id].share} for name, found in otherwise.items()}
        inner = _Inner(rolled[line.id], holds[line.id], *places[line.id], other)
        screened = _decide(work, line, traits[line.id], inner, explain=explain)
        screened = replace(screened, level=order[line.id])
        out.append(questions_for(screened, inner.rolled, bill, first) if explain else screened)
    return Screening(bill, standing, work.shipment, work.readings, tuple(out))


@dataclass(frozen=True, slots=True)
class _Inner:
    rolled: Rolled
    holds: Verdict
    exporter_in: str
    destination: str
    otherwise: Mapping[str, Mapping[str, Span]]


def traits_of(line: Line) -> Traits:
    """What a line says of itself; declared facts win over its text."""
    form = line.facts.get("form")
    return describe(
        line.text,
        composition=line.composition,
        facts={
            name: value for name, value in line.facts.items() if name not in {"value_share", "form"}
        },
        form=str(form) if form else "",
    )


def _classified(work: Desk, line: Line, traits: Traits, holds: Verdict) -> Classification:
    key = (
        traits.concepts,
        traits.open,
        traits.absent,
        traits.inside,
        traits.described,
        _key(traits.properties, work.measured),
        any(name.endswith("_wt_pct") for name in traits.properties),
        line.item,
        line.hs,
        line.control_code,
        holds,
    )
    if key not in work.classified:
        work.classified[key] = classify(
            traits,
            work.found,
            item=line.item,
            hs=line.hs,
            control_code=line.control_code,
            holds_part2=holds,
        )
    return work.classified[key]


def _verdict(found: Classification, index_: ItemIndex, group: str, *, but: str = "") -> Verdict:
    said: list[Verdict] = []
    for entry in found.candidates:
        groups = entry.item.groups
        if group in groups and but not in groups and entry.item.id in index_.by_id:
            said.append({Stand.MATCH: MET, Stand.OPEN: OPEN}.get(entry.stand, NOT_MET))
    return either(said)


def _counted(
    work: Desk, traits: Traits, found: Classification, *, closed: bool, wide: bool | None = None
) -> Counted:
    """Part 1 items count; under the wider reading so does an embedded Part 2 material (§X61)."""
    part1 = _verdict(found, work.found, "part1")
    part2 = _verdict(found, work.found, "part2", but="component")
    if wide is None:
        wide = work.readings.numerator == "embedded_part2_value"
    unseen = "contains:part2" in traits.open or bool(traits.inside) or not traits.described
    if not wide and part2 is not NOT_MET:
        unseen = True  # what Part 1 items went into a closed magnet is not said
    return Counted(either((part1, part2)) if wide else part1, may_hold=closed and unseen)


def _otherwise(
    work: Desk,
    bill: Bill,
    traits: Mapping[str, Traits],
    first: Mapping[str, Classification],
    counted: Mapping[str, Counted],
) -> dict[str, dict[str, Rolled]]:
    """The roll-up with the numerator, and the summing, read the other way."""
    wide = work.readings.numerator != "embedded_part2_value"
    parents = {line.parent for line in bill.lines}
    other = {
        line.id: _counted(
            work, traits[line.id], first[line.id], closed=line.id not in parents, wide=wide
        )
        for line in bill.lines
    }
    summed = work.readings.aggregate_part1
    return {
        "numerator": roll_up(bill, other, summed=summed),
        "aggregate_part1": roll_up(bill, counted, summed=not summed),
    }


def _holds(
    bill: Bill,
    first: Mapping[str, Classification],
    counted: Mapping[str, Counted],
    found: ItemIndex,
) -> dict[str, Verdict]:
    """Whether something below a line is a Part 2 material."""
    below = children(bill)
    verdicts: dict[str, Verdict] = {}
    for line, _ in reversed(in_tree_order(bill)):
        inner = below.get(line.id, [])
        said = [verdicts[child.id] for child in inner]
        said += [_verdict(first[child.id], found, "part2", but="component") for child in inner]
        if counted[line.id].may_hold and line.facts.get("value_share") != 0:
            said.append(OPEN)
        verdicts[line.id] = either(said)
    return verdicts


def made_in(line: Line) -> str:
    """Where a line is made: as stated, or its one country of origin."""
    if line.made_in:
        return line.made_in
    only = line.origins[0] if len(line.origins) == 1 else None
    return only.country if only is not None and only.share > 0.999 else ""  # noqa: PLR2004 - rounded shares


def _places(bill: Bill, shipment: Shipment) -> dict[str, tuple[str, str]]:
    """Exporting country and destination of each line (§X71)."""
    by_id = {line.id: line for line in bill.lines}
    parents = {line.parent for line in bill.lines}
    found: dict[str, tuple[str, str]] = {}
    for line, _ in in_tree_order(bill):
        if line.parent:
            above = by_id[line.parent]
            goes_to = made_in(above) or _leaves_from(above, by_id, shipment)
            found[line.id] = (made_in(line), goes_to)
        elif line.id in parents or len(bill.lines) == 1:
            found[line.id] = (shipment.exporter_in or made_in(line), shipment.destination)
        else:
            found[line.id] = (made_in(line) or shipment.exporter_in, shipment.destination)
    return found


def _leaves_from(line: Line, by_id: Mapping[str, Line], shipment: Shipment) -> str:
    """Where an assembly without a country of manufacture is put together: as the next one above it that has one."""
    here = line
    while here.parent:
        here = by_id[here.parent]
        if made_in(here):
            return made_in(here)
    return shipment.exporter_in


def _decide(
    work: Desk, line: Line, traits: Traits, inner: _Inner, *, explain: bool
) -> ScreenedLine:
    found = _classified(work, line, traits, inner.holds)
    share = inner.rolled.share if inner.rolled.share.high > 0 else None
    base = ScreenedLine(
        line, 0, NOT_REQUIRED, "", inner.exporter_in, inner.destination, share, found
    )
    pointed = frozenset(entry.item.id for entry in found.candidates if entry.stand is Stand.POINTS)
    if not found.near and not found.settled:
        return _unclear(work, base, traits, inner, pointed)
    if not found.near:
        return replace(base, reason=_plain(found))
    if inner.exporter_in and inner.exporter_in == inner.destination:
        return replace(
            base, reason=f"made and used in {country_name(inner.exporter_in)}: no export"
        )
    answer = _determined(work, line, traits, inner, found.near, explain=explain)
    return replace(base, outcome=answer.outcome, reason=answer.reason, determination=answer)


def _plain(found: Classification) -> str:
    if found.candidates:
        return f"no listed item is described ({found.candidates[0].reason})"
    return "no listed item is described"


def _unclear(
    work: Desk, base: ScreenedLine, traits: Traits, inner: _Inner, pointed: frozenset[str]
) -> ScreenedLine:
    """A line that does not say what it is, or whose code says otherwise: open where the item would matter."""
    why = base.classification.why_open
    if pointed and traits.described:
        supposed = replace(base.line, item="")
        answer = _determined(work, supposed, traits, inner, pointed, explain=False, pinned=pointed)
        if answer.outcome == NOT_REQUIRED:
            return replace(base, reason=f"{why}; either way: {answer.reason}", determination=answer)
    return replace(base, outcome=UNDETERMINED, reason=why)


def _facts(work: Desk, line: Line, traits: Traits, inner: _Inner, pinned: frozenset[str]) -> Facts:
    values: dict[str, object] = dict(work.shipment.values)
    from_china, said = origin_span(line, "CHN")
    here = made_in(line)
    stated = {"exporter_in": inner.exporter_in, "destination": inner.destination, "made_in": here}
    values |= {name: value for name, value in stated.items() if value}
    if said or from_china.low > 0:
        values["prc_origin"] = from_china.high > 0
    technology = line.facts.get("technology_origin")
    if technology:
        values |= {"technology_origin": technology, "prc_technology": technology == "CHN"}
    values |= {
        name: value for name, value in line.facts.items() if name not in {"form", "value_share"}
    }
    if here:
        values.setdefault("produced_in", (here,))
    item = traits
    if inner.holds is MET:
        item = replace(traits, inside=traits.inside | {"contains:part2"})
    return Facts(
        values,
        item,
        assumed=work.shipment.assumed,
        lists=work.shipment.lists,
        shares={"part1": inner.rolled.share},
        shares_otherwise=inner.otherwise,
        pinned=pinned | (frozenset([line.item]) if line.item else frozenset()),
        supplier=line.supplier,
    )


def _key(values: Mapping[str, object], asked: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in values.items() if name in asked))


def _determined(  # noqa: PLR0913 - one decision with all it hangs on
    work: Desk,
    line: Line,
    traits: Traits,
    inner: _Inner,
    near: frozenset[str],
    *,
    explain: bool,
    pinned: frozenset[str] = frozenset(),
) -> Determination:
    facts = _facts(work, line, traits, inner, pinned)
    law = reduce(work.found, near)
    if near not in work.asked:
        work.asked[near] = facts_asked(law)
    asked = work.asked[near]
    key = (
        near,
        traits.concepts,
        traits.absent,
        traits.open,
        facts.item.inside,
        _key(facts.values, asked),
        _key(traits.properties, asked),
        inner.rolled.share,
        tuple(shares["part1"] for shares in inner.otherwise.values()),
        facts.pinned,
        explain,
    )
    if key not in work.decided:
        answer = determine(facts, law, work.readings, explain=False)
        if explain and answer.outcome != NOT_REQUIRED:
            answer = determine(facts, law, work.readings, explain=True)
        work.decided[key] = answer
    return work.decided[key]

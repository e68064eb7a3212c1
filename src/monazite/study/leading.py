"""The five sentences a busy reader needs (§B4): law, touch, shortage and what decides it, price and help, claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monazite.brief import claims, law, prices, shortage, words
from monazite.brief.model import Finding, Part
from monazite.study import helping

if TYPE_CHECKING:
    from monazite.brief.shortage import Runs
    from monazite.provenance import Figure
    from monazite.simulate import Shortage
    from monazite.study.facade import Study

_ORDER = ("law", "exposure", "shortage", "prices", "loss", "response", "value", "claims")
_RANK = ("law", "exposure", "shortage", "prices", "response", "loss", "value")
_SENTENCES = 5
_NOTABLE = 0.05  # a mineral hit in so much a larger share of runs is named beside the leading one


def sentences(study: Study, parts: list[Part], judged: claims.Judged) -> tuple[Finding, ...]:
    """One finding of each section in the order of the flow; five at most, claims always among them."""
    from monazite.study import told

    checked = [claims.lead(judged)] if claims.checked(judged) else []
    if study.document is not None and not study.policy_events:
        return (told.no_event(study), *checked)
    first = {part.section: part.findings[0] for part in parts if part.findings}
    if study.linked and "law" in first and "/branches" not in first["law"].id:
        first["law"] = law.lead(study.standing.clauses, study.linked[0], study.as_of)
    if study.modelled and (broken := _shortage(study)):
        first["shortage"] = broken
    elif study.at_home and "loss" in first:
        first.pop("shortage", None)  # nothing runs short at home: what is lost is sold less
    if study.modelled and (helped := _help(study, parts)):
        first["response"] = helped
        first.pop("prices", None)  # told in the same sentence
    ranked = sorted(
        (entry for section, entry in first.items() if section in _RANK),
        key=lambda entry: _RANK.index(entry.section),
    )
    kept = ranked[: _SENTENCES - len(checked)]
    ordered = [first[section] for section in _ORDER if section in first and first[section] in kept]
    return (*ordered, *checked)


def _shortage(study: Study) -> Finding | None:
    """What breaks first, how often in each case, and the assumption that decides it."""
    from monazite.study import outcome

    case = study.leading
    runs = None if case is None else outcome.runs_of(study, case)
    if case is None or runs is None:
        return None
    entries = outcome.by_stake(study, runs)
    short = shortage.worst(entries)
    if not short:
        return None
    entry = short[0]
    week, chance = shortage.first_week(runs, entry), shortage.probability(runs, entry)
    missed = shortage.share_missed(runs, entry)
    figures: list[Figure] = [missed, chance]
    text = (
        f"{case.title}, {_name(entry)} in {words.the_country(study.importer)} runs short in {{1}} of the "
        f"{study.runs:,} runs"
    )
    text += _other_case(study, entry, figures)
    if week is not None:
        text += shortage.began(week, len(figures))
        figures.append(week)
    text += "; the middle run misses {0:range} of demand" + _hardest(runs, short, figures)
    text += _beside(study, figures) + _decides(study, entry, figures) + "."
    return Finding("lead/shortage", "shortage", text, tuple(figures))


def _name(entry: Shortage) -> str:
    return entry.group.name.replace("-", " ")


def _other_case(study: Study, entry: Shortage, figures: list[Figure]) -> str:
    """How often the same mineral runs short in the other case, or that it has no control left."""
    from monazite.simulate import shortages
    from monazite.study import outcome

    other = next(case for case in study.cases if case is not study.leading)
    runs = outcome.runs_of(study, other)
    said = "with them suspended" if other.id == "without" else "with the measures in force"
    if runs is None:
        return " (with them suspended no control is left)" if other.id == "without" else ""
    same = [each for each in shortages(runs.ensemble, "focus-mineral") if each.group == entry.group]
    if not same:
        return ""
    figures.append(shortage.probability(runs, same[0]))
    return f" ({{{len(figures) - 1}}} {said})"


def _hardest(runs: Runs, short: list[Shortage], figures: list[Figure]) -> str:
    worst = max(short, key=lambda each: each.probability)
    if worst.probability < short[0].probability + _NOTABLE:
        return ""
    figures.append(shortage.probability(runs, worst))
    return f", hardest hit is {_name(worst)} ({{{len(figures) - 1}}} of the runs)"


def _beside(study: Study, figures: list[Figure]) -> str:
    """How often the other minerals of the same act run short."""
    from monazite.study import outcome

    told: list[str] = []
    for other in study.others:
        case = other.leading if other.modelled else None
        runs = None if case is None else outcome.runs_of(other, case)
        if runs is None:
            continue
        entries = outcome.by_stake(other, runs)
        if entries:
            figures.append(shortage.probability(runs, entries[0]))
            told.append(f"{_name(entries[0])} {{{len(figures) - 1}}}")
    return f"; of the other minerals, {words.listing(told)}" if told else ""


def _decides(study: Study, entry: Shortage, figures: list[Figure]) -> str:
    from monazite.study.scenario import thirds

    case, found = study.leading, thirds(study, entry.group.name)
    if case is None or found is None:
        return ""
    name, lowest, highest = found
    label = study.scenarios[case.id].assumptions[name].figure.label
    at = len(figures)
    figures += [lowest, highest]
    return (
        f". What decides most: {label[:1].lower()}{label[1:]}. In the third of the runs where that is lowest the "
        f"middle one misses {{{at}:range}}, where it is highest {{{at + 1}:range}}"
    )


def _help(study: Study, parts: list[Part]) -> Finding | None:
    """The price that moves most, what cover costs, and the stage at which announced plants close least of the gap."""
    found = {part.section: part.findings for part in parts}
    told: list[str] = []
    figures: list[Figure] = []
    moved = max(found.get("prices", ()), key=lambda entry: entry.figures[0].number, default=None)
    if moved is not None and moved.figures[0].number >= prices.MOVES:
        mineral = moved.id.rsplit("/", 1)[1].replace("-", " ")
        told.append(
            f"Outside {words.the_country(study.restrictor)} the thin spot price of {mineral} peaks at {{0:range}}"
        )
        figures.append(moved.figures[0])
    covers = helping.bought(study)
    if covers:
        text, own = helping.cover_words(study, covers)
        told.append(_shifted(text, len(figures)))
        figures += own
    closing = [
        entry
        for entry in found.get("response", ())
        if "/gap/" in entry.id and "/outside" in entry.id and entry.figures[0].unit == "share"
    ]
    if closing:
        least = min(closing, key=lambda entry: entry.figures[0].number)
        said = least.text.split(", {1", 1)[0].replace("{0", f"{{{len(figures)}")
        only = "the narrowest stage: " if len(closing) > 1 else ""
        told.append(f"{only}{said[:1].lower()}{said[1:]}" if told else said)
        figures.append(least.figures[0])
    if not figures:
        return None
    return Finding("lead/response", "response", "; ".join(told) + ".", tuple(figures))


def _shifted(text: str, by: int) -> str:
    """The places of a sentence moved on, so that it can follow another."""
    return re.sub(r"\{(\d+)", lambda hit: f"{{{int(hit.group(1)) + by}", text)

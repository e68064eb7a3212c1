"""Wires the law: patches from files, standings for the rim, inquiries and case files (§L6, §X8)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from monazite import codes, regime
from monazite.dates import AsOf
from monazite.errors import DataError, UnknownCode
from monazite.exposure.context import facts_of
from monazite.exposure.determine import Determination, determine
from monazite.exposure.facts import Readings
from monazite.exposure.inquiry import Inquiry, inquiry
from monazite.exposure.logic import Node
from monazite.regime import ClauseStanding, Measure, Status

SHOWN = (Status.IN_FORCE, Status.UNDETERMINED, Status.SUSPENDED, Status.ANNOUNCED)


def read_patch(path: str) -> Mapping[str, Any]:
    """A patch of hypothetical law from a YAML file.

    Raises:
        DataError: E320 if the file cannot be read or holds no mapping.
    """
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(
            "E320",
            "the patch cannot be read",
            where=path,
            why=str(error),
            way_out="Give a YAML file",
        ) from error
    if not isinstance(content, dict):
        raise DataError(
            "E320",
            "the patch holds no mapping",
            where=path,
            why="A patch has title, and any of without, assume, add",
            way_out="See docs/spec/regime.md, §L6",
        )
    return {"title": Path(path).stem, **content}


def law(assume: str = "") -> tuple[Measure, ...]:
    """The measures of the reference data, with the patch file over them if one is named."""
    base = regime.measures()
    return regime.patch(base, read_patch(assume)) if assume else base


def in_force(
    as_of: AsOf, *, material: str = "", authority: str = "", assume: str = ""
) -> tuple[ClauseStanding, ...]:
    """The clauses known on a day that touch a material and an authority, in order of measure.

    Raises:
        UnknownCode: E102, E104 if the authority or the material is not known.
    """
    symbols = frozenset(codes.mineral(material).symbols) if material else None
    state = _authority(authority) if authority else ""
    return tuple(
        entry
        for entry in regime.standing(as_of, law(assume)).clauses
        if (symbols is None or symbols & entry.measure.materials)
        and (not state or entry.measure.authority == state)
    )


def _authority(text: str) -> str:
    if text.strip().upper() in ("EU", "EUU"):
        return "EUU"
    found = codes.search_country(text)
    if found is None:
        raise UnknownCode(
            "E102",
            f"unknown authority {text!r}",
            where="--authority",
            why="An authority is a country (ISO 3166-1) or EU",
            way_out="Write for example CN, US or EU",
        )
    return found


def as_rows(entries: tuple[ClauseStanding, ...]) -> list[dict[str, Any]]:
    """Clause standings as plain values, for JSON."""
    return [
        {
            "measure": entry.measure.id,
            "clause": entry.clause.id,
            "authority": entry.measure.authority,
            "number": entry.measure.number,
            "title": entry.measure.title,
            "kind": entry.clause.kind.value,
            "text": entry.clause.text,
            "status": entry.status.value,
            "since": _day(entry.since),
            "until": _day(entry.until),
            "by": entry.by,
            "reason": entry.reason,
            "expected": entry.expected,
            "source": entry.cited.source,
            "at": entry.cited.at,
            "reliability": entry.reliability.value,
            "branches": [
                {
                    "name": branch.name,
                    "status": branch.status.value,
                    "until": _day(branch.until),
                    "reason": branch.reason,
                    "source": branch.cited.source,
                    "at": branch.cited.at,
                }
                for branch in entry.branches
            ],
            "settles": entry.settles,
        }
        for entry in entries
    ]


def _day(day: Any) -> str | None:
    return str(day) if day is not None else None


_SHORT = 40  # clause names in reports; the full texts are in the tree
_STRICTER = ("watch_list_review", "stricter_end_use_review")
# A case file names its subject in short: a bare "magnet" in it is a listed rare-earth magnet (§X9).
CASE_READINGS = Readings(bare_magnet="listed")


def decide(
    form: Inquiry,
    *,
    known_at: date,
    readings: Readings | None = None,
    measures: tuple[Measure, ...] | None = None,
    explain: bool = True,
) -> Determination:
    """The determination for one inquiry, on its day, as known on a day."""
    chosen = readings or Readings()
    standing = regime.standing(AsOf(form.date, known_at), measures)
    return determine(facts_of(form, standing, chosen), standing, chosen, explain=explain)


def as_dict(answer: Determination) -> dict[str, Any]:
    """A determination as plain values, for JSON."""
    return {
        "outcome": answer.outcome,
        "licence_required": answer.licence_required,
        "authority": answer.authority,
        "instruments": list(answer.instruments),
        "clauses": sorted(name for name in answer.clauses if len(name) <= _SHORT),
        "presumption": answer.presumption,
        "reason": answer.reason,
        "obligations": list(answer.obligations),
        "processing": {
            entry.id: entry.processing
            for entry in regime.measures()
            if entry.id in answer.instruments and entry.processing
        },
        "evidence_until": str(regime.evidence_until()),
        "questions": [
            {"fact": q.fact, "holder": q.holder, "text": q.text, "alone": q.alone}
            for q in answer.questions
        ],
        "depends_on": [{"parameter": name, "value": value} for name, value in answer.depends_on],
        "assumed": dict(answer.assumed),
        "branches": dict(answer.branches),
        "settled_by": answer.settles,
        "tree": [_node(node) for node in answer.tree],
    }


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"condition": node.text, "verdict": node.verdict.value}
    for name in ("seen", "wanted", "fact", "assumed"):
        if getattr(node, name):
            found[name] = getattr(node, name)
    if node.cited is not None:
        found["source"] = str(node.cited)
    if node.children:
        found["of"] = [_node(child) for child in node.children]
    return found


def first_change(
    form: Inquiry, *, known_at: date, readings: Readings | None = None
) -> tuple[date, Determination] | None:
    """The earliest day after the inquiry's on which the answer is another under the law known then, or None."""
    base = regime.measures()
    now = decide(form, known_at=known_at, readings=readings, explain=False)
    for day in regime.change_days(base, known_at):
        if day <= form.date:
            continue
        moved = form.model_copy(update={"date": day})
        then = decide(moved, known_at=known_at, readings=readings, explain=False)
        if (then.outcome, then.presumption) != (now.outcome, now.presumption):
            return day, then
    return None


def _case_readings(case: Mapping[str, Any]) -> Readings:
    known = {entry.name for entry in fields(Readings)}
    given = {
        step["parameter"]: step["value"]
        for step in case.get("depends_on", ())
        if step["parameter"] in known
    }
    return replace(CASE_READINGS, **given)


def _case_law(case: Mapping[str, Any]) -> tuple[Measure, ...]:
    """The law a case asks about: a flag `no70=off` takes No. 70 as never issued."""
    base = regime.measures()
    ids = {entry.id for entry in base}
    without: list[str] = []
    for flag in case.get("flags", ()):
        match = re.fullmatch(r"no(\d+)=off", flag)
        name = next(
            (i for i in ids if match and re.fullmatch(rf"CN-\d{{4}}-0*{match[1]}", i)), None
        )
        found = regime.find(match[1], authority="CHN") if match else None
        name = found.id if found else name
        if name:
            without.append(name)
    return regime.patch(base, {"title": "case", "without": without}) if without else base


def _clause_tokens(text: str) -> list[str]:
    """The clauses a case cites: `1 (1E902.b), 7` is three."""
    if text.strip() in ("", "-"):
        return []
    parts: list[str] = []
    for part in re.split(r",\s*", text):
        match = re.fullmatch(r"(\S.*?) \((.+)\)", part.strip())
        parts += [match[1], match[2]] if match else [part.strip()]
    return parts


def _cited(token: str, names: frozenset[str]) -> bool:
    """A cited clause is among the names; an `x` in a control code stands for any digit.

    A clause cited in words (`suspension`, `list of 26 Dec 2025`) agrees when its words are those of one name.
    """
    if token in names:
        return True
    if re.search(r"\dx", token):
        pattern = re.escape(token).replace("x", r"\d")
        return any(re.fullmatch(pattern, name) for name in names)
    if re.fullmatch(r"[\dA-Z().a-z-]*\d[\dA-Z().a-z-]*", token):
        return False
    wanted = _words(token)
    return any(wanted <= _words(name) for name in names) if wanted else False


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.casefold())) - {
        "of",
        "the",
        "or",
        "and",
        "to",
        "from",
        "until",
    }


def _clauses_agree(text: str, answer: Determination) -> bool:
    every = answer.considered_clauses | answer.clauses
    tokens = [text] if _cited(text, every) else _clause_tokens(text)
    if not all(_cited(token, every) for token in tokens):
        return False
    if answer.outcome == "not_required" or not tokens or not answer.clauses:
        return True
    return any(_cited(token, answer.clauses) for token in tokens)


def _presumption_agrees(wanted: str | None, answer: Determination) -> bool:
    """A presumption speaks of a licence; where no licence can be asked for there is none to compare.

    Our own words for reviews that are stricter than the ordinary one agree with any other word for one.
    """
    if answer.outcome not in ("required", "prohibited"):
        return True
    if answer.presumption in _STRICTER and wanted is not None:
        return not wanted.startswith(("ordinary", "refuse", "prohibited", "case_by_case"))
    return wanted == answer.presumption or (answer.presumption, wanted) == ("undetermined", None)


def _case(case: Mapping[str, Any], known_at: date) -> dict[str, Any]:
    expected = case["expected"]
    form = inquiry(dict(case["facts"]), where=str(case["id"]))
    answer = decide(
        form, known_at=known_at, readings=_case_readings(case), measures=_case_law(case)
    )
    wanted = set(expected.get("instruments", ()))
    core = set(answer.instruments) - set(answer.acting)
    checks = {
        "outcome": answer.outcome == expected["outcome"],
        "instruments": core <= wanted <= core | set(answer.considered) | set(answer.acting),
        "clause": _clauses_agree(str(expected.get("clause") or "-"), answer),
        "presumption": _presumption_agrees(expected.get("presumption"), answer),
    }
    return {
        "id": case["id"],
        "agrees": all(checks.values()),
        "differs": [name for name, holds in checks.items() if not holds],
        "outcome": answer.outcome,
        "expected": expected["outcome"],
        "instruments": list(answer.instruments),
        "considered": list(answer.considered),
        "clauses": sorted(name for name in answer.clauses if len(name) <= _SHORT),
        "presumption": answer.presumption,
        "reason": answer.reason,
        "depends_on": [{"parameter": name, "value": value} for name, value in answer.depends_on],
        "assumed": [name for name, _ in answer.assumed],
        "branches": dict(answer.branches),
        "questions": [
            {"fact": q.fact, "holder": q.holder, "text": q.text, "alone": q.alone}
            for q in answer.questions
        ],
    }


def _last_known(content: Mapping[str, Any]) -> date:
    """The day of knowledge of a case file: the day it was compiled, or the last day anything became known."""
    compiled = content.get("meta", {}).get("compiled")
    if compiled:
        return date.fromisoformat(str(compiled))
    steps = [e.seen for m in regime.measures() for c in m.clauses for e in c.timeline]
    return max(steps)


def run_cases(path: str) -> dict[str, Any]:
    """Runs a file of cases and reports agreement on outcome, instruments, clause and presumption.

    A case agrees on instruments when those the answer rests on are named by the case, and those named by the case
    were considered; on clauses when each cited clause was considered and, for a duty or ban, one is decisive.

    Raises:
        DataError: E331 if the file cannot be read or holds no cases.

    Spec: §X9.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        cases = content["cases"] if isinstance(content, dict) else content
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            "E331",
            "the case file cannot be read",
            where=path,
            why=str(error),
            way_out='Give a JSON file {"cases": [{"id", "facts", "expected"}]}',
        ) from error
    known_at = _last_known(content if isinstance(content, dict) else {})
    found = [_one(case, known_at) for case in cases]
    return {"total": len(found), "agree": sum(case["agrees"] for case in found), "cases": found}


def _one(case: Mapping[str, Any], known_at: date) -> dict[str, Any]:
    """One case; a case that cannot be read is a disagreement with its reason, never a stop."""
    try:
        return _case(case, known_at)
    except (DataError, UnknownCode, KeyError) as error:
        return {
            "id": case.get("id", ""),
            "agrees": False,
            "outcome": "error",
            "expected": case.get("expected", {}).get("outcome", ""),
            "instruments": [],
            "reason": str(error),
        }

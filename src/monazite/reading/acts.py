# ruff: noqa: E501 - a pattern is one line of words
"""Where a sentence tells an act of a government: instrument, action, status (§R15 to §R18)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monazite import catalog
from monazite.reading.scan import Scan, Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of reference/reading/acts.yaml."""

    name: str
    instrument: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    without: re.Pattern[str] | None
    action: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired in a sentence. `past`: told as an earlier act."""

    rule: str
    instrument: str
    sentence: Sentence
    start: int
    end: int
    action: str
    status: str
    past: bool
    action_rule: str


# A sentence without any of these stems tells no act; this keeps reading fast.
_STEMS = re.compile(
    "export|ship|import|ban|prohibit|licen|quota|tariff|dut(?:y|ies)|stockpil|reserve|contract|solicit|loan|equity|stake|fund|grant|subsid|"
    "invest|agree|deal|framework|memorand|sign|nationali|divest|sanction|list|suspen|halt|control|curb|restrict|clampdown|crackdown|"
    "floor|minimum|invest|probe|232|dump|countervail|WTO|World Trade|rul|appeal|strateg|plan|act|cap|mine|mining|takeover|acqui|"
    "off-?take|lend|lent|credit|purchas|buy|tender|Vault|embargo|leave|limit|keep|checks|seiz|control|award|stay|partner|expropriat|monopol|"
    "pact|accord|treaty|roadmap|order|launch|adopt|permit|approv|出口|配额|管制|清单|倾销|收储|指标|许可|贸易",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:already|earlier|previous(?:ly)?|last (?:year|month|week)|have applied|has applied|had (?:been|already|earlier|previously|also|imposed|banned|introduced|announced|put)|"
    r"similar (?:curbs|controls|restrictions|measures|ban|move)|older measures|came (?:one day |days |weeks |months )?after|comes (?:one day |days |weeks |months )?after|"
    r"countermeasure to|originally|since (?:\w+ )?(?:19|20)\d\d|(?:in|of) (?:January|February|March|April|May|June|July|August|September|October|November|December) (?:19|20)\d\d|back in|has applied|lost a case|"
    r"as early as|first (?:introduced|imposed)|was (?:introduced|imposed) in|were (?:introduced|imposed) in|as we previously|we (?:previously )?noted|earlier this (?:week|month|year)|"
    r"(?:the )?(?:original|previous|existing|current) (?:ban|date|rules?|measures?|controls?|quota)|having regard to|'s efforts|’s efforts)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:(?:minutes|hours|days?|weeks?|months?|years?) after|after|following|amid|in answer to|in response to|in retaliation (?:for|against)|despite|on top of)\b",
    re.IGNORECASE,
)
_RUMOUR = re.compile(
    r"\b(?:sources? (?:said|familiar|close)|people (?:familiar|with (?:direct )?knowledge|briefed)|reportedly|rumou?r\w*|unconfirmed|according to (?:two|three|four|several|people|sources|media|local media) )",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|no such|did not impose|has not imposed|there is no (?:ban|embargo))\b",
    re.IGNORECASE,
)


@cache
def _table() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    content = catalog.document("reading", "acts.yaml")
    macros: dict[str, str] = content["macros"]

    def build(text: str) -> re.Pattern[str]:
        for name, body in macros.items():
            text = text.replace("{" + name + "}", body)
        return re.compile(text, re.IGNORECASE)

    def rule(entry: dict[str, str], name: str, instrument: str) -> Rule:
        return Rule(
            name,
            instrument,
            build(entry["pattern"]),
            build(entry["needs"]) if entry.get("needs") else None,
            build(entry["without"]) if entry.get("without") else None,
            entry.get("action", ""),
            entry.get("status", ""),
        )

    acts = [
        rule(entry, f"{entry['instrument']}#{n}", entry["instrument"])
        for n, entry in enumerate((*content["acts"], *content["chinese"]), 1)
    ]
    actions = [
        rule(entry, f"{entry['action']}#{n}", "") for n, entry in enumerate(content["actions"], 1)
    ]
    return tuple(acts), tuple(actions)


def mast(instrument: str) -> str | None:
    """UNCTAD MAST (2019) code of an instrument, where there is one."""
    codes: dict[str, str] = catalog.document("reading", "acts.yaml")["mast"]
    return codes.get(instrument)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence around a trigger, up to a semicolon, a dash or a conjunction with its own verb."""
    left = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    right = next((m.start() for m in _CLAUSE.finditer(text, end)), len(text))
    return left, right


_CLAUSE = re.compile(
    r";|\s[-–—]+\s|, (?:but|while|whereas|although|though|and (?:it|will|has|is)|which|who|after|a day after)\b|\b(?:while|whereas|although|two years sooner)\b"
)


def action_of(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Action, status and the rule that read them from the clause around a trigger."""
    left, right = clause(text, start, end)
    around = text[max(left, start - 60) : min(right, end + 30)]
    stopping = re.search(r"\bsuspen\w+\b.*\bexports?\b|\bexports?\b.*\bsuspen", text[start:end], re.IGNORECASE)
    for rule in _table()[1]:
        hit = rule.pattern.search(around)
        if hit and rule.action == "suspend" and stopping and not re.search(r"\bban", around, re.IGNORECASE):
            continue
        if hit and not (rule.without and rule.without.search(around)):
            return rule.action, rule.status, rule.name
    return "", "", ""


def _past(sentence: Sentence, start: int, end: int) -> bool:
    """Told as an earlier act: words that look back in the same clause, or the act stands in an after-clause."""
    left, right = clause(sentence.text, start, end)
    if _PAST.search(sentence.text[left:right]):
        return True
    scope = list(_AFTER.finditer(sentence.text, 0, start))
    return bool(scope) and "," not in sentence.text[scope[-1].end() : start]


def hits(scan: Scan) -> list[Hit]:
    """Every rule that fires, the earlier rule winning where two overlap."""
    acts, _ = _table()
    found: list[Hit] = []
    for sentence in scan.sentences:
        if not _STEMS.search(sentence.text):
            continue
        taken: list[tuple[int, int]] = []
        for rule in acts:
            if (rule.needs and not rule.needs.search(sentence.text)) or (
                rule.without and rule.without.search(sentence.text)
            ):
                continue
            for hit in rule.pattern.finditer(sentence.text):
                if any(low < hit.end() and hit.start() < high for low, high in taken):
                    continue
                taken.append(hit.span())
                action, status, why = action_of(sentence.text, *hit.span())
                if rule.action:
                    action, why = rule.action, rule.name
                if _DENIED.search(sentence.text):
                    status = "denied"
                elif _RUMOUR.search(sentence.text):
                    status = "rumoured"
                past = _past(sentence, *hit.span())
                found.append(
                    Hit(
                        rule.name, rule.instrument, sentence, *hit.span(), action, status, past, why
                    )
                )
    return found

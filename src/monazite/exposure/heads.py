"""The head of a description: what the thing is, what it is made of, what it holds (§X42, §X43).

A rotor magnet is a magnet; a magnet rotor is a rotor; a motor with a magnet is a motor that holds a magnet; a gasket of
graphite is a gasket made of it; a resin for magnets is a resin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from monazite.exposure import lexicon

OBJECTS = frozenset(
    f"form:{name}" for name in ("component", "assembly", "consumer", "equipment", "part", "tool")
)
_THINGS = OBJECTS | {"thing:plain", "form:magnet", "form:target"}
_DOING = frozenset({"form:part", "form:tool", "form:equipment", "form:technology", "form:service"})
_CONTENTS = (
    r"\b(?:made with|with|containing|contains|incl\.?|including|mit|enthält)\b|含有|带有|带|配有"
)
_PURPOSE = r"\b(?:for|to an?|to the|to|used|resold|für|zum|zur)\b|用于|供"
_MATERIAL = r"\b(?:of|from|made|aus|bestehend aus|von)\b|[,;:(（，；。]"
_CUT = re.compile(
    rf"(?P<contents>{_CONTENTS})|(?P<purpose>{_PURPOSE})|(?P<material>{_MATERIAL})", re.IGNORECASE
)
_CUTS = 12  # prepositions and commas tried before the whole text is taken as the head
_ARROW = re.compile(r"(?:->|→|⇒|=>)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say: concepts of the thing, and of a magnet it holds."""

    concepts: frozenset[str]
    inside: frozenset[str]
    names_element: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    hits: tuple[lexicon.Hit, ...]
    formulas: frozenset[str]

    def all(self) -> frozenset[str]:
        return self.formulas.union(*(hit.term.concepts for hit in self.hits))

    def things(self) -> tuple[lexicon.Hit, ...]:
        return tuple(hit for hit in self.hits if _THINGS.intersection(hit.term.concepts))


def read_words(text: str, formulas: Callable[[str], Iterable[str]]) -> Reading:
    """The concepts of a description with its head told from its contents.

    Args:
        text: The description as written.
        formulas: Gives the concepts of chemical formulas in a piece of text.
    """

    def piece(part: str) -> _Piece:
        return _Piece(tuple(lexicon.find(lexicon.fold(part))), frozenset(formulas(part)))

    arrows = [match.end() for match in _ARROW.finditer(text)]
    start = arrows[-1] if arrows and lexicon.find(lexicon.fold(text[arrows[-1] :])) else 0
    before, head, kind, tail = text[:start], text[start:], "", ""
    for cut in islice(_CUT.finditer(text, start), _CUTS):
        found = piece(text[start : cut.start()])
        if found.hits or found.formulas:
            kind = next(name for name, value in cut.groupdict().items() if value is not None)
            head, tail = text[start : cut.start()], text[cut.end() :]
            if kind == "material" and (later := _later(tail)):
                kind_of_rest, rest = later
                return _join(
                    piece(head),
                    piece(tail[: -len(rest)]),
                    "material",
                    (piece(rest), kind_of_rest),
                    piece(before),
                )
            break
    return _join(piece(head), piece(tail), kind, (piece(""), ""), piece(before))


def _later(tail: str) -> tuple[str, str] | None:
    """A preposition after the material: `Bearing, hybrid, with yttrium oxide`."""
    for cut in _CUT.finditer(tail):
        kind = next(name for name, value in cut.groupdict().items() if value is not None)
        if kind != "material":
            rest = tail[cut.start() :]
            return (kind, rest) if len(rest) < len(tail) else (kind, tail)
    return None


def _join(
    head: _Piece, tail: _Piece, kind: str, rest: tuple[_Piece, str], before: _Piece
) -> Reading:
    things = head.things()
    thing = things[-1] if things else None
    concepts: set[str] = set(head.formulas)
    for hit in head.hits:
        other = hit in things and hit is not thing
        concepts.update(
            one for one in hit.term.concepts if not (other and one.startswith(("form:", "may:")))
        )
    is_object = bool(OBJECTS & concepts)
    inner: set[str] = set()
    if is_object and any(
        "form:magnet" in hit.term.concepts
        for hit in (*things, *before.things())
        if hit is not thing
    ):
        concepts.add("may:magnet")
        inner = {one for one in concepts if one.startswith(("el:", "fam:"))}
        concepts -= inner
    for part, how in ((tail, kind), rest):
        _add(concepts, inner, part, how, has_thing=thing is not None)
    concepts.update(
        one for one in before.all() if one.startswith(("el:", "fam:")) and not is_object
    )
    elements = any(one.startswith("el:") for one in concepts)
    inside = (
        frozenset(inner | {"form:magnet"})
        if inner and "may:magnet" in concepts
        else frozenset[str]()
    )
    return Reading(frozenset(concepts), inside, elements)


def _add(concepts: set[str], inner: set[str], part: _Piece, how: str, *, has_thing: bool) -> None:
    """What stands behind the head: its material, its contents, or only what it is for."""
    found = part.all()
    named = {one for one in found if one.startswith(("el:", "fam:", "sub:", "rel:"))}
    is_object = bool(OBJECTS & concepts)
    plain = "thing:plain" in concepts
    if (
        is_object
        and how != "purpose"
        and any("form:magnet" in hit.term.concepts for hit in part.things())
    ):
        concepts.add("may:magnet")
        inner.update(one for one in named if one.startswith(("el:", "fam:")))
        return
    if how == "purpose":
        if concepts & _DOING:
            concepts.update(one for one in named if one.startswith("sub:"))
        return
    if how == "contents" and (is_object or plain):
        return
    formed = any(one.startswith("form:") for one in concepts)
    concepts.update(named)
    if not formed:
        forms = {one for one in found if one.startswith(("form:", "may:", "thing:"))}
        concepts.update(forms if not has_thing else forms - _THINGS - {"may:magnet"})

"""Material declarations: IPC-1752A and IEC 62474 XML, read without entities or network (§X18 to §X20).

Both standards carry products, parts, materials and substances with masses. Neither has a field for origin, value or
supplier of a part, so a bill may add an element `Trade` of its own namespace to any of them:
`<m:Trade xmlns:m="urn:monazite:bill:1" origin="CHN" value="12.5" currency="USD" supplier="..."/>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from monazite.errors import DataError, MonaziteError
from monazite.exposure.bill import Bill
from monazite.exposure.bills import cells
from monazite.exposure.bills.assemble import Raw, assemble
from monazite.exposure.bills.limits import MAX_DEPTH, MAX_XML_BYTES, stop_on, too_large
from monazite.exposure.bills.substances import symbol_and_fraction
from monazite.exposure.bills.table import parse_composition

TRADE = "urn:monazite:bill:1"
_PARTS = frozenset({"Product", "SubProduct", "ProductPart", "Part", "Article"})
_MATERIALS = frozenset({"HomogeneousMaterial", "Material"})
_SUBSTANCES = frozenset({"Substance", "SubstanceInMaterial"})
_ROOTS = frozenset({"MainDeclaration", "Main", "Declaration", "IEC62474"})
_AMOUNTS = frozenset({"Amount", "Mass", "MassOf", "Concentration"})


def parse_xml(data: bytes, name: str) -> Any:
    """The root element, with entities, document types, network and huge trees refused.

    Raises:
        DataError: E358 too large, E361 not well formed or with a document type.
    """
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml ships no types

    too_large(len(data), MAX_XML_BYTES, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise DataError(
            "E361",
            "the XML is not well formed",
            where=name,
            why=str(error)[:300],
            way_out="Export the declaration again",
        ) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise DataError(
            "E361",
            "the XML has a document type",
            where=name,
            why="Document types and entities are refused (§X18)",
            way_out="Remove the DOCTYPE; the standards need none",
        )
    return root


def read_declaration(data: bytes, name: str, *, whole: bool = False) -> Bill:
    """The bill in an IPC-1752A or IEC 62474 file: product, parts, materials, and substances as composition.

    Raises:
        DataError: E358, E361; E362 if it is neither standard.
        ExceptionGroup: all problems, with the line of the file.
    """
    root = parse_xml(data, name)
    products = [
        element
        for element in root.iter()
        if _local(element) == "Product" and not _inside_part(element)
    ]
    if _local(root) not in _ROOTS or not products:
        raise DataError(
            "E362",
            f"<{_local(root)[:60]}> is not a material declaration",
            where=name,
            why="An IPC-1752A file has MainDeclaration/Product, an IEC 62474 file Main/Product (§X19)",
            way_out="Export as IPC-1752A class D or IEC 62474 full declaration, or send CSV or XLSX",
        )
    walker = _Walker(name, _sender(root))
    for product in products:
        walker.part(product, "", 0)
    stop_on(walker.problems, name)
    notes = list(walker.notes)
    if not any(row.origins or row.value is not None for row in walker.rows):
        notes.append(
            f"{name}: the standard has no field for origin and value; unanswered unless given as Trade elements"
        )
    return assemble(name, walker.rows, notes, whole=whole)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _inside_part(element: Any) -> bool:
    return any(_local(above) in _PARTS for above in element.iterancestors())


def _attribute(element: Any, *names: str) -> str:
    wanted = {name.casefold() for name in names}
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].casefold() in wanted and cells.clean(value):
            return cells.clean(value)
    return ""


def _sender(root: Any) -> str:
    for element in root.iter():
        if _local(element) in {"SupplyCompany", "ResponseCompany"}:
            return _attribute(element, "name", "nameLocal")
    return ""


class _Walker:
    """Walks the tree once, collecting raw rows, notes and problems."""

    def __init__(self, name: str, sender: str) -> None:
        self.name, self.sender = name, sender
        self.rows: list[Raw] = []
        self.notes: list[str] = []
        self.problems: list[MonaziteError] = []

    def part(self, element: Any, parent: str, depth: int) -> None:
        """A product or part, its materials and its own parts."""
        if depth > MAX_DEPTH:
            self.problems.append(
                DataError(
                    "E366",
                    f"parts are nested deeper than {MAX_DEPTH} levels",
                    where=self._where(element),
                )
            )
            return
        row = self._row(element, parent)
        for child in _content(element):
            kind = _local(child)
            if kind in _PARTS:
                self.part(child, row.id, depth + 1)
            elif kind in _MATERIALS:
                self.material(child, row.id)
            elif kind in _SUBSTANCES:
                self._substance(child, row)

    def material(self, element: Any, parent: str) -> None:
        """A homogeneous material with its substances as composition."""
        row = self._row(element, parent)
        for child in _content(element):
            if _local(child) in _SUBSTANCES:
                self._substance(child, row)

    def _row(self, element: Any, parent: str) -> Raw:
        own = self._identity(element)
        number = _attribute(
            own, "itemNumber", "identifier", "id", "number", "partNumber"
        ) or _attribute(element, "id")
        taken = {row.id for row in self.rows}
        base = number or f"{parent or 'p'}-{len(self.rows) + 1}"
        id_, count = base, 2
        while id_ in taken:
            id_, count = f"{base}#{count}", count + 1
        row = Raw(
            place=self._where(element),
            id=id_,
            parent=parent,
            supplier=self.sender if not parent else "",
        )
        row.description = (
            _attribute(own, "itemName", "name", "description")
            or _attribute(element, "name", "itemName", "materialName")
            or number
        )
        row.material = _attribute(element, "materialGroupName", "materialClassName")
        self._mass(element, own, row)
        count_text = _attribute(element, "count", "numberOfInstances", "quantity") or _attribute(
            own, "numberOfInstances", "quantity"
        )
        if count_text:
            row.quantity = self._number(count_text, element)
        for child in element:
            if _local(child) == "Trade" and child.tag.startswith(f"{{{TRADE}}}"):
                self._trade(child, row)
        self.rows.append(row)
        return row

    def _identity(self, element: Any) -> Any:
        for child in element:
            if _local(child) in {"ProductID", "ProductPartID", "MaterialID", "PartID"}:
                return child
        return element

    def _mass(self, element: Any, own: Any, row: Raw) -> None:
        """The mass stands for one piece, so it is a unit mass where a count is given (§X19)."""
        for holder in (own, element):
            for child in [holder, *holder]:
                if _local(child) in _AMOUNTS or child is holder:
                    text = _attribute(child, "value", "mass", "amount")
                    unit = _attribute(child, "UOM", "unitOfMeasure", "unit")
                    factor = cells.mass_factor(unit)
                    if text and factor is not None:
                        amount = self._number(text, element)
                        row.unit_mass_kg = None if amount is None else amount * factor
                        return

    def _substance(self, element: Any, row: Raw) -> None:
        label = _attribute(element, "name", "substanceName")
        cas = ""
        amount = element
        for child in element.iter():
            kind = _local(child)
            if kind in {"SubstanceID", "CASNumber", "UniqueID"}:
                cas = (
                    cas
                    or _attribute(child, "identity", "entryIdentity", "cas", "number")
                    or cells.clean(child.text)
                )
            elif kind in _AMOUNTS:
                amount = child
                label = label or _attribute(child, "name")
        share = self._share(amount, row, element)
        if share is None:
            self.notes.append(
                f"{self._where(element)}: {label or cas or 'a substance'} has no usable amount; not counted"
            )
            row.material = f"{row.material}; {label}".strip("; ")
            return
        pairs = symbol_and_fraction(label, cas)
        if not pairs:
            row.material = f"{row.material}; {label}".strip("; ")
        total = dict(row.composition)
        for symbol, fraction in pairs:
            total[symbol] = total.get(symbol, 0.0) + share * fraction
        row.composition = tuple(total.items())

    def _share(self, amount: Any, row: Raw, element: Any) -> float | None:
        text = _attribute(amount, "value", "mass", "amount", "concentration", "massPercent")
        unit = _attribute(amount, "UOM", "unitOfMeasure", "unit").casefold()
        if not text:
            return None
        value = self._number(text, element)
        if value is None:
            return None
        if unit == "ppm":
            return value * 1e-6
        if unit in {"masspercent", "%", "mass%", "percent"} or (
            not unit and _local(amount) == "Concentration"
        ):
            return value * 1e-2
        factor = cells.mass_factor(unit)
        if factor is None or not row.unit_mass_kg:
            return None
        return value * factor / row.unit_mass_kg

    def _trade(self, element: Any, row: Raw) -> None:
        where = self._where(element)
        facts = dict(row.facts)
        try:
            for key, value in element.attrib.items():
                _set_trade(row, facts, key, cells.clean(value), where)
        except MonaziteError as error:
            self.problems.append(error)
        row.facts = facts

    def _number(self, text: str, element: Any) -> float | None:
        try:
            return cells.number(text, where=self._where(element))[0]
        except MonaziteError as error:
            self.problems.append(error)
            return None

    def _where(self, element: Any) -> str:
        return f"{self.name}, line {element.sourceline}, <{_local(element)}>"


def _content(element: Any) -> Iterator[Any]:
    """Parts, materials and substances below an element, through lists and groups, not through one another."""
    known = _PARTS | _MATERIALS | _SUBSTANCES
    stack = list(reversed(list(element)))
    while stack:
        child = stack.pop()
        if _local(child) in known:
            yield child
        else:
            stack.extend(reversed(list(child)))


_TEXT_KEYS = frozenset({"supplier", "item", "material", "description"})


def _set_trade(row: Raw, facts: dict[str, object], key: str, text: str, where: str) -> None:  # noqa: C901 - a list of names
    if not text:
        return
    if key in _TEXT_KEYS:
        setattr(row, key, text)
    elif key == "controlCode":
        row.control_code = text
    elif key == "unit":
        row.unit = text
    elif key in {"value", "unitValue", "quantity"}:
        number = cells.number(text, where=where)[0]
        setattr(
            row, {"value": "value", "unitValue": "unit_value", "quantity": "quantity"}[key], number
        )
    elif key == "currency":
        row.currency = cells.currency(text)
    elif key == "origin":
        row.origins = cells.origins(text, where=where)
    elif key == "madeIn":
        row.made_in = cells.made_in(text, where=where)
    elif key == "hs":
        row.hs = cells.hs_code(text, where=where)
    elif key == "composition":
        row.composition = parse_composition(text)
    elif key in {"technologyOrigin", "purityPct", "valueShare"}:
        name = re.sub(r"([A-Z])", lambda found: "_" + found.group(1).lower(), key)
        facts[name] = (
            cells.made_in(text, where=where)
            if key == "technologyOrigin"
            else cells.number(text, where=where)[0]
        )

"""Wires the screening of bills: files to bills, options to a shipment, the law of a day (§X70, §X80)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from monazite import codes, regime
from monazite.dates import AsOf, parse_day
from monazite.errors import DataError
from monazite.exposure import bills
from monazite.exposure.bill import Bill, Line
from monazite.exposure.bills import cells
from monazite.exposure.bills.inquiry import lone_facts
from monazite.exposure.classify import classify, index
from monazite.exposure.columns import ColumnScreening, is_flat_csv, screen_columns
from monazite.exposure.context import facts_of
from monazite.exposure.describe import describe
from monazite.exposure.determine import determine
from monazite.exposure.facts import Readings
from monazite.exposure.inquiry import inquiry
from monazite.exposure.screen import screen
from monazite.exposure.screening import Asked, ScreenedLine, Screening, Shipment
from monazite.regime import Standing
from monazite.study.law import law

_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Asking:
    """What the user says beside the file.

    Attributes:
        exporter: Country the product is exported from; empty for where it is made.
        destination: Country it goes to.
        end_user: Who uses it; empty is read as civil and unlisted, and shown as assumed.
        assume: Path of a patch of hypothetical law.
        whole: Amounts of nested lines count for the whole product.
        decimal: Decimal mark of the file where it cannot be found out.
    """

    exporter: str = ""
    destination: str = ""
    end_user: str = ""
    end_use: str = ""
    assume: str = ""
    whole: bool = False
    decimal: str = ""
    readings: Readings = field(default_factory=Readings)


def open_file(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        DataError: E370 if it cannot be opened.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DataError(
            "E370",
            "the file cannot be opened",
            where=path,
            why=error.strerror or str(error),
            way_out="Check the path",
        ) from error


def read_file(path: str, asking: Asking | None = None) -> Bill:
    """The bill in a file.

    Raises:
        DataError: E358 to E369, or E370 if the file cannot be opened.
        ExceptionGroup: all problems of the file.
    """
    return read_bytes(open_file(path), asking, Path(path).name)


def read_bytes(data: bytes, asking: Asking | None = None, name: str = "standard input") -> Bill:
    """The bill in these bytes; raises as `read_file`."""
    chosen = asking or Asking()
    return bills.read(data, name, decimal=chosen.decimal, whole=chosen.whole)


def standing_of(as_of: AsOf, assume: str = "") -> Standing:
    """The law of a day, with a patch of hypothetical law over it if one is named."""
    return regime.standing(as_of, law(assume))


def shipment(bill: Bill, asking: Asking, standing: Standing) -> Shipment:
    """Exporter, destination, parties and use: what the user says first, then what the file says.

    Raises:
        UnknownCode: E102 if a country is not known.
    """
    said: dict[str, Any] = {
        name: value for name, value in bill.facts.items() if name not in {"date", "known_at"}
    }
    options = {
        "exporter_in": asking.exporter,
        "destination": asking.destination,
        "end_user": asking.end_user,
        "end_use": asking.end_use,
    }
    said |= {name: value for name, value in options.items() if value}
    form = inquiry({"product": bill.name, "date": str(standing.as_of.on), **said}, where=bill.name)
    facts = facts_of(form, standing, asking.readings)
    places = {
        name: codes.country(str(said[name]), where=name)
        for name in ("exporter_in", "destination")
        if said.get(name)
    }
    own = {
        "made_in",
        "exporter_in",
        "destination",
        "prc_origin",
        "produced_in",
        "technology_origin",
        "prc_technology",
    }
    values = {name: value for name, value in facts.values.items() if name not in own}
    return Shipment(
        places.get("exporter_in", ""),
        places.get("destination", ""),
        values,
        facts.assumed,
        facts.lists,
    )


LARGE = 20_000  # lines from which a flat CSV is screened by columns


def is_large(data: bytes) -> bool:
    """Whether a file is a flat CSV long enough for the columnar path."""
    return data.count(b"\n") > LARGE and is_flat_csv(data, "")


def screen_large(
    data: bytes, name: str, as_of: AsOf, asking: Asking | None = None
) -> ColumnScreening:
    """A flat CSV of any length screened by columns, with the answers of `screen_bill`.

    Spec: §X30.
    """
    chosen = asking or Asking()
    standing = standing_of(as_of, chosen.assume)
    sent = shipment(Bill(name, ()), chosen, standing)
    return screen_columns(data, name, standing, sent, chosen.readings, decimal=chosen.decimal)


def screen_bill(bill: Bill, as_of: AsOf, asking: Asking | None = None) -> Screening:
    """A bill screened under the law of a day.

    Spec: §X70.
    """
    chosen = asking or Asking()
    standing = standing_of(as_of, chosen.assume)
    return screen(bill, standing, shipment(bill, chosen, standing), chosen.readings)


@dataclass(frozen=True, slots=True)
class Days:
    """The two clocks as the user set them, and the day taken where nothing says another."""

    today: date
    on: date | None = None
    known_at: date | None = None

    def resolve(self, said: Mapping[str, object]) -> AsOf:
        """What the user said, else what the file says, else today."""
        on, known = said.get("date"), said.get("known_at")
        return AsOf(
            self.on or (on if isinstance(on, date) else self.today),
            self.known_at or (known if isinstance(known, date) else self.today),
        )


def screen_data(data: bytes, name: str, days: Days, asking: Asking | None = None) -> Screening:
    """A file screened: a bill line by line, a JSON inquiry without lines as one transaction (§X22).

    Raises:
        DataError: E330, E358 to E369.
        ExceptionGroup: all problems of the file.
    """
    chosen = asking or Asking()
    if bills.format_of(data, name) == "json":
        facts = lone_facts(data)
        if facts is not None:
            return screen_inquiry(facts, name, days, chosen)
    bill = read_bytes(data, chosen, name)
    return screen_bill(bill, days.resolve(bill.facts), chosen)


def screen_inquiry(facts: Mapping[str, Any], name: str, days: Days, asking: Asking) -> Screening:
    """One transaction decided by the engine of the law, shown as a bill of one line."""
    said = {
        "exporter_in": asking.exporter,
        "destination": asking.destination,
        "end_user": asking.end_user,
        "end_use": asking.end_use,
    }
    given = {**facts, **{key: value for key, value in said.items() if value}}
    day = parse_day(str(given["date"]), where=name) if given.get("date") else None
    as_of = days.resolve({"date": day})
    form = inquiry({**given, "date": str(as_of.on)}, where=name)
    standing = standing_of(as_of, asking.assume)
    known = facts_of(form, standing, asking.readings)
    answer = determine(known, standing, asking.readings)
    values = known.values
    line = Line(
        id="1",
        description=form.product,
        made_in=str(values.get("made_in", "")),
        supplier=form.supplier,
        hs=cells.hs_code(form.hs) if form.hs else "",
        control_code=form.control_code or "",
        place=name,
    )
    traits = describe(form.product, facts=dict(known.item.properties), form=form.form or "")
    found = classify(
        traits, index(standing), item=form.item or "", hs=line.hs, control_code=line.control_code
    )
    questions = tuple(Asked(one.holder, "1", one.fact, one.text) for one in answer.questions)
    screened = ScreenedLine(
        line,
        0,
        answer.outcome,
        answer.reason,
        str(values.get("exporter_in", "")),
        str(values.get("destination", "")),
        known.shares.get("part1"),
        found,
        answer,
        questions,
    )
    sent = Shipment(screened.exporter_in, screened.destination, values, known.assumed, known.lists)
    return Screening(Bill(name, (line,)), standing, sent, asking.readings, (screened,))

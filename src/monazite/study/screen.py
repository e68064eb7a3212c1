"""Wires the screening of bills: files to bills, options to a shipment, the law of a day (§X70, §X80)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monazite import codes, regime
from monazite.dates import AsOf
from monazite.errors import DataError
from monazite.exposure import bills
from monazite.exposure.bill import Bill
from monazite.exposure.columns import ColumnScreening, is_flat_csv, screen_columns
from monazite.exposure.context import facts_of
from monazite.exposure.facts import Readings
from monazite.exposure.inquiry import inquiry
from monazite.exposure.screen import screen
from monazite.exposure.screening import Screening, Shipment
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


def read_file(path: str, asking: Asking | None = None) -> Bill:
    """The bill in a file.

    Raises:
        DataError: E358 to E369, or E370 if the file cannot be opened.
        ExceptionGroup: all problems of the file.
    """
    chosen = asking or Asking()
    place = Path(path)
    try:
        data = place.read_bytes()
    except OSError as error:
        raise DataError(
            "E370",
            "the file cannot be opened",
            where=path,
            why=error.strerror or str(error),
            way_out="Check the path",
        ) from error
    return read_bytes(data, chosen, place.name)


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

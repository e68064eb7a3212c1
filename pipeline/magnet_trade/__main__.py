"""World trade in permanent magnets (HS 850511) and rare-earth metals (280530), to `statistics/magnet_trade`.

Run as `python -m pipeline.magnet_trade <folder>`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.common import Row, country_code, write_rows

SOURCE = "cepii-baci-magnets-202601"
SEEN = date(2026, 1, 22)
_SERIES, _TOP = "magnet_trade_series_850511_280530.csv", "magnet_trade_top_850511_2022_2024.csv"


def _row(spot: tuple[str, int, str], line: dict[str, str], words: tuple[str, str, str, str]) -> Row:
    file, number, column = spot
    quantity, country, unit, detail = words
    value = float(line[column]) * (100 if unit == "%" else 1)
    return Row(
        id=f"{SOURCE}/{quantity}/{line['hs6']}/{country}/{line['year']}",
        label=f"HS {line['hs6']}, {country}: {detail}",
        quantity=quantity,
        commodity=f"hs-{line['hs6']}",
        country=country,
        place=line.get("iso2", "World"),
        partner="",
        stage="magnet" if line["hs6"] == "850511" else "metal",
        detail=f"HS {line['hs6']}{' (' + line['hs_vintage'] + ')' if 'hs_vintage' in line else ''}, {detail}",
        period=line["year"],
        value=round(value, 6),
        unit=unit,
        basis="gross" if unit == "t" else "none",
        low=None,
        high=None,
        absent="",
        printed=line[column],
        quality="derived",
        reliability="computed",
        source=SOURCE,
        at=f"{file}, row {number}, column {column}",
        seen=SEEN,
        note="sum over all flows of the year's BACI file",
    )


def read(folder: Path) -> Iterator[Row]:
    with (folder / _SERIES).open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file), start=2):
            yield _row(
                (_SERIES, number, "world_tonnes"),
                line,
                ("world-trade", "WLD", "t", "world exports"),
            )
            yield _row(
                (_SERIES, number, "world_usd"),
                line,
                ("world-trade-value", "WLD", "USD", "world exports"),
            )
            words = ("export-share", "CHN", "%", "share of world exports by value")
            yield _row((_SERIES, number, "china_export_share"), line, words)
    with (folder / _TOP).open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file), start=2):
            country = country_code(line["iso2"])
            flow = line["flow"]
            words = (f"top-{flow}-value", country, "USD", f"{flow}s by value")
            yield _row((_TOP, number, "value_usd"), line, words)


def main(folder: Path) -> None:
    title = "World trade in permanent magnets (HS 850511) and rare-earth metals (HS 280530), sums of BACI"
    print("rows", write_rows("statistics/magnet_trade", title, read(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""All six World Governance Indicators, 1996 to 2022, to `statistics/wgi_dimensions`.

Run as `python -m pipeline.wgi_dimensions <folder>`. The longer series of political stability alone, to 2024, is
`governance/political_stability`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from monazite.codes import is_country
from pipeline.common import Row, country_code, slug, write_rows

FILE = "wgi_six_dimensions_1996_2022_long.csv"
SOURCE = "world-bank-wgi-2023"
SEEN = date(2023, 9, 29)
_DIMENSIONS = {
    "va": "Voice and accountability",
    "pv": "Political stability and absence of violence/terrorism",
    "ge": "Government effectiveness",
    "rq": "Regulatory quality",
    "rl": "Rule of law",
    "cc": "Control of corruption",
}
# Codes of the World Bank that are not ISO 3166.
_CODES = {
    "ADO": "AND",
    "ZAR": "COD",
    "ROM": "ROU",
    "TMP": "TLS",
    "WBG": "PSE",
    "KSV": "XKX",
    "LIE": "LIE",
}


def _code(line: dict[str, str]) -> str:
    code = _CODES.get(line["code"], line["code"])
    return code if is_country(code) or code == "ANT" else country_code(line["country"])


def read(folder: Path) -> Iterator[Row]:
    with (folder / FILE).open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file), start=2):
            words = f"{_DIMENSIONS[line['dimension']]}, estimate"
            printed = line["value"].strip()
            yield Row(
                id=f"{SOURCE}/{line['dimension']}/{slug(line['code'])}/{line['year']}",
                label=f"{words}, {line['country']}",
                quantity="governance",
                commodity="",
                country=_code(line),
                place=line["country"],
                partner="",
                stage="",
                detail=words,
                period=line["year"],
                value=float(printed) if printed else None,
                unit="score",
                basis="none",
                low=None,
                high=None,
                absent="" if printed else "not_reported",
                printed=printed,
                quality="reported",
                reliability="primary",
                source=SOURCE,
                at=f"sheet {line['dimension']}, economy {line['code']}, year {line['year']} ({FILE}, row {number})",
                seen=SEEN,
                note="",
            )


def main(folder: Path) -> None:
    title = "World Bank governance indicators, six dimensions, estimates, 1996 to 2022"
    print("rows", write_rows("statistics/wgi_dimensions", title, read(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Outlines of countries for maps, to `geo/countries.json` (TopoJSON). Run as `python -m pipeline.geo <folder>`.

The codes of Natural Earth are ISO 3166-1 numeric; alpha-3 codes are added as `code`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import iso3166

from pipeline.common.rows import REFERENCE


def main(folder: Path) -> None:
    content = json.loads((folder / "countries-110m.json").read_text(encoding="utf-8"))
    shapes = content["objects"]["countries"]["geometries"]
    for shape in shapes:
        found = iso3166.countries_by_numeric.get(str(shape.get("id", "")).zfill(3))
        shape["properties"]["code"] = found.alpha3 if found else ""
    content["source"] = "natural-earth-110m"
    target = REFERENCE / "geo" / "countries.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
    print("shapes", len(shapes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The page docs/reference/data.md from the catalog. Run as `python -m pipeline.data_page`."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from monazite import catalog
from monazite.catalog.cells import cells, statistics

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data.md"
_HEAD = """# Reference data

This page is written from the catalog by `python -m pipeline.data_page`. What a word means is in
[the spec of the catalog](../spec/catalog.md); errors are in [errors](errors.md).

## Asking

```
monazite data list [--quantities | --commodities]
monazite data get QUANTITY [-m MATERIAL] [-c COUNTRY] [--partner C] [--stage S] [-y YEAR] [-p PUBLISHER]
                  [--known-at D] [--workspace DIR] [--all] [--json]
monazite data revisions [-m MATERIAL] [-q QUANTITY] [-c COUNTRY] [--since D]
monazite data sources [ID]
monazite data check
monazite data update FILE... [--workspace DIR] [--published D]
```

Every publisher and edition answers for itself. The default is the newest edition of the first publisher that gives the
commodity asked for, in the order `usgs, iea, bmf-wmd, bgs, usitc, cepii, world-bank`; `-p` changes the order.

In `--json`, each figure has `value`, `unit`, `basis`, `period`, `low`, `high`, `absent`, `printed` (the cell as it
stands in the file), `quality`, `definition`, `source` with licence, `at` (file and row, or sheet and cell), `seen` (the
first day it could be known) and, where the same table prints a world total, `share_of_world` with both parents.

## Units

Numbers stay in the publisher's unit: `t`, `kt`, `Mt`, `kg`, `kt dry` (dry weight), `%`, `count`, `USD/kg`, `USD/t`,
`USD/lb`, `USD/oz_t` (troy ounce), `USD/mtu` (ten kilograms of the named oxide), `USD/ct` (carat), `US cent/lb`,
`million USD`, `thousand USD`, `million ct`, `million m3`, `score`. `monazite.units.to_tonnes` converts masses.

## The user's own copies

`data update` knows the official files by what is in them: USGS Mineral Commodity Summaries (csv, zip), CEPII BACI
(zip), UN Comtrade (json, csv), World
Governance Indicators (xlsx, both layouts), IEA Critical Minerals Data Explorer (xlsx),
BGS World Mineral Statistics (json, csv) and the World Bank's Pink Sheet (xlsx). Their figures are never passed on.

## What does not ship, and why

| data | why | instead |
|---|---|---|
| World Bank Pink Sheet, monthly prices | holds series of exchanges and agencies | the user's own copy |
| prices of price agencies | no series may be passed on | single facts quoted in public, `markets/price_facts` |
| UN Comtrade | its terms allow no redistribution in bulk | BACI ships; the user's own copy |
| material intensities of energy technologies | the licence was not established | `markets/product_contents` |
| full BACI, all products | size | 74 codes ship; the user's own zip |
| facilities and mine lists | not needed for a figure yet, and licences differ by list | projects, `markets/projects` |
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, "## Tables\n", "| table | rows | what |", "|---|---|---|"]
    parts += [
        f"| `{name}` | {catalog.table(name).height:,} | {catalog.schema(name).title} |"
        for name in catalog.names()
    ]
    parts += ["", "## Editions that answer `data get`\n"]
    parts += [
        "| card | cells | publisher and edition | published | licence |",
        "|---|---|---|---|---|",
    ]
    for card, amount in cells().group_by("source").len().sort("source").iter_rows():
        source = catalog.source(card)
        words = f"{source.publisher}, {source.title}, {source.edition}"
        licence = source.licence.name
        parts.append(f"| `{card}` | {amount:,} | {words} | {source.published} | {licence} |")
    licences: dict[str, int] = defaultdict(int)
    for source in catalog.sources().values():
        licences[source.licence.name] += 1
    parts += ["", "## Licences\n", "| licence | cards |", "|---|---|"]
    parts += [f"| {name} | {amount} |" for name, amount in sorted(licences.items())]
    parts += ["", f"`data get` asks {len(statistics())} tables of official cells,"]
    parts += ["and trade, governance and World Mining Data beside them.", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)

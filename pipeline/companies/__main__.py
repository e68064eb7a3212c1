"""Tickers of companies that file with the SEC, to `markets/tickers`. Run as `python -m pipeline.companies <folder>`."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from pipeline.common import write_table

_COLUMNS = {
    "ticker": ("text", "ticker symbol"),
    "exchange": ("text", "exchange as the SEC names it"),
    "name": ("text", "name as filed"),
    "cik": ("text", "central index key of the SEC"),
    "source": ("text", "source card"),
    "at": ("text", "row of the file"),
}


def main(folder: Path) -> None:
    frame = pl.read_parquet(folder / "sec_company_tickers_edgartools.parquet")
    records = [
        {
            **row,
            "source": "sec-tickers-2026",
            "at": f"company_tickers_exchange.json, CIK {row['cik']}, {row['ticker']}",
        }
        for row in frame.sort("ticker", "cik").iter_rows(named=True)
    ]
    title = "Companies that file with the U.S. Securities and Exchange Commission: ticker, exchange, name"
    print("rows", write_table("markets/tickers", title, _COLUMNS, records, parquet=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

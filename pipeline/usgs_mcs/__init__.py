"""USGS Mineral Commodity Summaries, editions 2022 to 2026."""

"""Projects and companies: cash flow, price decks, gap closed, exposure of holdings. Ranges and reasons, no advice."""

from monazite.value.arrivals import Arrival, Odds, classify
from monazite.value.gainers import Gainer, gainers
from monazite.value.gap import Gap, GapYear, StageNeed, gap

__all__ = ["Arrival", "Gainer", "Gap", "GapYear", "Odds", "StageNeed", "classify", "gainers", "gap"]

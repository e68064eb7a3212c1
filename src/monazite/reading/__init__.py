"""Documents to events and claims, and claims judged against figures (docs/spec/reading.md)."""

from monazite.reading.arithmetic import Sum, sums
from monazite.reading.documents import load
from monazite.reading.form import as_dict
from monazite.reading.judging import VERDICTS, Judgement, judge
from monazite.reading.model import (
    Actor,
    Claim,
    Dated,
    Document,
    Event,
    InstrumentRef,
    Money,
    Named,
    Quantity,
    Rate,
    Reading,
    Span,
    Threshold,
    Why,
)
from monazite.reading.read import read

__all__ = [
    "VERDICTS",
    "Actor",
    "Claim",
    "Dated",
    "Document",
    "Event",
    "InstrumentRef",
    "Judgement",
    "Money",
    "Named",
    "Quantity",
    "Rate",
    "Reading",
    "Span",
    "Sum",
    "Threshold",
    "Why",
    "as_dict",
    "judge",
    "load",
    "read",
    "sums",
]  # fmt: skip

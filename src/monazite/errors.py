"""Every error says what went wrong, where, why, and the way out (docs/spec/errors.md)."""

from __future__ import annotations

from typing import Any


class MonaziteError(Exception):
    """An error a user can act on.

    Args:
        code: Stable identifier, a letter and three digits, listed in docs/reference/errors.md.
        what: What is wrong, in one sentence without the final stop.
        where: File, line, sheet, cell, field or figure. Empty when the place is the call itself.
        why: The rule that was broken.
        way_out: What the user can do now.
        context: Further values for programs; never needed to understand the message.
    """

    exit_code = 2

    def __init__(
        self,
        code: str,
        what: str,
        *,
        where: str = "",
        why: str = "",
        way_out: str = "",
        **context: Any,
    ) -> None:
        self.code, self.what, self.where = code, what, where
        self.why, self.way_out, self.context = why, way_out, context
        place = f" in {where}" if where else ""
        tail = " ".join(part.rstrip(".") + "." for part in (why, way_out) if part)
        super().__init__(f"{code} {what}{place}. {tail}".rstrip())

    def as_dict(self) -> dict[str, str]:
        """The error as plain text fields, for JSON output."""
        return {
            "code": self.code,
            "what": self.what,
            "where": self.where,
            "why": self.why,
            "way_out": self.way_out,
        }


class DataError(MonaziteError):
    """A file, row or field is not what it should be."""


class MissingData(MonaziteError):
    """The data needed for an answer is not in the package or the workspace."""

    exit_code = 4


class UnknownCode(MonaziteError):
    """A country, mineral, product or measure code that no table has."""


class UnitError(MonaziteError):
    """A number has the wrong unit, or a sign its unit forbids."""


class BasisError(MonaziteError):
    """Two bases (contained, oxide, gross) would have been mixed."""


class BalanceError(MonaziteError):
    """A node does not balance within tolerance."""


class TimelineError(MonaziteError):
    """A measure's timeline has a gap, an overlap or an impossible order."""


class ScenarioError(MonaziteError):
    """A scenario names what the network does not have, or a range that is none."""


class InfeasiblePlan(MonaziteError):
    """No plan meets all limits; the conflicting limits are named."""

    exit_code = 3


class MissingExtra(MonaziteError):
    """An optional dependency is needed for this step."""

    exit_code = 4

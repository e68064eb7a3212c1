"""Values of the flow as bytes, for a process beside this one or a worker elsewhere."""

from __future__ import annotations

import copyreg
import io
import pickle
from types import MappingProxyType
from typing import IO, Any


def _view(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _reduce(view: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _view, (dict(view),)


def dump(value: object, to: IO[bytes]) -> None:
    """Write a value; read-only mappings, which pickle refuses, stay read-only mappings."""
    pickler = pickle.Pickler(to, protocol=5)
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _reduce}
    pickler.dump(value)
    to.flush()


def packed(value: object) -> bytes:
    """A value as bytes, as `dump` writes it."""
    into = io.BytesIO()
    dump(value, into)
    return into.getvalue()

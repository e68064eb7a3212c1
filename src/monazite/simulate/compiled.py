"""Compilation of the kernel: cached beside the package, in the user's cache, or in memory (ADR 0050, 0052)."""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import numba

# Every file whose text ends up in one piece of compiled code
SOURCES = (
    *("ario_day", "arrays", "beginning", "compiled", "kernel", "lanes"),
    *("pricing", "shipping", "solve", "weeks"),
)
F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function compiled without the interpreter lock, cached on disk where any place can be written.

    Numba looks for a cache beside the module, then in the user's cache; where neither can be written it raises,
    and the function is compiled for this process alone. No fast-math: a lane must give the same bits whatever
    its neighbours hold (§M32).
    """
    return _jit(function, no_cfunc_wrapper=True)


def helper(function: F) -> F:
    """The same for a function that only compiled code calls: no door to the interpreter, half the compile time."""
    return _jit(function, no_cfunc_wrapper=True, no_cpython_wrapper=True)


def inlined(function: F) -> F:
    """The same for a few lines that are worth no call."""
    return _jit(function, no_cfunc_wrapper=True, no_cpython_wrapper=True, forceinline=True)


def _jit(function: F, **options: bool) -> F:
    njit = cast("Any", numba.njit)
    try:
        made = njit(cache=True, nogil=True, error_model="numpy", _nrt=False, **options)(function)
    except RuntimeError:
        return cast("F", njit(nogil=True, error_model="numpy", _nrt=False, **options)(function))
    _stamp(made)
    return cast("F", made)


@cache
def _edition() -> str:
    """Checksum of all that is compiled together: helpers live in other files than the function that is cached."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(pkgutil.get_data("monazite.simulate", f"{name}.py") or b"")
    digest.update(pkgutil.get_data("monazite.shock", "parameters.py") or b"")
    return digest.hexdigest()


def _stamp(made: Any) -> None:
    """Let the cache hold for these sources only; numba would look at the age of one file and keep old helpers."""
    kept = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if kept is not None:
        kept._source_stamp = _edition()  # noqa: SLF001 - no public door

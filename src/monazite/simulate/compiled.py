"""Compilation of the kernel: cached beside the package, in the user's cache, or in memory (ADR 0050)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

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
        return cast("F", njit(cache=True, nogil=True, error_model="numpy", **options)(function))
    except RuntimeError:
        return cast("F", njit(nogil=True, error_model="numpy", **options)(function))

"""Stockpile and capacity plan: what helps, under a budget."""

from monazite.respond.cover import Cover, Need, cover

__all__ = ["Cover", "Need", "cover"]

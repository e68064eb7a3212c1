"""Established indicators of concentration, reliance and supply risk."""

"""Facts on the stages of the rare-earth chain: yields, stage shares, end uses, stock cover."""

"""Output and GDP at risk, as a range over named methods."""

"""Loss curves, scenarios and assumptions with their distributions."""

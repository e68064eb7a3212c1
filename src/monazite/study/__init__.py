"""The facade: wires the flow and keeps every intermediate value within reach."""

"""Benchmarks: each on the same work as its peer, printed as a ratio. They are not timed tests."""

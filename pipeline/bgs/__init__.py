"""BGS World Mineral Statistics, as the OGC service gives them."""

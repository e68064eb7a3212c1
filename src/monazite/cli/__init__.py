"""The terminal rim: parses options, calls `study`, prints."""

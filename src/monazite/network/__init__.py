"""Supply networks: tables, balance, and origin traced through the stages."""

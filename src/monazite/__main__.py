"""`python -m monazite` is the command `monazite`."""

from monazite.cli.app import main

main()

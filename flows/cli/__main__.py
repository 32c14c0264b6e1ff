"""``python -m flows.cli``: the command for children that must be this very code."""

from flows.cli import main

main()

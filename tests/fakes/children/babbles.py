"""A sandbox child that announces an answer longer than any."""

import sys

from flows.intake import sandbox_child

sandbox_child.read = lambda _job: sys.__stdout__.buffer.write(b"\xff" * 8)
sandbox_child.main()

"""A sandbox child whose parser wants more memory than it may have."""

from flows.intake import sandbox_child

sandbox_child.read = lambda _job: bytearray(2 * 1024**3)
sandbox_child.main()

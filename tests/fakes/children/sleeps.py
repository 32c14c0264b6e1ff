"""A sandbox child that waits instead of working."""

import time

from flows.intake import sandbox_child

sandbox_child.read = lambda _job: time.sleep(600)
sandbox_child.main()

"""A sandbox child whose parser crashes in C."""

import os

from flows.intake import sandbox_child

sandbox_child.read = lambda _job: os.abort()
sandbox_child.main()

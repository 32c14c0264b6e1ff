"""A sandbox child that ends instead of answering."""

import os

from flows.intake import sandbox_child

sandbox_child.read = lambda _job: os._exit(0)
sandbox_child.main()

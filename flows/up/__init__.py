"""
What ``claimwatch up`` keeps going: Prefect's server and worker, the listener, the page.

Each is a process of its own but for the page; whichever ends is started again. What a
killed ``up`` left behind is ended by the next one, or taken over.
"""
